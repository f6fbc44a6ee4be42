"""Articles, agreement, capitals."""

from __future__ import annotations

import pytest

from shopkeeper.writing.realise.en.grammar import agree, article, contracted, fill, headline, sentence, shortened


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("hour", "an hour"), ("unit", "a unit"), ("LED lamp", "an LED lamp"), ("USB cable", "a USB cable"),
     ("8 cm heel", "an 8 cm heel"),
     ("V-neck", "a V-neck"), ("A-line cut", "an A-line cut"), ("umbrella", "an umbrella"), ("round neck", "a round neck"),
     ("one-piece", "a one-piece"),
     ("silver ring", "a silver ring"), ("EVA sole", "an EVA sole"), ("18 cm pan", "an 18 cm pan"), ("European size", "a European size")])
def test_an_article_goes_by_the_first_sound(phrase: str, expected: str) -> None:
    assert article(phrase) == expected


def test_a_verb_agrees_with_its_subject() -> None:
    singular = [agree(verb, False) for verb in ("hold", "carry", "go", "have", "stay", "switch")]
    assert singular == ["holds", "carries", "goes", "has", "stays", "switches"]
    assert agree("be", True) == "are"


def test_a_template_without_its_slot_says_nothing() -> None:
    assert fill("{s} {+have} {withs}", {"s": "they", "withs": "laces"}, True) == "they have laces"
    assert fill("{s} {+have} {withs}", {"s": "they", "withs": ""}, True) is None


def test_titles_keep_units_and_names_as_they_are() -> None:
    assert headline("15,000 mAh battery with a lid") == "15,000 mAh Battery with a Lid"


def test_a_cut_ends_after_a_word_that_may_end_it() -> None:
    assert shortened("A shirt with a collar", 16) == "A shirt"


def test_sentences_have_one_full_stop_and_warm_ones_contract() -> None:
    assert sentence("it is made of cotton") == "It is made of cotton."
    assert contracted("It is soft, and you will like it. There it is.") == "It's soft, and you'll like it. There it is."
