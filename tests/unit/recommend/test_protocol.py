"""The best of a source's candidates."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.recommend.sources.protocol import best, nothing


def test_the_best_come_first_without_what_is_not_asked_and_what_scores_nothing() -> None:
    rows, scores = np.array([5, 3, 9, 1, 7]), np.array([1.0, 2.0, 0.0, 2.0, 3.0], np.float32)
    found = best(rows, scores, rows * 10, 3, without=[7])
    assert (found.rows.tolist(), found.scores.tolist(), found.because.tolist()) == ([1, 3, 5], [2, 2, 1], [10, 30, 50])
    assert len(nothing()) == len(best(rows, -scores, rows, 3)) == 0


@pytest.mark.parametrize("seed", range(3))
def test_of_many_candidates_the_same_are_the_best(seed: int) -> None:
    draw = np.random.default_rng(seed)
    rows, scores = draw.permutation(1000), draw.integers(0, 30, 1000).astype(np.float32)
    expected = sorted(zip(-scores, rows, strict=True))[:10]
    assert best(rows, scores, rows, 10).rows.tolist() == [row for _, row in expected]
