"""Exploration is by the chances that it tells."""

from collections import Counter
from random import Random

import pytest

from shopkeeper.recommend.explore import POOL, explored

SCORES = [1.0, 0.9, 0.7, 0.65, 0.5, 0.3, 0.1]


def test_without_exploration_the_best_stand_in_their_order_for_certain():
    assert explored(SCORES, 3, 0.0, Random(1)) == ([0, 1, 2], [1.0, 1.0, 1.0])
    assert explored(SCORES[:2], 5, 0.0, Random(1)) == ([0, 1], [1.0, 1.0])
    assert explored([], 5, 0.5, Random(1)) == ([], [])
    assert explored([0.4], 5, 0.5, Random(1)) == ([0], [1.0])


@pytest.mark.parametrize(("k", "fixed"), [(4, ()), (4, (0, 2)), (7, ()), (1, ())])
def test_products_stand_where_they_stand_as_often_as_is_told(k, fixed):
    random, seen, told, runs = Random(3), Counter(), {}, 5_000
    for _ in range(runs):
        order, chances = explored(SCORES, k, 0.4, random, fixed)
        for place, (who, chance) in enumerate(zip(order, chances, strict=True)):
            seen[place, who] += 1
            assert told.setdefault((place, who), chance) == chance
    for (place, who), count in seen.items():
        assert count / runs == pytest.approx(told[place, who], abs=4 * (0.25 / runs) ** 0.5)
    for place in range(k):
        assert sum(chance for (at, _), chance in told.items() if at == place) == pytest.approx(1)
    assert all((place, place) in told and told[place, place] == 1 for place in fixed)


def test_every_product_comes_once_and_two_at_most_move():
    random, moved = Random(5), 0
    for _ in range(500):
        order, _ = explored(SCORES, 5, 0.5, random)
        assert len(set(order)) == 5
        differs = sum(place != who for place, who in enumerate(order))
        assert differs in (0, 1, 2)
        moved += differs > 0
    assert 0.4 < moved / 500 < 0.6


def test_what_scores_more_is_tried_more_and_what_lies_far_behind_is_not():
    _, tried = None, Counter()
    for seed in range(1500):
        order, _ = explored([1.0, *[0.5] * 20], 1, 0.5, Random(seed))
        tried[order[0]] += 1
    assert max(tried) == POOL
    better = Counter(explored(SCORES, 1, 0.5, Random(seed))[0][0] for seed in range(1500))
    assert better[1] > better[3] > better[6] > 0


def test_scores_that_hardly_differ_are_drawn_from_too():
    scores = [1.0 - 1e-12 * place for place in range(8)]
    order, chances = explored(scores, 4, 1.0, Random(1))
    assert sorted(set(order)) == sorted(order)
    assert all(0 < chance <= 1 for chance in chances)
