"""Which language a title is in."""

from __future__ import annotations

import pytest

from shopkeeper.text.language import detect


@pytest.mark.parametrize(
    "text",
    ["无线耳机", "Apple 苹果 iPhone 15", "Nike Air 男鞋", "𠮷野家", "Apple iPhone 15 Pro Max 256GB 苹果手机", "耳机（wireless earbuds）"],
)
def test_chinese_titles_keep_their_foreign_brands(text):
    assert detect(text) == "zh"


@pytest.mark.parametrize(
    "text", ["", "12345", "wireless earbuds", "Crème brûlée", "Mahjong set with the tile 發 in green", "イヤホン", "５００ｍｌ"]
)
def test_everything_else_is_english(text):
    assert detect(text) == "en"


def test_the_beginning_of_a_long_text_decides():
    assert detect("这是一段很长的商品描述。" * 100 + "English " * 5000) == "zh"
