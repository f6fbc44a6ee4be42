"""Which variant of a product a hit shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ..shop import Product, Variant
from ..store.glance import Glance
from ..text.analyse import analyse


def matching(record: Product | Glance, passing: Sequence[str] | None, words: frozenset[str], *, cheapest: bool) -> Variant | None:
    """The variant that filters or words of the query pick: of those that pass (None: all) the one whose options hold most
    words of the query, that can be sold, and that costs least; with `cheapest` the price comes first. None where
    nothing tells the variants apart."""
    if not (record.several if isinstance(record, Glance) else len(record.variants) > 1):
        return None
    variants = [variant for variant in record.variants if passing is None or variant.id in passing]
    named = {variant.id: _named(variant, words) for variant in variants}
    if len(variants) == len(record.variants) and len(set(named.values())) == 1:
        return None

    def rank(variant: Variant) -> tuple[float, ...]:
        price = -variant.price.amount if variant.price else -float("inf")
        return (price, named[variant.id], variant.in_stock) if cheapest else (named[variant.id], variant.in_stock, price)

    return max(variants, key=rank, default=None)


def _named(variant: Variant, words: frozenset[str]) -> int:
    return sum(any(_words(text) <= words for text in option.value.all) for option in variant.options) if words else 0


@lru_cache(maxsize=10_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(analyse(text).words) or frozenset([text])
