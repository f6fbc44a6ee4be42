"""How far people look for a product before they buy it: how often its page was looked at, a search showed it, a list led to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

import numpy as np

from ..store.protocol import Store
from .panel import Floats

VIEWS, SEARCHES, CLICKS = "views", "searches", "clicks"
FIRST = 10  # hits of a search that count as shown


def interest(store: Store, place: Mapping[str, int], rows: int, first: date, days: int) -> dict[str, Floats]:
    """By `VIEWS`, `SEARCHES` and `CLICKS`, float64[rows, days] from `first` on: how often the page of the product in row `place[id]` was
    looked at; in how many searches it was among the first hits; how often somebody followed a list to it. NaN before there was any of
    that kind in the shop: nobody counted then."""
    seen: dict[str, list[int]] = {name: [] for name in (VIEWS, SEARCHES, CLICKS)}
    begun = dict.fromkeys(seen, days)
    for name, day, ids in _seen(store, first):
        if 0 <= day < days:
            begun[name] = min(begun[name], day)
            seen[name].extend({place[id] * days + day for id in ids if id in place})
    found = {name: _counted(at, rows, days) for name, at in seen.items()}
    for name, counts in found.items():
        counts[:, : begun[name]] = np.nan
    return found


def _counted(places: list[int], rows: int, days: int) -> Floats:
    return np.bincount(np.array(places, np.int64), minlength=rows * days).reshape(rows, days).astype(np.float64)


def _seen(store: Store, first: date) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """What was seen, on which day after `first`, of which products."""
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    kinds = {"view_item": VIEWS, "select_item": CLICKS}
    for trace in store.events.traces(start):
        if trace.name in kinds:
            yield kinds[trace.name], int((trace.at - start.timestamp() * 1e6) / 86_400e6), trace.product_ids
    for search in store.searches.all():
        yield SEARCHES, (search.at.astimezone(UTC) - start).days, search.product_ids[:FIRST]
