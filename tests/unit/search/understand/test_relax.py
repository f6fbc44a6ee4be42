"""What is given up when nothing has all that a query asks for."""

from __future__ import annotations

import pytest

from shopkeeper.search.filters import parse_filter
from shopkeeper.search.reading import Constraint, Reading
from shopkeeper.search.relax import relax
from shopkeeper.search.understand.reader import importance
from shopkeeper.text.analyse import analyse_query


def reading(text: str, *filters: str) -> Reading:
    constraints = tuple(Constraint(f := parse_filter(each), each, importance(f)) for each in filters)
    return Reading(text, analyse_query(text), constraints)


def answer(asked: Reading, holds):
    """What was given up for the first way whose filters `holds` accepts."""
    return relax(
        asked,
        lambda way: way.given_up if holds({str(c.filter) for c in way.reading.constraints}, way.reading.text) else None,
    )


def test_nothing_is_given_up_while_all_of_it_finds_something():
    assert answer(reading("dress", "price<=50", "color=Red"), lambda filters, text: True) == ()


def test_the_colour_goes_before_the_size_the_size_before_the_brand_and_the_price_last():
    asked = reading("dress", "price<=50", "brand=Sony", "size=XL", "fabric=Silk", "color=Red")
    tried = []
    relax(asked, lambda way: tried.append(way.given_up) if way.text else None)
    assert list(dict.fromkeys(tried)) == [
        (),
        ("color=Red",),
        ("color=Red", "fabric=Silk"),
        ("color=Red", "fabric=Silk", "size=XL"),
        ("color=Red", "fabric=Silk", "size=XL", "brand=Sony"),
        ("color=Red", "fabric=Silk", "size=XL", "brand=Sony", "price<=50"),
    ]


def test_what_was_given_up_in_vain_comes_back():
    asked = reading("dress", "price<=5", "size=XL", "color=Red")
    assert answer(asked, lambda filters, text: "price<=5" not in filters) == ("price<=5",)


@pytest.mark.parametrize("words", ["something nice", "gift", "礼物", "好看的东西"])
def test_words_that_find_nothing_and_name_no_thing_are_given_up_last(words):
    asked = reading(words, "price<=5", "color=Red")
    assert answer(asked, lambda filters, text: words not in text) == (words,)


@pytest.mark.parametrize("words", ["office chair for back pain", "狗粮", "xyzzy"])
def test_a_thing_that_the_shop_does_not_have_is_never_given_up(words):
    asked = reading(words, "price<=5", "color=Red")
    assert answer(asked, lambda filters, text: words not in text) is None


def test_what_is_given_up_of_a_thing_is_looked_for_by_its_words():
    asked = reading("bottle", "price<=50", "material=steel")
    seen = []
    relax(asked, lambda way: seen.append((way.reading.text, way.reading.terms, way.text)) if way.given_up else None)
    both = "material=steel bottle"
    assert seen[0] == (both, analyse_query(both), both)


def test_what_finds_nothing_by_its_words_either_is_left_out():
    asked = reading("bottle", "material=steel")
    assert answer(asked, lambda filters, text: text == "bottle" and not filters) == ("material=steel",)


@pytest.mark.parametrize("condition", ["color=Red", "price=50", "brand=Sony", "size=XL", "in_stock=yes", "material!=steel"])
def test_the_words_of_other_conditions_are_not_looked_for(condition):
    seen = []
    relax(reading("bottle", condition), lambda way: seen.append(way.reading.text))
    assert set(seen) == {"bottle"}


def test_there_may_be_no_answer_at_all():
    assert answer(reading("xyzzy", "color=Red"), lambda filters, text: False) is None


def test_a_query_of_nothing_but_conditions_is_ranked_by_their_words():
    seen = []
    relax(reading("", "color=Red", "price=5..9"), lambda way: seen.append(way.reading.text))
    assert seen == ["color=Red", "", ""]
