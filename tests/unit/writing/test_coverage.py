"""Which facts a text says, in whichever words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shopkeeper.shop import Localized
from shopkeeper.writing.coverage import LEAST, MOST, coverage, important, said
from shopkeeper.writing.facts import Fact, of_pairs


def fact(name, value, language="en"):
    return of_pairs([[name, value]], language).facts[0]


@pytest.mark.parametrize(("name", "value", "text"), [
    ("material", "100% Cotton", "A shirt of pure cotton."), ("color", "Navy", "In navy blue, for every day."),
    ("capacity", "1.5 L", "It holds 1.5 litres."), ("fabric", "Cotton", "这件衬衫是纯棉的。"), ("waterproof", True, "It is waterproof."),
    ("care", "Machine wash cold", "Wash it cold, in the machine."), ("colour", "Red, White, Blue", "In red and in white."),
])
def test_a_fact_is_said_in_other_words_or_units(name, value, text):
    assert said(fact(name, value), text, "en")


@pytest.mark.parametrize(("name", "value", "text"), [
    ("color", "Red", "It covers you."), ("capacity", "1.5 L", "It holds 2.5 litres."), ("material", "Cotton", "A shirt of linen."),
    ("colour", "Red, White, Blue", "In red."), ("waterproof", True, "It is foldable."),
])
def test_what_is_not_there_is_not_said(name, value, text):
    assert not said(fact(name, value), text, "en")


def test_a_chinese_fact_is_said_by_its_characters():
    assert said(fact("款式", "双排扣西装领", "zh"), "西装领配双排扣，利落。", "zh")
    assert not said(fact("款式", "双排扣西装领", "zh"), "圆领，利落。", "zh")


def test_the_facts_wanted_most_are_important():
    facts = tuple(Fact(f"f{n}", Localized(en=f"f{n}"), Localized(en=f"word{n}"), weight=n / 10) for n in range(11))
    material = of_pairs([["title", "A thing"]], "en")

    assert len(important(replace(material, facts=facts))) == LEAST  # f8, f9, f10 are wanted
    assert [each.name for each in important(replace(material, facts=facts[:5]))] == ["f4", "f3", "f2"]
    many = tuple(Fact(f"f{n}", Localized(en=f"f{n}"), Localized(en=f"word{n}"), weight=1.0) for n in range(11))
    assert len(important(replace(material, facts=many))) == MOST


def test_coverage_is_the_share_of_the_important_facts():
    material = of_pairs([["material", "Cotton"], ["colour", "Red"], ["waterproof", False]], "en")

    assert coverage(material, "A red thing.", "en") == 0.5
    assert coverage(of_pairs([["title", "A thing"], ["price", "$5"]], "en"), "A thing.", "en") is None
