"""Changes of rules and synonyms, tried before they are kept."""

from __future__ import annotations

import pytest

from shopkeeper.search.search import request
from shopkeeper.search.tuning import Trial, quality
from shopkeeper.search.words.synonyms import parse_synonym
from shopkeeper.shop import InvalidQuery, Rule, RuleAction, judgment
from small_tuning import tea_shop, undo


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = tea_shop(tmp_path_factory.mktemp("tuning") / "shop")
    yield shop
    shop.close()


@pytest.fixture(autouse=True)
def clean(shop):
    yield
    undo(shop)


def moves(tried):
    return {(each.query, move.id): (move.before, move.after) for each in tried for move in each.moves}


def test_a_synonym_is_tried_for_its_own_words_and_nothing_is_stored(shop):
    trial = Trial(synonym=parse_synonym("brew > tea pot"))
    [tried] = shop.tuner.rehearse(trial)
    assert (tried.query, tried.total_before, tried.moves[0].id, tried.moves[0].after) == ("brew", 0, "b", 1)
    assert shop.synonyms.all() == []
    assert shop.search("brew", mode="text").total == 0


def test_what_goes_is_tried_as_what_comes(shop):
    kept = shop.synonyms.add("brew > tea pot")
    shop.rules.put([Rule("lamp-first", RuleAction.PIN, ("c",), queries=("tea",))])
    assert moves(shop.tuner.rehearse(Trial(rule="lamp-first"), ["tea"]))["tea", "c"] == (1, None)
    [gone] = shop.tuner.rehearse(Trial(synonym=kept.id), ["brew"])
    assert (gone.total_before > 0, gone.total_after) == (True, 0)
    assert [rule.id for rule in shop.tuner.understood("tea")[1]] == ["lamp-first"]
    assert shop.tuner.understood("tea", Trial(rule="lamp-first"))[1] == ()
    assert shop.tuner.understood("brew")[0].slots[0].others[0].text == "tea pot"


def test_judged_queries_are_measured_before_and_after_a_change(shop):
    with pytest.raises(InvalidQuery, match="no search was judged yet"):
        shop.tuner.measure()
    first = shop.tuner.answer(request("tea")).hits[0].id
    last = next(id for id in ("a", "b", "d") if id != first)
    shop.store.judgments.put([judgment("tea", last, 3), judgment("lamp", "c", 3), judgment("cup", "c", 0)])
    found = shop.tuner.measure(Trial(rule=Rule("try", RuleAction.PIN, (last,), queries=("tea",))))
    of = {each.query: each for each in found.queries}
    assert of["tea"].before < of["tea"].after == 1.0
    assert (of["lamp"].before, of["lamp"].after) == (1.0, 1.0)
    assert of["cup"].before is None, "nothing that fits is known"
    assert found.difference.value == pytest.approx((1 - of["tea"].before) / 2)
    assert first in of["tea"].open
    assert found.to_dict()["metrics"]["ndcg@10"]["after"]["value"] == 1.0
    assert shop.tuner.measure().difference.value == 0
    assert shop.tuner.measure(most=1).left_out == 2


def test_a_query_is_as_good_as_the_places_of_what_fits():
    found = quality("q", ["x", "y"], ["y", "x"], {"y": 3, "z": 0})
    assert (found.before, found.after, found.judged, found.open) == (pytest.approx(0.6309, abs=1e-4), 1.0, 0.5, ("x",))
