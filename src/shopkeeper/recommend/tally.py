"""What all shoppers together did with each product: sums over the whole history, made now and then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from .ledger import PURCHASE, WEIGHTS, Every
from .sources.protocol import Rows
from .watermark import micros

LATELY = timedelta(days=30)
Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
_DAY = 86_400_000_000  # microseconds
_BACK = 0.25  # share of its buyers that come back for a product from which it counts as used up (docs/decisions/0023)
_PRIOR = 10.0  # buyers of its category that a product's own are drawn towards


@dataclass(frozen=True, slots=True)
class Tally:
    """By number of the product: `sold` purchases of the last 30 days, `bought` all, `popular` what was done with it (purchases 1,
    views .2 and so on, see `ledger.WEIGHTS`), halved for every 30 days that it is older, `again` the share of its buyers who
    bought it on more than one day, drawn towards that of its category."""

    sold: Floats
    bought: Floats
    popular: Floats
    again: Floats

    @classmethod
    def of(cls, every: Every, kinds: NDArray[np.int32], now: datetime) -> Tally:
        """The sums over deeds; `kinds` are the categories of all products, by their numbers."""
        n, deeds = len(kinds), every.deeds
        age = np.maximum(micros(now) - deeds["at"], 0) / (LATELY / timedelta(microseconds=1))
        bought = deeds["kind"] == PURCHASE
        sold = np.bincount(deeds["item"][bought & (age <= 1)], minlength=n)
        popular = np.bincount(deeds["item"], WEIGHTS[deeds["kind"]] * 0.5**age, minlength=n)
        every_time = np.bincount(deeds["item"][bought], minlength=n)
        return cls(sold.astype(np.float32), every_time.astype(np.float32), popular.astype(np.float32), _again(every, bought, kinds))

    def purchases(self, row: int) -> tuple[int, int]:
        """Of the last 30 days, and all, of one product; 0 of one that came after they were counted."""
        return (int(self.sold[row]), int(self.bought[row])) if 0 <= row < len(self.bought) else (0, 0)

    def consumable(self, row: int) -> bool:
        """Whether enough of its buyers come back for a product."""
        return 0 <= row < len(self.again) and bool(self.again[row] >= _BACK)


def at(values: Floats, rows: Rows) -> Floats:
    """The sums of some products, float32[len(rows)]; 0 for those that came after they were made."""
    found = np.zeros(len(rows), np.float32)
    known = rows < len(values)
    found[known] = values[rows[known]]
    return found


def _again(every: Every, bought: Bools, kinds: NDArray[np.int32]) -> Floats:
    n, items = len(kinds), every.deeds["item"][bought].astype(np.int64)
    users, days = every.users[bought], every.deeds["at"][bought] // _DAY
    order = np.lexsort((days, items, users))
    users, items, days = users[order], items[order], days[order]
    other = np.append(True, (users[1:] != users[:-1]) | (items[1:] != items[:-1]))[: len(users)]  # another buyer, or product
    later = np.append(True, other[1:] | (days[1:] != days[:-1]))[: len(users)]
    pairs = np.flatnonzero(other)
    times = np.add.reduceat(later, pairs, dtype=np.int64) if len(pairs) else pairs
    buyers, back = np.bincount(items[pairs], minlength=n), np.bincount(items[pairs], times > 1, minlength=n)
    known = np.maximum(kinds, 0)
    sums = [np.bincount(known, np.where(kinds < 0, 0, each), minlength=1) for each in (buyers, back)]
    usual = np.where(kinds < 0, 0.0, (sums[1] / np.maximum(sums[0], 1))[known])
    share: Floats = ((back + _PRIOR * usual) / (buyers + _PRIOR)).astype(np.float32)
    return share
