"""Numbers with a unit: "500 g", "1.5 L", "15.6英寸", "5000mAh"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ...text.units import UNIT_NAMES, Quantity, find_quantities, unit
from ..claim import Kind
from ..facts import Leaf
from ..finder import Finder
from ..said import Found, Said
from .amounts import bounds, of_leaf

_CLOSE = 0.01
_ENDLESS = re.compile(r"\d{16,}|[零一二两三四五六七八九十百千万半]{16,}")


def find(said: Said) -> Iterator[Found]:
    """Every quantity of a text; lengths of time are claims of their own."""
    for quantity in find_quantities(_ENDLESS.sub(lambda run: "x" * len(run[0]), said.plain)):
        if quantity.dimension != "time" and not _word(said.plain, quantity):
            yield Found(quantity.start, quantity.end, Size(quantity.dimension, quantity.base))


def _word(text: str, quantity: Quantity) -> bool:
    """Whether what looks like a unit is a word: "5 in stock", "2 T-shirts", "一两天"."""
    written, after = text[quantity.start : quantity.end], text[quantity.end : quantity.end + 2]
    if written.endswith(("in", "t")):
        return bool(re.match(r"\s[a-z]|-[a-z]|'", after))
    return written.endswith("两") and bool(re.match("[天个件周年款种人月台]", after))


class Size(tuple[str, float]):
    """A dimension and an amount in its base unit."""

    def __new__(cls, dimension: str, base: float) -> Size:
        """So much of the base unit."""
        return super().__new__(cls, (dimension, base))

    def __str__(self) -> str:
        return f"{self[1]:g} ({self[0]})"


def read(leaf: Leaf) -> Iterator[Size]:
    """A number under a name that ends with a unit, such as `weight_grams`."""
    name = leaf.key.lower().rpartition("_")[2]
    value = of_leaf(leaf) if name in UNIT_NAMES else None
    known = unit(name) if value is not None else None
    if known and value is not None:
        yield Size(known[0], float(value * Decimal(str(known[1]))))


def same(claim: Size, fact: Size) -> bool:
    """Whether both are as much, to a hundredth, whatever the unit."""
    return claim[0] == fact[0] and abs(claim[1] - fact[1]) <= _CLOSE * abs(fact[1])


FINDER = Finder(Kind.QUANTITY, find, read, same, echo=bounds)
