"""Pressure, fear, shame and stereotypes are named, with the reason."""

from __future__ import annotations

import pytest

from shopkeeper.claims.tone import Manner, remarks


@pytest.mark.parametrize(("text", "manner", "part"), [
    ("What are you waiting for?", Manner.PRESSURE, "What are you waiting for"), ("赶紧下单吧", Manner.PRESSURE, "赶紧下单"), ("You will regret it.", Manner.FEAR, "You will regret"),
    ("不学就输在起跑线", Manner.FEAR, "输在起跑线"), ("Hides your belly fat", Manner.SHAME, "Hides your belly"), ("遮住你的肥肉", Manner.SHAME, "遮住你的肥肉"),
    ("For real men", Manner.STEREOTYPE, "For real men"), ("真男人的选择", Manner.STEREOTYPE, "真男人"),
])  # fmt: skip
def test_a_manner_is_found_with_its_reason(text, manner, part):
    remark = remarks(text)[0]
    assert (remark.manner, remark.text) == (manner, part)
    assert remark.reason.zh
    assert remark.to_dict()["reason"]["en"]


@pytest.mark.parametrize("text", [
    "For days when you are in a hurry.", "A dress for women who like blue.", "高矮胖瘦都能穿。", "致命的诱惑力", "Protects your hands from the cold.", "男女都能穿的版型。", "A lamp that waits for you.",
])  # fmt: skip
def test_what_is_said_kindly_is_left_alone(text):
    assert remarks(text) == []
