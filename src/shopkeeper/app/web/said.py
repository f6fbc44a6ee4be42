"""What buyers say as a filter beside a result: "Reviews say: runs small". What is said of which product is found out beside the request."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ...reviews.sayings import Saying, sayings
from ...search.result import SearchResult
from ...shop import InvalidQuery, Language
from ..reviewed import SAYING
from .address import Address
from .labels import Labels
from .pages import Facet, FacetValue

if TYPE_CHECKING:
    from ..shop import Shop

MOST = 6  # things said that are offered
AGE = 600  # seconds after which it is found out anew


def facet(shop: Shop, result: SearchResult, address: Address, labels: Labels) -> list[Facet]:
    """The filter on what reviews say, where they say something that tells products of the result apart; none as long as that is not found
    out yet. The values are counted as if none of them were chosen."""
    held = shop.kept.ask("said", int(time.monotonic() / AGE), lambda: shop.reviews.held(), patience=0.0)
    if held is None or not held.value:
        return []
    base = address.without_field(SAYING, "=")
    found = result.found if base == address else _found(shop, base, labels.language)
    counts = {each: len(_of(each, held.value).intersection(found)) for each in sayings()}
    told = [each for each, count in counts.items() if _active(each, address) or 0 < count < len(found)]
    told.sort(key=lambda each: (not _active(each, address), -counts[each]))
    values = [_value(each, counts[each], address, labels.language) for each in told[:MOST]]
    return [Facet(SAYING, labels.field(SAYING), tuple(sorted(values, key=lambda each: -each.count)))] if told else []


def _of(each: Saying, held: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return held.get(each.text.en or "", frozenset())


def _found(shop: Shop, address: Address, language: Language) -> Sequence[str]:
    try:
        return shop.search(address.q, k=1, where=address.where, language=language, without=address.ignored, literal=address.literal,
                           log=False).found
    except InvalidQuery:
        return ()


def _chosen(each: Saying, address: Address) -> Sequence[str]:
    """The words, of either language, by which an address asks for it."""
    return [text for text in each.text.all if address.holds(SAYING, text)]


def _active(each: Saying, address: Address) -> bool:
    return bool(_chosen(each, address))


def _value(each: Saying, count: int, address: Address, language: Language) -> FacetValue:
    chosen = _chosen(each, address)
    text = chosen[0] if chosen else each.text.get(language)
    return FacetValue(each.text.get(language), count, address.toggled(SAYING, text).url(), bool(chosen))
