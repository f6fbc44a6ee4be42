"""Rows that are found again without putting them in order."""

from __future__ import annotations

import numpy as np

from shopkeeper.recommend.sources.lists import first, last, numbered, places


def test_the_first_and_the_last_entry_of_each_row_are_found() -> None:
    rows = np.random.default_rng(0).integers(0, 50, 200)
    left = rows.tolist()
    assert first(rows).tolist() == [i for i, row in enumerate(left) if row not in left[:i]]
    assert last(rows).tolist() == [199 - left[::-1].index(row) for row in left]


def test_rows_that_are_left_out_have_no_first_entry() -> None:
    assert first(np.array([7, 3, 7, 5]), without=[3, 900]).tolist() == [0, 3]


def test_rows_are_numbered_each_once() -> None:
    rows = np.random.default_rng(1).integers(0, 30, 100)
    different, at = numbered(rows)
    assert sorted(different.tolist()) == sorted(set(rows.tolist()))
    assert different[at].tolist() == rows.tolist()


def test_of_a_few_rows_those_that_are_there_have_a_place_whatever_was_asked_before() -> None:
    assert places([4, 9], np.array([9, 8, 4])).tolist() == [2, 0]
    assert places([8, 4, 1_000], np.array([2, 4])).tolist() == [1]
    assert places([], np.array([2, 4])).tolist() == places([3], np.zeros(0, np.int64)).tolist() == []
