"""What a forecast is explained by is told against what is usual for the series itself."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from shopkeeper.demand.explain import explain
from shopkeeper.demand.forecast import fit
from shopkeeper.demand.panel import Panel, Period

DAYS, CLOSED = 196, 5  # of a week


@pytest.fixture(scope="module")
def found():
    draw = np.random.default_rng(3)
    level = np.geomspace(0.3, 400, 60)[:, None]  # things that sell now and then, and some that sell by the hundred
    week = np.where(np.arange(DAYS) % 7 == CLOSED, 0.0, 1.0)
    panel = Panel(tuple(f"p{row}" for row in range(60)), draw.poisson(level * week).astype(float), Period.DAY, date(2026, 1, 5))
    return explain(fit(panel, 14), panel, 59, 14)


def test_a_thing_that_sells_as_ever_is_made_neither_more_nor_less_by_anything(found):
    assert found.usual == pytest.approx(400 * 6 / 7, rel=0.05)
    assert {each.key for each in found.because} >= {"trend", "season"}
    assert all(0.8 < each.times < 1.25 for each in found.because), [(each.key, each.times) for each in found.because]


def test_a_day_on_which_nothing_sells_shows_among_the_weekdays(found):
    season = next(each for each in found.because if each.key == "season").by_step
    closed = (DAYS + np.arange(14)) % 7 == CLOSED
    assert season[closed].max() < 0.3 * season[~closed].min()
