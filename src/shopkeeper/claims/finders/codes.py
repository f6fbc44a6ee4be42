"""Numbers of orders, parcels and products: "#W2611340", "订单 10086", "SF1234567890"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..claim import Kind
from ..facts import Leaf
from ..finder import Finder
from ..said import Found, Said

_NAMED = re.compile(
    r"(?:\border(?: id| no\.?| number)?|\btracking(?: id| no\.?| number| code)?|\bsku|\bparcel(?: number)?|\bref(?:erence)?(?: number| no\.?)?|"
    r"\bcode|订单(?:编?号)?|单号|快递单?号?|物流单?号?|编号|货号)\s?(?:is|are|为|是|[:：#“\"'])*\s?(?P<code>#[a-z0-9_-]+|[a-z0-9][a-z0-9_-]*\d[a-z0-9_-]*)(?![a-z0-9.,]*\s?(?:元|块|%|天|days?))"
)
_BARE = re.compile(r"(?<![\w$¥€£.,#-])(?:#[a-z]{0,3}\d[a-z0-9-]+|(?=[a-z0-9_-]*\d[a-z0-9_-]*\d[a-z0-9_-]*\d[a-z0-9_-]*\d)(?=[0-9_-]*[a-z])[a-z0-9]+(?:[_-][a-z0-9]+)*|\d{7,})(?![\w%]|\.\d)")
_PLAIN = re.compile(r"[#\s_-]")
_KEY = re.compile("id$|number|code|sku|order|no$|号")
_MEASURE = re.compile(r"\d+(?:mah|ml|gb|mb|tb|mm|cm|kg|hz|mhz|ghz|kwh|wh|w|v|g|p|k|lm|px|x\d+)")


def find(said: Said) -> Iterator[Found]:
    """Every number that names a record."""
    taken = 0
    for match in sorted((*_NAMED.finditer(said.plain), *_BARE.finditer(said.plain)), key=lambda m: m.start(_group(m))):
        start, end = match.span(_group(match))
        code = plain(match[_group(match)])
        if start >= taken and not _MEASURE.fullmatch(code):
            taken = end
            yield Found(start, end, code)


def _group(match: re.Match[str]) -> str | int:
    return "code" if "code" in match.groupdict() else 0


def plain(code: str) -> str:
    """A number as it compares: without marks and spaces."""
    return _PLAIN.sub("", code.lower())


def read(leaf: Leaf) -> Iterator[str]:
    """A fact that is one word or a whole number may be the name of a record."""
    if isinstance(leaf.value, str) and len(leaf.value) <= 80 and " " not in leaf.value:
        yield plain(leaf.value)
    elif type(leaf.value) is int and _KEY.search(leaf.key):
        yield str(leaf.value)


def same(claim: str, fact: str) -> bool:
    """Whether both name one record."""
    return claim == fact


FINDER = Finder(Kind.CODE, find, read, same, echo=lambda said, found: True, anywhere=True)
