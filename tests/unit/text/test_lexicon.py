"""Phrases found in one pass."""

from __future__ import annotations

from shopkeeper.text.lexicon import Lexicon

WORDS = Lexicon({
    "rose": ["scent"], "rose gold": ["colour", "metal"], "golden rose": [], "v-neck": ["neck"], "红": ["red"], "红酒": [], "红色": ["red"]})


def found(text):
    return [(text[hit.start : hit.end], hit.meanings) for hit in WORDS.find(text)]


def test_the_longest_phrase_at_a_place_is_found():
    assert found("a rose gold ring, roses, rosemary") == [("rose gold", ("colour", "metal")), ("roses", ("scent",))]


def test_what_means_nothing_is_passed_over():
    assert found("golden rose and 红酒") == []


def test_a_hyphen_is_a_space():
    assert found("v neck, v-neck") == [("v neck", ("neck",)), ("v-neck", ("neck",))]


def test_a_single_character_is_a_word_of_its_own():
    assert found("红色的, 红, 分红了") == [("红色", ("red",)), ("红", ("red",))]


def test_a_whole_phrase_has_its_meanings():
    assert WORDS.meanings("v-neck") == ("neck",)
    assert WORDS.meanings("nosuch") == ()
