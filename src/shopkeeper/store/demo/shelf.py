"""The stock of every variant, day by day: sold, reordered, delivered late, and sometimes run out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from ...shop import StockChange
from .catalogue import Item
from .dice import Dice


class Shelf:
    """Keeps `stock[product][variant]` and its history. Orders anew at the reorder point, from what sold
    lately; suppliers take their time, and some of them once fail for weeks."""

    def __init__(self, seed: int, items: Sequence[Item], first: date) -> None:
        self._seed, self._items = seed, items
        self._dice = Dice(seed, "shelf")
        self.history: list[StockChange] = []
        self.stock = [[self._opening(item) for _ in item.product.variants] for item in items]
        self.available = np.ones(len(items))
        self._pace = [[2.0 * item.appeal / len(item.product.variants) / 10 for _ in item.product.variants] for item in items]
        self._sold: dict[tuple[int, int], int] = {}
        self._moved: set[tuple[int, int]] = set()
        self._coming: dict[date, list[tuple[int, int, int]]] = {}
        self._ordered: set[tuple[int, int]] = set()
        self._lead = [self._supplier(item, first) for item in items]
        for place, item in enumerate(items):
            start = max(first, item.product.created_at.date() if item.product.created_at else first)
            for variant in range(len(item.product.variants)):
                self._note(place, variant, start)

    def variants(self, item: int) -> list[int]:
        """The variants of a product that can be sold now, by place."""
        return [variant for variant, left in enumerate(self.stock[item]) if left > 0]

    def open(self, day: date) -> None:
        """Takes in what arrives this morning."""
        for item, variant, quantity in self._coming.pop(day, ()):
            self.stock[item][variant] += quantity
            self.available[item] = 1.0
            self._moved.add((item, variant))
            self._ordered.discard((item, variant))

    def sell(self, item: int, variant: int, quantity: int) -> None:
        """Takes so many off the shelf; there must be as many."""
        self.stock[item][variant] -= quantity
        self._moved.add((item, variant))
        self._sold[item, variant] = self._sold.get((item, variant), 0) + quantity
        if not any(self.stock[item]):
            self.available[item] = 0.0

    def put_back(self, item: int, variant: int, quantity: int, day: date) -> None:
        """A cancelled line is on the shelf again the next morning."""
        self._coming.setdefault(day + timedelta(1), []).append((item, variant, quantity))

    def close(self, day: date) -> None:
        """Ends the day: notes each level that moved and orders what runs low."""
        for item, variant in sorted(self._moved):
            self._note(item, variant, day)
            pace = self._pace[item][variant] = 0.94 * self._pace[item][variant] + 0.06 * self._sold.get((item, variant), 0)
            self._reorder(item, variant, pace, day)
        self._moved.clear()
        self._sold.clear()

    def _reorder(self, item: int, variant: int, pace: float, day: date) -> None:
        lead, (gap_from, gap_to) = self._lead[item]
        if (item, variant) in self._ordered or self.stock[item][variant] > 0.7 * pace * lead:
            return
        late = self._dice.whole(8, 30) if self._dice.chance(0.15) else self._dice.whole(-2, 6)
        arrives = day + timedelta(days=lead + late)
        if gap_from <= arrives <= gap_to:
            arrives = gap_to + timedelta(days=self._dice.whole(1, 5))
        self._ordered.add((item, variant))
        self._coming.setdefault(arrives, []).append((item, variant, 1 + round(pace * 28) + self._dice.whole(0, 2)))

    def _note(self, item: int, variant: int, day: date) -> None:
        id = self._items[item].product.variants[variant].id
        self.history.append(StockChange(id, datetime.combine(day, time(), UTC), self.stock[item][variant]))

    def _opening(self, item: Item) -> int:
        return self._dice.whole(1, 5) + round(item.appeal * 24 / len(item.product.variants))

    def _supplier(self, item: Item, first: date) -> tuple[int, tuple[date, date]]:
        """Lead time in days, and the weeks in which nothing comes: for one product in four some, for a few
        all from then on, because they are no longer made."""
        dice = Dice(self._seed, "supplier", item.product.id)
        start = first + timedelta(days=dice.whole(60, 700))
        length = dice.weighted((-1, dice.whole(40, 90), 2 * 365), (72, 24, 4))
        return dice.whole(4, 16), (start, start + timedelta(days=length))
