"""Words of degree in both languages."""

from __future__ import annotations

import pytest

from shopkeeper.assistant.guide.degrees import degrees, field_of
from shopkeeper.assistant.guide.facts import item
from small_guide import PRODUCTS


@pytest.mark.parametrize(
    ("text", "said"),
    [("cheaper", ("price", -1, "more")), ("太贵了", ("price", -1, "more")), ("便宜点的", ("price", -1, "more")), ("too expensive", ("price", -1, "more")),
     ("not too heavy", ("weight", -1, "rather")), ("不要太重的", ("weight", -1, "rather")), ("lighter", ("weight", -1, "more")), ("再轻一点", ("weight", -1, "more")),
     ("a bit bigger", ("size", 1, "more")), ("大一点", ("size", 1, "more")), ("最轻的行李箱", ("weight", -1, "most")), ("the cheapest kettle", ("price", -1, "most")),
     ("most expensive", ("price", 1, "most")), ("least expensive", ("price", -1, "most")), ("battery lasts longest", ("battery", 1, "most")),
     ("续航最长的", ("battery", 1, "most")), ("评分最高的", ("rating", 1, "most")), ("best rated", ("rating", 1, "most")), ("声音小一点", ("noise", -1, "more")),
     ("quieter", ("noise", -1, "more")), ("something quiet", ("noise", -1, "rather")), ("噪音最小", ("noise", -1, "most"))],
)  # fmt: skip
def test_say_a_field_a_way_and_how(text: str, said: tuple[str, int, str]) -> None:
    first = degrees(text)[0]
    assert (first.key, first.direction, first.kind) == said


@pytest.mark.parametrize("text", ["味道太重了", "我要大衣", "白色的", "a red dress", "轻舟记", "headphones", "新疆大枣"])
def test_are_not_seen_where_there_are_none(text: str) -> None:
    assert degrees(text) == []


def test_speak_of_the_field_that_the_products_state() -> None:
    kettles = [item(each) for each in PRODUCTS if each.id.startswith("k")]
    pods = [item(each) for each in PRODUCTS if each.id.startswith("h")]
    assert field_of("weight", kettles) == ("weight", 1)
    assert field_of("battery", pods) == ("battery_life", 1)
    assert field_of("noise", pods) is None
    assert field_of("price", pods) == ("price", 1)
