"""Shares of a hundred: "20% off", "百分之二十", "八折" (which is 20 % off), "half price"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..claim import Kind
from ..facts import Leaf
from ..finder import Finder
from ..said import Found, Said
from .amounts import CHINESE, DIGITS, NUMBER, number, of_leaf

_PERCENT = re.compile(rf"(?P<n>{NUMBER})\s?(?:%|percent\b|per cent\b)|百分之(?P<zh>{CHINESE}|{DIGITS})|(?P<fold>[1-9](?:\.\d|\d)?|[一二三四五六七八九]{{1,2}})折(?!叠|就|便|起|好|收|一)")
_HALF = re.compile(r"half[ -]price|half off|半价|对折")
_KEY = re.compile(r"percent|rate|ratio|discount|share|_off|折|率|占比")
HUNDRED = Decimal(100)


def find(said: Said) -> Iterator[Found]:
    """Every share of a text; a Chinese discount is what is taken off."""
    for match in _PERCENT.finditer(said.plain):
        value = _off(match["fold"]) if match["fold"] else number(match["n"] or match["zh"])
        if value is not None:
            yield Found(match.start(), match.end(), value)
    for match in _HALF.finditer(said.plain):
        yield Found(match.start(), match.end(), Decimal(50))


def _off(fold: str) -> Decimal | None:
    paid = number(fold)
    return None if paid is None else HUNDRED - (paid * 10 if paid < 10 else paid)


def read(leaf: Leaf) -> Iterator[Decimal]:
    """A number under a name that means a share; up to 1 it may be a fraction."""
    value = of_leaf(leaf) if _KEY.search(leaf.key.lower()) else None
    if value is not None:
        yield abs(value)
        if abs(value) <= 1:
            yield abs(value) * HUNDRED


FINDER = Finder(Kind.PERCENT, find, read, anywhere=True)
