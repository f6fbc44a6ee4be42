import random

import numpy as np
import pytest

from shopkeeper.search.clicks import POSITIONS, Impression, propensities, ratings, relevances

TRUE = np.array([1.0, 0.6, 0.4, 0.3, 0.2])
LIKED = {"a": 0.8, "b": 0.5, "c": 0.3, "d": 0.2, "e": 0.1}


def log(searches, order, seed=1, query="mug"):
    """Searches whose clicks follow the position-based model; `order(draw)` is what each shows."""
    draw = random.Random(seed)
    for _ in range(searches):
        shown = order(draw)
        clicked = frozenset(id for place, id in enumerate(shown) if draw.random() < TRUE[place] * LIKED[id])
        yield Impression(query, shown, clicked)


def shuffled(draw):
    return draw.sample(sorted(LIKED), 5)


def upside_down(draw):
    return ["e", "d", "c", "b", "a"] if draw.random() < 0.9 else shuffled(draw)


def test_the_chance_to_be_looked_at_is_found_where_products_move():
    found = propensities(log(6000, upside_down))
    assert found.estimated
    assert found.values[:5] == pytest.approx(TRUE, abs=0.06)
    assert (np.diff(found.values[5:]) == 0).all()  # never shown: like the last that was


@pytest.mark.parametrize("searches", [list(log(3000, lambda draw: sorted(LIKED))), list(log(60, shuffled)), []])
def test_without_enough_products_that_move_it_is_assumed(searches):
    found = propensities(searches)
    assert not found.estimated
    assert found.values[:3].tolist() == [1, 1 / 2, 1 / 3]


def test_weighed_by_it_clicks_show_what_is_liked_and_as_they_are_what_stood_first():
    searches = list(log(6000, upside_down))
    corrected = relevances(searches, propensities(searches).values)["mug"]
    raw = relevances(searches, np.ones(POSITIONS))["mug"]
    assert corrected == pytest.approx(LIKED, abs=0.06)
    assert raw["b"] < raw["e"] + 0.15
    assert sorted(corrected, key=corrected.get, reverse=True) == ["a", "b", "c", "d", "e"]


def test_what_was_shown_once_is_near_the_mean():
    searches = [*log(500, shuffled), Impression("mug", ["z"], frozenset("z"))]
    rare = relevances(searches, propensities(searches).values)["mug"]["z"]
    assert 0.3 < rare < 0.7


def test_ratings_give_the_relevances_back_as_gains():
    assert {id: 2**rating - 1 for id, rating in ratings(LIKED).items()} == pytest.approx(LIKED)
