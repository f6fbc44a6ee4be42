"""What is said to whom, in which order."""

from __future__ import annotations

from shopkeeper.shop import Product
from shopkeeper.writing import Brief, Segment, plan
from shopkeeper.writing.facts import of_pairs, of_product
from shopkeeper.writing.realise.en import English


def test_a_segment_hears_first_what_it_worries_about(sandals: Product) -> None:
    worried = Brief("description", "en", segment=Segment("s", worries=("heel_height",)))
    first = [plan(of_product(sandals), brief).facts[0].name for brief in (Brief("description", "en"), worried)]
    assert first == ["material", "heel_height"]


def test_a_no_is_said_only_to_those_who_ask(sandals: Product) -> None:
    asks = Brief("description", "en", segment=Segment("s", worries=("waterproof",)))
    assert "waterproof" not in {fact.name for fact in plan(of_product(sandals), Brief("description", "en")).facts}
    planned = plan(of_product(sandals), asks)
    assert planned.facts[0].value is False
    assert "are not waterproof" in English().realise(planned, asks, 1).text


def test_what_all_neighbours_have_comes_after_what_few_have() -> None:
    material = of_pairs([["title", "Mug"], ["colour", "white"], ["pattern", "striped"]], "en")
    usual = {(fact.name, str(fact.value)): 0.9 if fact.name == "colour" else 0.1 for fact in material.facts}
    assert plan(material, Brief("title", "en", "luxurious"), usual).facts[0].name == "pattern"


def test_a_measure_without_its_unit_and_the_parcel_are_left_out() -> None:
    material = of_pairs([["title", "Mug"], ["weight", 300], ["package height", "20 cm"], ["number of pieces", 4]], "en")
    assert [fact.name for fact in plan(material, Brief("description", "en")).facts] == ["number of pieces"]


def test_a_short_text_says_less(sandals: Product) -> None:
    assert len(plan(of_product(sandals), Brief("description", "en", length=90)).facts) == 2
