"""Numbers that are nothing else: "3 items", "4.8 stars", "三件", "two colours"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ...text.numbers import ENGLISH
from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..finder import Finder, Judged
from ..said import Found, Said
from .amounts import CHINESE, DIGITS, number, of_leaf

_COUNTED = r"[个件台款条双颗笔张种次位份瓶盒套本只部星人项样把包箱袋单家](?!月)"
_THINGS = (
    r"(?:\w+\s)?(?:items?|orders?|products?|pieces?|units?|reviews?|customers?|people|options?|colou?rs?|sizes?|methods?|cards?|parcels?|"
    r"packages?|stars?|variants?|others?|pairs?|times|shirts?|models?|results?|of them|in stock|left)\b"
)
_NUMBER = re.compile(
    rf"(?<![a-z0-9_.#/-])(?P<digits>{DIGITS})(?:\s?(?P<scale>[万千]))?(?![a-z0-9_]*\d|%)(?P<list>[.)、](?=\s|\D))?"
    rf"|(?P<zh>{CHINESE})(?={_COUNTED})|(?<![a-z])(?P<en>{ENGLISH})(?=\s{_THINGS})"
)
_ONE = ("一", "one", "a hundred", "a thousand")
_SMALL = 10


def find(said: Said) -> Iterator[Found]:
    """Every number in digits, and in words where something is counted; no numbers of a list, no "one"."""
    for match in _NUMBER.finditer(said.plain):
        if match["list"] and not said.plain[: match.start()].rstrip(" *-").strip(" \t").endswith(tuple("abcdefghijklmnopqrstuvwxyz")):
            line = said.plain.rfind("\n", 0, match.start()) + 1
            if not said.plain[line : match.start()].strip(" *-(（"):
                continue
        text = match["digits"] or match["zh"] or match["en"]
        value = None if text in _ONE else number(text + (match["scale"] or ""))
        if value is not None:
            yield Found(match.start(), match.end() - len(match["list"] or ""), value)


def read(leaf: Leaf) -> Iterator[Decimal]:
    """A fact that is a number, and how many a list holds; an article number counts nothing."""
    value = None if leaf.key == "sku" else of_leaf(leaf)
    if value is not None:
        yield value


def same(claim: Decimal, fact: Decimal) -> bool:
    """Whether the fact is that number, to as many decimals as are claimed."""
    places = -int(claim.as_tuple().exponent)
    return claim == fact or (places > 0 and round(fact, places) == claim)


def judge(said: Said, found: Found, facts: Facts) -> Judged:
    """Facts hold many numbers; another one contradicts nothing."""
    verdict, record = FINDER.by_value(said, found, facts)
    return (verdict, record) if verdict is Verdict.SUPPORTED else (Verdict.UNSUPPORTED, "")


FINDER = Finder(Kind.NUMBER, find, read, same, echo=lambda said, found: found.value <= _SMALL, own=judge)
