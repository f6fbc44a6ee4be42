"""Due again: what a shopper buys at intervals, when it is time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..asked import Asked
from ..history import History
from ..ledger import PURCHASE, Deeds, Every
from ..watermark import micros
from .protocol import Scored, best, nothing

DAY = 86_400_000_000  # microseconds
_EARLY, _LATE = 0.7, 3.0  # of its interval: before, a product is not due; after, it is given up
_PRIOR = 2.0  # intervals of all buyers that a shopper's own are mixed with
_FEWEST = 3  # intervals of all buyers from which a product has one


class Repeat:
    """Products that the shopper bought and is about to need again, by their own interval between purchases and that of all buyers."""

    name = "repeat"

    def __init__(self, history: History) -> None:
        self._history = history
        self.intervals = intervals(history.every(), len(history.products))

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`; a candidate is owed to itself. It scores 1 on the day it is due, less before and after."""
        bought = purchases(self._history.of(asked.customer, asked.session))
        if not len(bought):
            return nothing()
        rows, last, own, times = _own(bought)
        usual = np.full(len(rows), np.nan)
        known = rows < len(self.intervals)
        usual[known] = self.intervals[rows[known]]
        every = np.where(np.isnan(usual), own, (own * times + usual * _PRIOR) / (times + _PRIOR))
        every = np.where(times == 0, usual, every)
        with np.errstate(divide="ignore", invalid="ignore"):
            due = (micros(asked.now) / DAY - last) / every
        inside = (due >= _EARLY) & (due <= _LATE)
        scores = np.where(inside, 1 / (1 + np.abs(np.log(np.where(inside, due, 1.0)))), 0).astype(np.float32)
        return best(rows, scores, rows, n, self._history.products.rows(asked.about))

    def days(self, asked: Asked, row: int) -> tuple[float, bool] | None:
        """Every how many days the shopper buys a product (True), or all who do (False); None when nobody bought it often enough to say."""
        bought = purchases(self._history.of(asked.customer, asked.session))
        rows, _, own, times = _own(bought[bought["item"] == row])
        if len(rows) and times[0]:
            return float(own[0]), True
        usual = float(self.intervals[row]) if row < len(self.intervals) else np.nan
        return None if np.isnan(usual) else (usual, False)


def purchases(deeds: Deeds) -> Deeds:
    """Only what was bought."""
    bought: Deeds = deeds[deeds["kind"] == PURCHASE]
    return bought


def _own(bought: Deeds) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Of one shopper's purchases, by product: its row, the day of the last, the mean days between two, and how many such intervals."""
    items, days = bought["item"].astype(np.int64), bought["at"] // DAY
    order = np.lexsort((days, items))
    items, days = items[order], days[order]
    new = np.append(True, (items[1:] != items[:-1]) | (days[1:] != days[:-1]))[: len(items)]
    items, days = items[new], days[new]
    first = np.flatnonzero(np.append(True, items[1:] != items[:-1])[: len(items)])
    counts = np.diff(first, append=len(items))
    last = days[first + counts - 1].astype(np.float64)
    own = (last - days[first]) / np.maximum(counts - 1, 1)
    return items[first], last, own, counts - 1


def intervals(every: Every, n: int) -> NDArray[np.float32]:
    """The median days between two purchases of each product by one buyer, float32[n]; NaN where there are too few to say."""
    kept = every.deeds["kind"] == PURCHASE
    users, items, day = every.users[kept].astype(np.int64), every.deeds["item"][kept].astype(np.int64), every.deeds["at"][kept] // DAY
    order = np.lexsort((day, users, items))
    users, items, day = users[order], items[order], day[order]
    again = np.flatnonzero((users[1:] == users[:-1]) & (items[1:] == items[:-1]) & (day[1:] > day[:-1]))
    gaps, of = (day[again + 1] - day[again]).astype(np.float32), items[again]
    order = np.lexsort((gaps, of))
    gaps, of = gaps[order], of[order]
    counts = np.bincount(of, minlength=n)
    starts = np.cumsum(counts) - counts
    known = np.flatnonzero(counts >= _FEWEST)
    found = np.full(n, np.nan, np.float32)
    found[known] = (gaps[starts[known] + (counts[known] - 1) // 2] + gaps[starts[known] + counts[known] // 2]) / 2
    return found
