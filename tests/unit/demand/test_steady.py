"""What orders go by jumps less than what is said from look to look, and knows what each look knew."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from shopkeeper.demand.forecast import fit
from shopkeeper.demand.panel import Panel, Period
from shopkeeper.demand.steady import steadied

from .conftest import daily

FIRST = date(2026, 1, 5)


def panel(*values: list[float]) -> Panel:
    return Panel(tuple("abc"[: len(values)]), np.array(values, float), Period.DAY, FIRST)


def test_it_is_the_mean_of_three_looks_at_the_same_days():
    said = {30: np.arange(100.0, 128), 23: np.arange(50.0, 78), 16: np.arange(10.0, 38)}  # the days from 30 on are 7 and 14 steps further
    found = steadied(panel([1.0] * 30), said[30][None], lambda past: said[past.columns][None])[0]
    assert found[:14] == pytest.approx((said[30][:14] + said[23][7:21] + said[16][14:28]) / 3)
    assert found[27] == pytest.approx((said[30][27] + said[23][-7:].mean() + said[16][-7:].mean()) / 3)


def test_a_look_before_the_first_sale_says_nothing():
    values = [0.0] * 20 + [5.0] * 10  # nothing was sold before the look of two weeks ago
    found = steadied(panel(values, [1.0] * 30), np.full((2, 28), 6.0), lambda past: np.zeros((2, 28)))
    assert found[0] == pytest.approx(np.full(28, 3.0))
    assert found[1] == pytest.approx(np.full(28, 2.0))
    begun = steadied(panel([0.0] * 25 + [5.0] * 5), np.full((1, 28), 6.0), lambda past: np.zeros((1, 28)))
    assert begun == pytest.approx(np.full((1, 28), 6.0))


def test_the_mean_alone_is_what_a_whole_forecast_says():
    sales = daily(16, 120)
    fitted = fit(sales, 14)
    assert fitted.expect(sales).tolist() == fitted.say(sales).mean.tolist()


def test_a_history_of_a_few_days_is_steadied_too():
    assert steadied(panel([2.0] * 5), np.full((1, 28), 2.0), lambda past: np.zeros((1, 28))).tolist() == [[2.0] * 28]
