import math

import numpy as np
import pytest

from shopkeeper.evaluation.beyond import beyond, coverage, diversity, gini, novelty, popular

POPULARITY = {"a": 90, "b": 9, "c": 1, "d": 0}


def test_coverage_is_the_share_of_the_shop_that_is_shown():
    assert coverage([["a", "b"], ["b"]], 4) == 0.5
    assert coverage([], 4) == 0


def test_the_unknown_is_newer_than_the_popular():
    assert novelty(["d"], POPULARITY) == pytest.approx(math.log2(104))
    assert novelty(["a"], POPULARITY) == pytest.approx(math.log2(104 / 91))
    assert novelty(["a", "d"], POPULARITY) == pytest.approx((math.log2(104) + math.log2(104 / 91)) / 2)


def test_a_list_of_the_popular_is_above_one():
    assert popular(["a"], POPULARITY) == 3.6
    assert popular(["a", "b", "c", "d"], POPULARITY) == 1.0
    assert popular(["a"], {"a": 0}) == 0.0


def test_gini_by_hand():
    assert gini([5, 5, 5, 5]) == 0
    assert gini([0, 0, 0, 8]) == 0.75
    assert gini([1, 3]) == pytest.approx(0.25)
    assert gini([0, 0]) == gini([]) == 0


def test_diversity_is_the_mean_distance_of_the_pairs():
    assert diversity([[1, 0], [0, 2]]) == pytest.approx(1)
    assert diversity([[1, 0], [3, 0], [0, 1]]) == pytest.approx(2 / 3)
    assert diversity([[1, 0]]) is None
    rows = np.random.default_rng(0).normal(size=(6, 4))
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    pairs = [1 - unit[i] @ unit[j] for i in range(6) for j in range(i)]
    assert diversity(rows) == pytest.approx(np.mean(pairs))


def test_all_measures_together():
    vectors = {"a": [1, 0], "b": [1, 0], "c": [0, 1], "d": [0, 1]}
    found = beyond([["a", "b"], [], ["a", "c"]], POPULARITY, lambda ids: [vectors[id] for id in ids])
    assert found["coverage"].value == 0.75
    assert found["gini"].value == gini([2, 1, 1, 0])
    assert found["diversity"].value == pytest.approx(0.5)
    assert found["popularity"].low <= found["popularity"].value <= found["popularity"].high
    assert set(beyond([["a"]], POPULARITY)) == {"coverage", "gini", "novelty", "popularity"}
