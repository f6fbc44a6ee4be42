"""What is given up when nothing has all that a query asks for."""

from __future__ import annotations

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
    assert tried[:6] == [
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


def test_words_that_find_nothing_are_given_up_last():
    asked = reading("xyzzy", "price<=5", "color=Red")
    assert answer(asked, lambda filters, text: "xyzzy" not in text) == ("xyzzy",)


def test_there_may_be_no_answer_at_all():
    assert answer(reading("xyzzy", "color=Red"), lambda filters, text: False) is None


def test_a_query_of_nothing_but_conditions_is_ranked_by_their_words():
    seen = []
    relax(reading("", "color=Red", "price=5..9"), lambda way: seen.append(way.reading.text))
    assert seen == ["color=Red", "", ""]
