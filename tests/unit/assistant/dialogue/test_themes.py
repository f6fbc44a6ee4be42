"""Goods that are named by what they are for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shopkeeper.assistant.dialogue.own import Own
from shopkeeper.assistant.dialogue.themes import by_theme
from shopkeeper.shop import Customer, Localized, Order, OrderLine, Product
from shopkeeper.text.normalise import normalise
from small_service import PENDING, usd, variant

GOODS = ("Gaming Mouse", "Mechanical Keyboard", "Office Chair", "Hiking Boots", "Tent", "Frying Pan", "Dog Bed")
PRODUCTS = {title: Product(title, Localized(en=title), (variant(title, 100, colour="grey"),)) for title in GOODS}
ORDER: Order = replace(PENDING, lines=tuple(OrderLine(title, 1, usd(100), "", "", title) for title in GOODS))
OWN = Own(Customer("-"), (ORDER,), PRODUCTS)


def meant(text: str) -> list[str] | None:
    lines = by_theme(normalise(text), OWN)
    return None if lines is None else [line.row.title for line in lines]


@pytest.mark.parametrize("text", [
    "return everything for gaming", "all my gaming gear can go", "cancel the stuff related to gaming", "跟游戏有关的都退掉", "打游戏用的那些退了", "电竞装备我不要了",
])  # fmt: skip
def test_a_theme_means_its_goods(text: str) -> None:
    assert meant(text) == ["Gaming Mouse", "Mechanical Keyboard"]


@pytest.mark.parametrize("text", [
    "cancel everything that has nothing to do with gaming", "return anything that isn't gaming gear", "跟游戏没关系的都退了", "凡是跟电竞不沾边的都取消", "除了打游戏用的都退",
])  # fmt: skip
def test_or_all_other_goods(text: str) -> None:
    assert meant(text) == ["Office Chair", "Hiking Boots", "Tent", "Frying Pan", "Dog Bed"]


@pytest.mark.parametrize("text", [
    "drop the outdoor things and leave the office stuff", "cancel my hiking gear but keep the gaming things", "徒步装备取消，办公用的留着", "把露营用品退了，厨房用的不退",
])  # fmt: skip
def test_one_theme_goes_and_another_stays(text: str) -> None:
    assert meant(text) == ["Hiking Boots", "Tent"]


@pytest.mark.parametrize("text", ["return the boots", "it doesn't work for me", "台灯坏了", "the game was fun"])
def test_none_is_named(text: str) -> None:
    assert meant(text) is None
