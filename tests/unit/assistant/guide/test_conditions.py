"""Conditions read and tried on records."""

from __future__ import annotations

import pytest

from shopkeeper.assistant.guide.conditions import Condition, passing
from shopkeeper.search.filters import parse_filter
from shopkeeper.shop import InvalidQuery
from small_guide import PRODUCTS

SHIRT = next(each for each in PRODUCTS if each.id == "t1")
KETTLE = next(each for each in PRODUCTS if each.id == "k1")


@pytest.mark.parametrize("text", ["price<500", "brand!=Sony|Bose", r"set=knife\|fork", r"a\<b>=3", "price=100..<200", "noise=30..35", "颜色=白色"])
def test_is_what_the_search_reads_of_it(text: str) -> None:
    ours, theirs = Condition.of(text), parse_filter(text)
    assert (ours.field, ours.op, ours.values) == (theirs.field, theirs.op, theirs.values)
    assert parse_filter(str(ours)) == theirs


@pytest.mark.parametrize("text", ["", "price", "=3", "price<"])
def test_refuses_what_is_none(text: str) -> None:
    with pytest.raises(InvalidQuery, match="expected FIELD"):
        Condition.of(text)


@pytest.mark.parametrize(
    ("text", "holds"),
    [("price<88", False), ("price<=88", True), ("price>88", False), ("price>=88", True), ("price=80..90", True), ("price=80..<88", False),
     ("color=红色", True), ("color=blue", False), ("color!=red", True), ("size=m|xl", True), ("brand!=Sony", True), ("brand=Sony", False),
     ("in_stock=yes", True), ("in_stock=no", False), ("category=Shirts", True), ("category=水壶", False), ("unknown>3", False)],
)  # fmt: skip
def test_holds_on_the_variants_of_a_product(text: str, holds: bool) -> None:
    assert bool(passing(SHIRT, [Condition.of(text)])) is holds


def test_conditions_on_options_must_hold_on_one_variant() -> None:
    assert [v.id for v in passing(SHIRT, [Condition.of("color=red"), Condition.of("size=L")])] == ["t1-1"]


def test_an_attribute_in_words_and_one_in_numbers() -> None:
    assert passing(KETTLE, [Condition.of("material=不锈钢"), Condition.of("weight<1.3")])
    assert not passing(KETTLE, [Condition.of("material!=Stainless Steel")])
