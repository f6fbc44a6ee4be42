"""What a sentence is about, roughly: the words by which "return within 7 days" supports no delivery within 7 days."""

from __future__ import annotations

import re
from functools import lru_cache

FEW = 2  # words that say too little of what a sentence is about
_LATIN, _HAN = re.compile("[a-z]{4,}"), re.compile("[\u4e00-\u9fff]+")
_COMMON = frozenset(
    word[:5] for word in (
        "your order item items within days business working hours weeks months years will would could have been with from that this they "
        "them their about after before when which please goods product customer until least most more than takes take there then also only "
        "each here what where does into some every case price costs").split())
_COMMON_ZH = frozenset(
    "可以 您的 我们 订单 商品 的订 的商 一个 如果 需要 请您 以内 天内 日内 之内 以上 以下 工作 作日 个工 已经 这个 为您 "
    "的是 是的 左右 一般 时间 大约 您好 目前 现在 本店 店里".split())


@lru_cache(8192)
def words(text: str) -> frozenset[str]:
    """The beginnings of long English words and the pairs of Chinese characters that are not said everywhere."""
    latin = {word[:5] for word in _LATIN.findall(text.lower())} - _COMMON
    pairs = {run[i : i + 2] for run in _HAN.findall(text) for i in range(len(run) - 1)} - _COMMON_ZH
    return frozenset(latin | pairs)


def scripts(about: frozenset[str]) -> frozenset[str]:
    """In which of the languages words are."""
    return frozenset("en" if word.isascii() else "zh" for word in about)
