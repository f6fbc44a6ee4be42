"""What people did last, hidden and foreseen: leave one out, all products ranked, never a sample of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log2
from time import perf_counter

import numpy as np

from .asked import Asked
from .history import History
from .sources.protocol import Source

Sequences = Sequence[tuple[str, Sequence[str]]]  # customer, products in the order of time
Progress = Callable[[str, int, int], None]
CUTS = 5, 10
FEWEST = 3  # products of a sequence: one to foresee, one to tune on, one to start from


@dataclass(frozen=True, slots=True)
class Hidden:
    """One customer: the product to foresee, what they met before it, and of that what comes in as the session of now (`recent`)."""

    customer: str
    met: Sequence[str]
    recent: tuple[str, ...]
    wanted: str


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The place of each hidden product among all that its customer did not meet, from 0 (-1: beyond the last cut), the milliseconds
    each answer took, and the first products of each up to the last cut."""

    places: list[int]
    ms: list[float]
    lists: list[list[str]]

    def hits(self, cut: int) -> list[float]:
        """1 for each product within the cut, 0 for others."""
        return [float(0 <= place < cut) for place in self.places]

    def gains(self, cut: int) -> list[float]:
        """nDCG of each: with one right product 1 / log2(place + 2)."""
        return [1 / log2(place + 2) if 0 <= place < cut else 0.0 for place in self.places]


@dataclass(frozen=True, slots=True)
class Foresight:
    """A history without its ends, and these ends."""

    history: History
    hidden: tuple[Hidden, ...]

    @classmethod
    def of(cls, sequences: Sequences, *, unfitted: int = 0, most: int = 0) -> Foresight:
        """Hides the last product of everybody with at least three (of `most` of them, where that is not 0). The history ends `unfitted`
        products before it; these come in as the session of now."""
        cut = 1 + unfitted
        history = History.of_sequences((who, products[:-cut] if len(products) >= FEWEST else products) for who, products in sequences)
        long = [(who, products) for who, products in sequences if len(products) >= FEWEST]
        if most and len(long) > most:
            long = [long[i] for i in np.sort(np.random.default_rng(0).permutation(len(long))[:most])]
        return cls(history, tuple(Hidden(who, p[:-1], tuple(p[len(p) - cut : -1]), p[-1]) for who, p in long))

    def ask(self, source: Source, progress: Progress | None = None) -> Foreseen:
        """What a source makes of it, one customer after another."""
        places, took, lists = [], [], []
        for number, each in enumerate(self.hidden):
            if progress and number % 1000 == 0:
                progress("foreseeing", number, len(self.hidden))
            asked = Asked(customer=each.customer, recent=each.recent)
            start = perf_counter()
            found = source.candidates(asked, max(CUTS) + len(set(each.met)))
            took.append((perf_counter() - start) * 1000)
            lists.append(self._new(found.rows.tolist(), each))
            places.append(lists[-1].index(each.wanted) if each.wanted in lists[-1] else -1)
        return Foreseen(places, took, lists)

    def _new(self, rows: Sequence[int], each: Hidden) -> list[str]:
        """The first products that the customer had not met."""
        products = self.history.products
        met = set(products.rows(each.met))
        return products.ids([row for row in rows if row not in met][: max(CUTS)])
