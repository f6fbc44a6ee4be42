"""What trees look at."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.demand import learned
from shopkeeper.demand.features import rows
from shopkeeper.demand.learned import _lesson
from shopkeeper.demand.panel import Panel, Period

from .conftest import daily


def told(values) -> dict[str, float]:
    found = rows(Panel(("a",), np.array([values], float), Period.STEP, 0), len(values), 1)
    return dict(zip(found.names, found.values[0, 0], strict=True))


def test_how_often_a_thing_sells_is_told_from_its_first_sale_on():
    found = told([0, 0, 0, 0, 2, 0, 0, 1, 0, 3])
    assert (found["since the first"], found["sales"], found["gap"]) == (6, 3, 2)
    assert found["sells since the first"] == 0.5
    assert (found["sells 2"], found["sells 4"], found["sells 8"]) == (0.5, 0.5, 0.375)


def test_of_what_never_sold_no_gap_is_known():
    found = told([0, 0, 0, 0])
    assert (found["since the first"], found["sales"]) == (0, 0)
    assert np.isnan([found["gap"], found["sells since the first"]]).all()


def test_periods_that_are_not_known_are_no_periods_without_a_sale():
    assert told([np.nan, np.nan, np.nan, 1, 0, 1])["sells 8"] == pytest.approx(2 / 3)


def test_how_much_a_thing_changes_is_told_in_terms_of_what_is_usual():
    found = told([0, 4, 0, 4, 2])
    usual = np.exp(found["usual"])
    assert found["turn"] == pytest.approx((4 + 4 + 4 + 2) / 4 / usual)
    assert found["change"] == pytest.approx(np.sqrt((16 + 16 + 16 + 4) / 4) / usual)
    assert found["ever"] == pytest.approx(2 / usual)


def test_nothing_is_learnt_of_what_had_not_sold_before():
    values = np.array([[0.0, 0, 0, 0, 0, 5, 5], [0, 1, 0, 0, 0, 2, 4], [np.nan, np.nan, np.nan, np.nan, 3, 1, 1]])
    targets = _lesson(Panel(("never", "once", "new"), values, Period.STEP, 0), 4, 2, None)[1]
    assert len(targets) == 2
    assert targets[1] > 0


def test_of_very_many_things_about_so_many_rows_are_learnt_from_as_are_wanted(monkeypatch):
    panel = daily(400, 90)
    values, targets = _lesson(panel, 60, 14, None, 0.05, np.random.default_rng(0))
    assert len(values) == len(targets) == pytest.approx(0.05 * 400 * 14, rel=0.2)
    looked = []
    monkeypatch.setattr(learned, "rows", lambda some, *given: looked.append(len(some.ids)) or rows(some, *given))
    _lesson(panel, 60, 14, None, 0.05, np.random.default_rng(0))
    assert looked == [pytest.approx(0.05 * learned.SPARE * 400, rel=0.2)]
    assert len(_lesson(panel, 60, 14, None)[1]) == 400 * 14
