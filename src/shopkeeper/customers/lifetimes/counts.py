"""What the models of buying look at of each customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WEEK = 7.0  # days


@dataclass(frozen=True, slots=True)
class Counts:
    """A customer's purchases in three numbers, each float64[n], times in weeks since their first purchase: `repeats`, how many days
    with a purchase came after that of the first; `last`, when the latest of them was (0 where there is none); `age`, now."""

    repeats: Floats
    last: Floats
    age: Floats

    def __len__(self) -> int:
        return len(self.repeats)

    def take(self, rows: NDArray[np.int64]) -> Counts:
        """Those of some customers."""
        return Counts(self.repeats[rows], self.last[rows], self.age[rows])


class Buying(Protocol):
    """A fitted model of how often people buy and when they stop."""

    @property
    def name(self) -> str:
        """What it is called."""

    def expected(self, counts: Counts, weeks: float) -> Floats:
        """How many days with a purchase each customer has in the coming weeks, on average: float64[n]."""

    def alive(self, counts: Counts) -> Floats:
        """The chance that each is still a customer: float64[n]."""

    def to_dict(self) -> dict[str, float]:
        """The parameters by name."""
