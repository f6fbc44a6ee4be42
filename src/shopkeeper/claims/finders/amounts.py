"""How numbers are written inside other claims, and when two of them are the same."""

from __future__ import annotations

import re
from decimal import Decimal

from ...text.numbers import ENGLISH, parse_english, parse_number
from ..facts import Leaf
from ..said import Found, Said

DIGITS = r"(?<!\d)\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?(?!\d)"
_NUMERAL = "[零〇一二两三四五六七八九十百千万亿]"
CHINESE = rf"(?<!{_NUMERAL}){_NUMERAL}{{1,16}}(?:点[零一二三四五六七八九]{{1,6}})?"
NUMBER = rf"(?:{DIGITS}(?:\s?[千万亿])?|{CHINESE}|(?<![a-z]){ENGLISH}(?![a-z]))"
TO = r"\s*(?:-|~|–|至|到|\bto\b|\band\b|\bor\b)\s*"
_ABOUT = re.compile(r"(?:about|around|roughly|approximately|nearly|almost|大约|大概|约|将近|近|差不多)\s*$")
_ABOUT_AFTER = re.compile(r"\s*(?:左右|上下|or so|出头|多)")
_BOUND = re.compile(
    r"under|below|less than|within|up to|at most|no more than|over\b|above|more than|at least|between|budget|around|about|cheaper|"
    r"不超过|以内|以下|以上|低于|高于|不到|至少|最多|预算|左右|内"
)
LOOSE = Decimal("0.05")


def number(text: str) -> Decimal | None:
    """The number that a text is: digits, Chinese numerals or English words."""
    plain = text.strip()
    found = parse_number(plain.replace(" ", ""))
    if found is None and plain[:1].isalpha() and plain.isascii():
        value = parse_english(plain)
        return None if value is None else Decimal(value)
    return found


def of_leaf(leaf: Leaf) -> Decimal | None:
    """The number that a fact is."""
    if isinstance(leaf.value, str):
        return parse_number(leaf.value) if leaf.value[:1].isdigit() else None
    if isinstance(leaf.value, int | float) and not isinstance(leaf.value, bool):
        return Decimal(str(leaf.value))
    return None


def vague(said: Said, start: int, end: int) -> bool:
    """Whether "about" or the like stands beside a number."""
    return bool(_ABOUT.search(said.plain[max(0, start - 16) : start]) or _ABOUT_AFTER.match(said.plain[end : end + 8]))


def bounds(said: Said, found: Found) -> bool:
    """Whether a claim is a limit ("under 500"), which a shopper may have set."""
    return _BOUND.search(said.sentence(found.start)) is not None


def near(a: Decimal, b: Decimal, share: Decimal = Decimal("0.01")) -> bool:
    """Whether two numbers differ by no more than a share of the second."""
    return abs(a - b) <= abs(b) * share
