"""Whom something is for: what asks for a gift and names no thing."""

from __future__ import annotations

import pytest

from shopkeeper.text.people import names_a_gift_alone


@pytest.mark.parametrize("text", [
    "适合送爸爸的", "送给爸爸的礼物", "送女朋友的礼物", "送礼", "生日礼物", "送爸爸什么好", "送老师", "新年礼物",
    "a gift for dad", "gift for my mother", "something for a friend",
    "what to give my boss",
])
def test_a_gift_that_names_no_thing(text):
    assert names_a_gift_alone(text)


@pytest.mark.parametrize("text", [
    "适合送爸爸的茶叶", "给孩子的积木", "送长辈的保健品", "茶", "gift box",
    "a gift for somebody who loves tea", "headphones for my dad", "tea",
])
def test_a_gift_that_names_the_thing(text):
    assert not names_a_gift_alone(text)
