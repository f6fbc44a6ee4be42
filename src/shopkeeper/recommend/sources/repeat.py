"""Due again: what a shopper buys at intervals, when it is time."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ..asked import Asked
from ..history import History
from ..ledger import PURCHASE, Deeds, Every
from ..watermark import micros
from .protocol import Scored

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
        today, shown = micros(asked.now) / DAY, set(self._history.products.rows(asked.about))
        bought = bought_on(self._history.of(asked.customer, asked.session))
        due = {row: (today - days[-1]) / self._interval(row, days) for row, days in bought.items() if row not in shown}
        scores = {row: 1 / (1 + abs(math.log(each))) for row, each in due.items() if _EARLY <= each <= _LATE}
        rows = np.array(sorted(scores, key=lambda row: (-scores[row], row))[:n], np.int64)
        return Scored(rows, np.array([scores[row] for row in rows.tolist()], np.float32), rows)

    def days(self, asked: Asked, row: int) -> tuple[float, bool] | None:
        """Every how many days the shopper buys a product (True), or all who do (False); None when nobody bought it often enough to say."""
        days = bought_on(self._history.of(asked.customer, asked.session)).get(row, [])
        if len(days) > 1:
            return _mean(days), True
        usual = self._usual(row)
        return None if math.isnan(usual) else (usual, False)

    def _interval(self, row: int, days: list[int]) -> float:
        """The days after which a shopper needs again what they bought on some days; NaN where nobody knows."""
        usual, times = self._usual(row), len(days) - 1
        if not times or math.isnan(usual):
            return _mean(days) if times else usual
        return (_mean(days) * times + usual * _PRIOR) / (times + _PRIOR)

    def _usual(self, row: int) -> float:
        return float(self.intervals[row]) if row < len(self.intervals) else math.nan


def bought_on(deeds: Deeds) -> dict[int, list[int]]:
    """Of each product that was bought (of `deeds`, oldest first) the days on which it was, since 1970."""
    bought = deeds[deeds["kind"] == PURCHASE]
    found: dict[int, list[int]] = {}
    for row, at in zip(bought["item"].tolist(), bought["at"].tolist(), strict=True):
        days = found.setdefault(row, [])
        if not days or days[-1] != at // DAY:
            days.append(at // DAY)
    return found


def _mean(days: list[int]) -> float:
    """The mean days between two purchases."""
    return (days[-1] - days[0]) / (len(days) - 1)


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
