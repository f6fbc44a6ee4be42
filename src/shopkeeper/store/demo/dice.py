"""Seeded chance that falls the same way on every Python and platform."""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import exp, sqrt
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws from `random.Random.random`, whose stream is guaranteed; the shapes are made here,
    because those of the libraries may change from one version to the next."""

    def __init__(self, *key: object) -> None:
        self.unit = random.Random(":".join(map(str, key))).random

    def chance(self, probability: float) -> bool:
        """True with this probability; values outside 0..1 mean never and always."""
        return self.unit() < probability

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.unit() * (high - low + 1))

    def between(self, low: float, high: float) -> float:
        """A number from `low` up to `high`."""
        return low + self.unit() * (high - low)

    def pick(self, items: Sequence[T]) -> T:
        """One of `items`, each as likely."""
        return items[int(self.unit() * len(items))]

    def picks(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different ones of `items` (all when there are fewer), in random order."""
        pool = list(items)
        return [pool.pop(int(self.unit() * len(pool))) for _ in range(min(count, len(pool)))]

    def weighted(self, items: Sequence[T], weights: Sequence[float]) -> T:
        """One of `items`, as likely as its weight."""
        mark = self.unit() * sum(weights)
        for item, weight in zip(items, weights, strict=True):
            mark -= weight
            if mark < 0:
                return item
        return items[-1]

    def around(self, mean: float, spread: float) -> float:
        """A bell-shaped number: the sum of four draws, standard deviation `spread`."""
        unit = self.unit
        return mean + spread * (unit() + unit() + unit() + unit() - 2) * sqrt(3)

    def poisson(self, mean: float) -> int:
        """How many events happen when `mean` are expected; above 30 a rounded bell."""
        if mean > 30:
            return max(0, round(self.around(mean, sqrt(mean))))
        floor, product, count = exp(-mean), self.unit(), 0
        while product > floor:
            product *= self.unit()
            count += 1
        return count
