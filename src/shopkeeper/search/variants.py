"""Which variant of a product a hit shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ..shop import Product, Variant
from ..store.glance import Choice, Glance
from ..text.analyse import analyse


def has_several(record: Product | Glance) -> bool:
    """Whether a product has variants to choose among."""
    return record.several if isinstance(record, Glance) else len(record.variants) > 1


def matching(record: Product | Glance, passing: Sequence[str] | None, words: frozenset[str], *, cheapest: bool) -> Variant | None:
    """The variant that filters or words of the query pick: of those that pass (None: all) the one whose options hold most
    words of the query, that can be sold, and that costs least; with `cheapest` the price comes first. None where
    nothing tells the variants apart."""
    every = _choices(record)
    if len(every) < 2:
        return None
    choices = [choice for choice in every if passing is None or choice.id in passing]
    named = {choice.id: _named(choice, words) for choice in choices}
    if not choices or (len(choices) == len(every) and len(set(named.values())) == 1):
        return None

    def rank(choice: Choice) -> tuple[float, ...]:
        price = -float("inf") if choice.price is None else -choice.price
        return (price, named[choice.id], choice.in_stock) if cheapest else (named[choice.id], choice.in_stock, price)

    return record.variant(max(choices, key=rank).id)


def _choices(record: Product | Glance) -> list[Choice]:
    if isinstance(record, Glance):
        return record.choices if record.several else []
    return [
        Choice(each.id, tuple(option.value.all for option in each.options), each.price.amount if each.price else None, each.in_stock)
        for each in record.variants
    ]


def _named(choice: Choice, words: frozenset[str]) -> int:
    return sum(any(_words(text) <= words for text in texts) for texts in choice.options) if words else 0


@lru_cache(maxsize=10_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(analyse(text).words) or frozenset([text])
