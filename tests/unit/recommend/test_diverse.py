"""Lists that are mixed."""

from __future__ import annotations

import numpy as np

from shopkeeper.recommend.diverse import diversified

SCORES = np.array([1, 0.9, 0.8, 0.7, 0.6], np.float32)
NONE = np.zeros((5, 2), np.float32)


def ints(*values):
    return np.array(values, np.int32)


def test_without_weight_and_groups_the_order_is_that_of_the_scores():
    assert diversified(SCORES, NONE, (), 3, 0) == [0, 1, 2]


def test_what_is_like_one_already_shown_waits():
    vectors = np.array([[1, 0], [1, 0], [0, 1], [1, 0], [0, 1]], np.float32)
    assert diversified(SCORES, vectors, (), 3, 0.3) == [0, 2, 1]


def test_of_a_group_so_many_come_and_the_others_last():
    assert diversified(SCORES, NONE, ((ints(7, 7, 7, 8, 9), 2),), 5, 0) == [0, 1, 3, 4, 2]


def test_products_without_a_group_are_not_one():
    assert diversified(SCORES, NONE, ((ints(-1, -1, -1, -1, -1), 1),), 3, 0) == [0, 1, 2]


def test_two_groups_hold_together():
    assert diversified(SCORES, NONE, ((ints(1, 1, 2, 3, 4), 1), (ints(5, 6, 5, 7, 8), 1)), 3, 0) == [0, 3, 4]
