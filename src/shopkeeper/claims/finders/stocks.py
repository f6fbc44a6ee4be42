"""How many there are: "only 3 left", "14 in stock", "仅剩5件", "现货56把", "limited to 500 pieces"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..claim import Kind, Verdict
from ..facts import ASKED, Facts, Leaf
from ..finder import Finder, Judged
from ..said import Found, Said
from ..triggers import chinese
from .amounts import CHINESE, DIGITS, NUMBER, number, of_leaf

_N = rf"(?:{DIGITS}|{CHINESE})"
_PIECES = "[个件台款条双颗笔张把份瓶盒套本只部包箱袋单支块枚副]"
_LEFT = re.compile(
    rf"\b(?:only|just) (?P<a>{NUMBER}) (?:\w+ ){{0,2}}?(?:left|remaining|in stock|available)\b|\b(?P<b>{NUMBER}) (?:\w+ )?(?:left in stock|in stock|remain(?:ing)?\b)|\blast (?P<c>{NUMBER}) (?:pieces|pairs|items|units|left|in stock)\b"
    rf"|\b(?:limited to|edition of|only) (?P<d>{NUMBER}) (?:pieces|copies|units) ?(?:worldwide|made)?"
    rf"|(?:仅剩|只剩|就剩|还剩|剩余|库存仅?|库存还有|现货)(?:下|余)?(?:最后)?(?P<e>{_N}){_PIECES}|最后(?P<f>{_N}){_PIECES}(?!月)|限量(?P<g>{_N}){_PIECES}|仅有?(?P<h>{_N}){_PIECES}(?:现货|库存)")
_TRIGGERS = frozenset("left remaining remain stock available last limited edition only ".split()) | chinese(_LEFT.pattern)
_KEY = re.compile(r"stock|inventory|quantity_?(?:left|available)|库存|剩余|现货")
_EDITION = re.compile(r"edition|limited|限量|发行")


def find(said: Said) -> Iterator[Found]:
    """Every number of pieces that are said to be left, or made."""
    if said.holds(_TRIGGERS):
        for match in _LEFT.finditer(said.plain):
            name, text = next((name, text) for name, text in match.groupdict().items() if text)
            value = number(text)
            if value is not None and not said.asks(match.start()):
                yield Found(*match.span(), Left(value, name in ("d", "g")))


class Left(tuple[Decimal, bool]):
    """So many pieces, of a limited edition or left."""

    def __new__(cls, pieces: Decimal, edition: bool) -> Left:
        """So many."""
        return super().__new__(cls, (pieces, edition))

    def __str__(self) -> str:
        return f"{self[0]:f}"


def judge(said: Said, found: Found, facts: Facts) -> Judged:
    """By the stock of the record: of one variant, or of all together."""
    pieces, edition = found.value
    names = _EDITION if edition else _KEY
    known = [(leaf, value) for leaf in facts.leaves if leaf.root != ASKED and names.search(leaf.key.lower()) and (value := _pieces(leaf)) is not None]
    for leaf, value in known:
        if value == pieces:
            return Verdict.SUPPORTED, leaf.path
    if not known:
        return Verdict.UNSUPPORTED, ""
    alike = sum(value for _, value in known) == pieces
    return Verdict.SUPPORTED if alike else Verdict.CONTRADICTED, known[0][0].path


def _pieces(leaf: Leaf) -> Decimal | None:
    if isinstance(leaf.value, bool):
        return None
    digits = re.search(r"\d+", leaf.value) if isinstance(leaf.value, str) else None
    return Decimal(digits[0]) if digits else of_leaf(leaf)


FINDER = Finder(Kind.STOCK, find, own=judge)
