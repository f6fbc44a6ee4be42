"""The candidates of several sources in one list."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.recommend.blend import fuse
from shopkeeper.recommend.sources.protocol import Scored, nothing

BELIEVED = {"a": 1.0, "b": 0.5, "c": 2.0}


def scored(*rows: int) -> Scored:
    numbers = np.array(rows, np.int64)
    return Scored(numbers, np.linspace(8, 4, len(rows), dtype=np.float32), numbers * 10)


def test_each_source_gives_the_more_the_earlier_a_product_stands_and_the_best_has_one() -> None:
    fused = fuse({"a": scored(7, 3, 5), "b": nothing(), "c": scored(3, 9)}, BELIEVED)
    whole = {7: 1.0, 3: 5 / 6 + 2, 5: 5 / 7, 9: 10 / 6}
    assert fused.rows.tolist() == sorted(whole, key=lambda row: -whole[row])
    assert fused.scores.tolist() == pytest.approx([whole[row] / whole[3] for row in fused.rows.tolist()])
    assert fused.parts[0].tolist() == pytest.approx([5 / 6 / whole[3], 0, 2 / whole[3]])
    assert fused.because.tolist() == [[30, -1, 30], [-1, -1, 90], [70, -1, -1], [50, -1, -1]]
    assert fused.own.tolist() == pytest.approx(np.array([[0.75, 0, 1], [0, 0, 0.5], [1, 0, 0], [0.5, 0, 0]]))
    assert fused.sources(0, 2) == [("c", 30), ("c", 90)]


def test_of_equal_ones_the_first_in_the_shop_comes_first() -> None:
    assert fuse({"a": scored(8), "d": scored(2)}, {"a": 1.0, "d": 1.0}).rows.tolist() == [2, 8]


def test_nothing_together_is_nothing_and_may_be_filled_up() -> None:
    for found in ({}, {"a": nothing(), "b": nothing()}):
        fused = fuse(found, BELIEVED)
        assert (len(fused), fused.names) == (0, tuple(found))
        filled = fused.with_rest(np.array([4, 2]), 0.1)
        assert (filled.rows.tolist(), filled.sources(0, 2)) == ([4, 2], [("", -1), ("", -1)])
