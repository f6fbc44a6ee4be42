"""What a language model may not say though no kind of claim has a word for it."""

from __future__ import annotations

import pytest

from shopkeeper.writing.facts import of_pairs
from shopkeeper.writing.strangers import strangers

EN = of_pairs([["title", "Halden Pour Kettle"], ["brand", "Halden"], ["material", "stainless steel"], ["capacity", "1.2 L"],
               ["colour", "navy"]], "en")
ZH = of_pairs([["标题", "塞罗 阔腿裤"], ["材质", "棉"], ["风格", "简约"], ["颜色", "藏青色"], ["裤型", "阔腿裤"]], "zh")


def found(material, text, language):
    return [text[a:b] for a, b in strangers(text, material.records, material, language)]


@pytest.mark.parametrize("text", [
    "The Halden Pour Kettle is a simple thing that looks good in the kitchen.",
    "Stainless steel, navy, 1.2 L: what you need in the morning.",
    "A kettle you'll like to use. Its navy colour goes with much.", "Navy Kettle for the Kitchen",
])
def test_everyday_words_and_those_of_the_record_may_be_said_in_english(text):
    assert found(EN, text, "en") == []


@pytest.mark.parametrize("text", ["这条阔腿裤风格简约，日常搭配很顺手。", "棉的手感，藏青色耐看。", "穿上它，整个人都利落了。"])
def test_everyday_words_and_those_of_the_record_may_be_said_in_chinese(text):
    assert found(ZH, text, "zh") == []


@pytest.mark.parametrize(("text", "said"), [
    ("Made with NASA.", "NASA"), ("A kettle from Norway.", "Norway"), ("Free of BPA.", "BPA"), ("It has 7 parts.", "7"),
    ("Loved by customers.", "customers"), ("Sold with a titanium lid.", "titanium"), ("Rated ★ 5.", "★ 5"),
    ("In crocodile green.", "crocodile"),
])
def test_what_the_record_does_not_hold_is_a_stranger_in_english(text, said):
    assert said in found(EN, text, "en")


@pytest.mark.parametrize(("text", "said"), [
    ("杨幂同款。", "同款"), ("挪威的工艺。", "挪威"), ("通过FDA。", "FDA"), ("顾客喜欢。", "顾客"), ("含钛合金。", "钛合金"),
    ("最后3件。", "3"),
])
def test_what_the_record_does_not_hold_is_a_stranger_in_chinese(text, said):
    assert said in found(ZH, text, "zh")
