"""Rows become series, and what has no row is not known."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from shopkeeper.demand.panel import Period, read_rows, shifted, summed
from shopkeeper.shop import InvalidFile, InvalidRecord


def read(*rows):
    return read_rows(enumerate([dict(zip(("id", "date", "quantity"), row, strict=True)) for row in rows], 1), "f")


def test_what_has_no_row_is_not_known_and_not_zero():
    found = read(("a", "2026-03-01", "2"), ("a", "2026-03-03", 1), ("b", "2026-03-02", 0), ("b", "2026-03-03", ""))
    assert found.period is Period.DAY
    np.testing.assert_array_equal(found.values, [[2, np.nan, 1], [np.nan, 0, np.nan]])


def test_rows_of_one_day_are_added_up():
    assert read(("a", "2026-03-01", 2), ("a", "2026-03-01T09:00:00", 3)).values.tolist() == [[5]]


@pytest.mark.parametrize(("days", "period", "columns"), [
    (("2026-01-05", "2026-01-12", "2026-02-02"), Period.WEEK, 5), (("2026-01-01", "2026-02-01", "2026-12-01"), Period.MONTH, 12),
    (("0", "3", "7"), Period.STEP, 8), (("2026-01-05", "2026-01-06", "2026-01-12"), Period.DAY, 8),
])  # fmt: skip
def test_the_period_is_found_out(days, period, columns):
    found = read(*(("a", day, 1) for day in days))
    assert (found.period, found.columns) == (period, columns)


@pytest.mark.parametrize(("row", "says"), [
    (("", "2026-03-01", 1), "f, row 1, id: expected the id"), (("a", "soon", 1), "f, row 1, date: expected a day"),
    (("a", "2026-03-01", "some"), "f, row 1, quantity: expected a number"),
])  # fmt: skip
def test_what_is_wrong_with_a_row_is_said(row, says):
    with pytest.raises(InvalidRecord, match=says):
        read(row)


def test_days_and_numbers_do_not_mix():
    with pytest.raises(InvalidFile, match="got both"):
        read(("a", "2026-03-01", 1), ("a", "4", 1))


def test_months_are_counted_over_the_year():
    assert shifted(date(2026, 11, 1), Period.MONTH, 3) == date(2027, 2, 1)


def test_groups_add_up_and_are_known_where_any_of_theirs_is():
    found = summed(read(("a", "1", 2), ("a", "2", 1), ("b", "2", 4), ("c", "3", 9)), ["x", "x", "y"])
    assert found.ids == ("x", "y")
    np.testing.assert_array_equal(found.values, [[2, 5, np.nan], [np.nan, np.nan, 9]])
