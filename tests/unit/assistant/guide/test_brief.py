"""The brief: what replaces what, and what a shopper takes out of it."""

from __future__ import annotations

import json

from shopkeeper.assistant.guide.brief import Brief, Leaning
from shopkeeper.assistant.guide.conditions import Condition


def required(*texts: str) -> Brief:
    brief = Brief(need="kettle")
    for text in texts:
        brief.require(Condition.of(text))
    return brief


def test_a_later_colour_takes_the_place_of_an_earlier_one() -> None:
    assert required("color=Red", "color=Black").conditions == ["color=Black"]


def test_both_ends_of_a_budget_stay_and_the_same_end_gives_way() -> None:
    assert required("price>=100", "price<=500", "price<300").conditions == ["price>=100", "price<300"]


def test_what_must_not_be_stays_beside_another_and_goes_when_it_is_wanted_after_all() -> None:
    assert required("color!=Red", "color!=Blue").conditions == ["color!=Red", "color!=Blue"]
    assert required("color!=Red", "color=Red").conditions == ["color=Red"]


def test_is_json_with_its_parts_apart() -> None:
    brief = required("price<300", "size=M", "color!=Red", "material=steel")
    brief.lean(Leaning("weight", -1))
    data = json.loads(json.dumps(brief.to_dict()))
    assert (data["budget"], data["size"], data["must"], data["must_not"]) == (["price<300"], ["size=M"], ["material=steel"], ["color!=Red"])
    assert Brief.of(data) == brief


def test_chips_are_taken_out() -> None:
    brief = required("price<300")
    brief.recipient = "mother"
    brief.lean(Leaning("weight", -1))
    assert [brief.remove(chip) for chip in ("price<300", "recipient", "prefer:weight", "price<300")] == [True, True, True, False]
    assert brief.where == []
    assert not brief.recipient
    assert not brief.leanings


def test_the_kinds_that_words_stand_for_hold_until_one_is_chosen() -> None:
    brief = Brief(need="headphones", kinds=["Earbuds", "Over-Ear"])
    assert brief.where == ["category=Earbuds|Over-Ear"]
    brief.category = "Earbuds"
    assert brief.where == ["category=Earbuds"]
