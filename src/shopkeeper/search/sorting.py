"""Orders other than by relevance. Products of one value stay in the order of relevance, those without one come last."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ..shop import InvalidQuery
from .engines.protocol import Candidates
from .fusion import Fused
from .signals import Signals

Sort = Literal["relevance", "price", "-price", "newest", "popularity", "rating"]
SORTS: tuple[Sort, ...] = get_args(Sort)
BY_PRICE = ("price", "-price")
RELEVANT = 0.6  # of the best score: in another order than relevance what is found by a stray word would come first


def check_sort(sort: str) -> None:
    """`InvalidQuery` for an order that there is not; empty is the one that the query asks for."""
    if sort and sort not in SORTS:
        raise InvalidQuery(f"sort: expected one of {', '.join(SORTS)}, got {sort!r}")


def arranged(fused: Fused, found: Candidates, sort: str, signals: Signals) -> Fused:
    """The ranking in another order, of those products alone that are `RELEVANT`, whatever rules did to their score."""
    if sort in ("", "relevance") or not len(fused.order):
        return fused
    found_by = fused.text + fused.vector
    fused = _those(fused, np.flatnonzero(found_by >= RELEVANT * found_by.max()))
    falling = -_values(found, sort, signals)[fused.order]  # NaN is sorted behind everything
    return _those(fused, np.argsort(falling, kind="stable"))


def _those(fused: Fused, places: NDArray[np.int64]) -> Fused:
    return Fused(fused.order[places], fused.score[places], fused.text[places], fused.vector[places])


def _values(found: Candidates, sort: str, signals: Signals) -> NDArray[np.float64]:
    """A value for each candidate, the highest first."""
    if sort in BY_PRICE:
        return found.prices().astype(np.float64) * (-1 if sort == "price" else 1)
    return found.created() if sort == "newest" else signals.values([sort], found.ids)[:, 0].astype(np.float64)
