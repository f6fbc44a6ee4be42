"""What every search engine's index does with alternatives and with the words of its products."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkeeper.search.engines.protocol import IndexQuery
from shopkeeper.search.slots import Alternative, Slot
from shopkeeper.text.analyse import Terms, analyse_query, runs
from shopkeeper.text.normalise import normalise
from small_shop import batch, product

SHOP = [
    product("phones", "Bluetooth headphones", "蓝牙耳机"),
    product("buds", "Sport earbuds"),
    product("shoes", "Running shoes", "跑步鞋"),
    product("shirt", "Running shirt", facts=[("Colour", "Red")]),
    product("polish", "Shoe polish"),
    product("set", "Wi-Fi headset headset headset"),
]


@pytest.fixture
def index(make):
    index = make()
    index.replace([batch(SHOP)], 1)
    return index


def slot(typed, *others, weight=1.0):
    alternatives = (Alternative(text, tuple(run.terms() for run in runs(normalise(text))), "synonym", weight) for text in others)
    return Slot(typed, analyse_query(typed), tuple(alternatives))


def scores(index, text, *slots):
    found = index.query(IndexQuery(analyse_query(text), slots=slots))
    return dict(zip(found.ids, found.text.tolist(), strict=True))


def test_an_alternative_is_found_as_the_word_itself_would_be(index):
    plain, widened = scores(index, "earbuds"), scores(index, "耳机", slot("耳机", "earbuds"))
    assert widened["buds"] == pytest.approx(plain["buds"] * widened["phones"] / scores(index, "耳机")["phones"], rel=0.2)
    assert set(widened) == {"phones", "buds"}


def test_five_synonyms_of_one_word_count_once(index):
    one = scores(index, "headset", slot("headset", "headphones"))
    five = scores(index, "headset", slot("headset", "headphones", "earbuds", "bluetooth headphones", "耳机", "蓝牙耳机"))
    assert five["phones"] <= max(1.0, one["phones"]) * 1.2
    assert max(five.values()) < 1.5, "a product that holds several of them holds the slot once"


def test_an_alternative_of_several_words_needs_them_all(index):
    found = scores(index, "trainers", slot("trainers", "running shoes"))
    assert set(found) == {"shoes"}
    assert set(scores(index, "wlan", slot("wlan", "wi-fi"))) == set(scores(index, "wlan", slot("wlan", "wifi"))) == {"set"}
    assert set(scores(index, "headset", slot("headset", "蓝牙耳机"))) == {"phones", "set"}


def test_the_weight_of_an_alternative_is_what_it_counts(index):
    whole, half = (scores(index, "trainers", slot("trainers", "running shoes", weight=w))["shoes"] for w in (1.0, 0.5))
    assert half == pytest.approx(whole / 2, rel=1e-4)


def test_a_rare_word_with_a_common_synonym_weighs_as_the_common_one_does(index):
    # Given a word that no product has, beside one that some have
    alone = scores(index, "xyzzy shirt")["shirt"]
    # When it has a synonym in two products, then it takes less of the query away from the other word
    assert scores(index, "xyzzy shirt", slot("xyzzy", "running"))["shirt"] > alone


def test_matched_names_the_alternative_that_was_found_and_its_shares_add_up(index):
    group = slot("耳机", "earbuds", "headphones")
    terms = analyse_query("sport 耳机")
    found = index.query(IndexQuery(terms, slots=(group,)))
    held = index.matched(terms, found.ids, (group,))
    for score, shares in zip(found.text.tolist(), held, strict=True):
        assert sum(share for _, share in shares) == pytest.approx(score, abs=1e-4)
    reasons = {id: {term for term, _ in shares} for id, shares in zip(found.ids, held, strict=True)}
    assert reasons["buds"] == {"sport", "earbuds (synonym of 耳机)"}
    assert "耳机" in reasons["phones"], "what was typed comes before what means the same"


def test_a_slot_that_comes_back_from_its_json_is_the_same():
    group = slot("耳机", "wi-fi headset", "蓝牙耳机")
    assert Slot.from_dict(group.to_dict()) == group


def test_products_that_hold_every_word_somewhere_are_told_apart(index):
    found = index.query(IndexQuery(analyse_query("red shirt")))
    assert dict(zip(found.ids, found.whole.tolist(), strict=True)) == {"shirt": True}
    found = index.query(IndexQuery(analyse_query("red shoes"), slots=(slot("shoes", "shirt"),)))
    assert {id for id, whole in zip(found.ids, found.whole, strict=True) if whole} == {"shirt"}


def test_a_few_characters_that_are_all_in_a_title_are_the_whole_query_although_no_word_is(index):
    found = index.query(IndexQuery(analyse_query("牙机")))
    assert dict(zip(found.ids, found.whole.tolist(), strict=True)) == {"phones": True}
    found = index.query(IndexQuery(analyse_query("鞋机")))
    assert not found.whole.any()


def test_frequencies_count_products_wherever_a_term_is(index):
    assert index.frequencies(Terms(["running", "red", "nothing", "耳机"], ["耳", "鞋", "耳机", "机鞋"])) == ([2, 1, 0, 1], [1, 1, 1, 0])


def test_words_are_together_when_one_product_has_them_all(index):
    assert index.together(["running", "red"])
    assert not index.together(["running", "耳机"])


def test_the_vocabulary_has_the_words_of_titles_and_takes_in_new_ones_in_every_process(index, make):
    other = make()
    assert index.vocabulary.counts["running"] == 2
    assert "headphones" in other.vocabulary, "words as a person writes them"
    assert "red" not in other.vocabulary
    index.upsert(batch([product("new", "Walking poles", "茶壶"), product("shoes", "Running shoes")]), [], 2)
    for reader in (index, other, make()):
        assert {"poles", "茶壶"} <= reader.vocabulary.counts.keys()
        assert reader.vocabulary.sounding("chahu") == ["茶壶"]
        assert reader.vocabulary.spelt_like("poled", 0) == [["poles"]]


words = st.sampled_from(["running", "shoes", "耳机", "earbuds", "red", "蓝牙", "polish", "headset", "nothing"])
groups = st.lists(st.tuples(words, st.lists(words, min_size=1, max_size=3), st.floats(0.1, 1)), max_size=3, unique_by=lambda g: g[0])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(words, min_size=1, max_size=4), groups)
def test_alternatives_never_take_away_what_was_found_and_a_score_stays_a_share(index, typed, groups):
    text = " ".join(typed)
    slots = tuple(slot(word, *others, weight=weight) for word, others, weight in groups if word in typed)
    plain, widened = scores(index, text), scores(index, text, *slots)
    assert set(plain) <= set(widened)
    assert all(0 < score < 2.5 for score in widened.values())
    assert scores(index, text, *(Slot(each.text, each.terms, ()) for each in slots)) == pytest.approx(plain, rel=1e-4)
    assert np.isfinite(list(widened.values())).all()
