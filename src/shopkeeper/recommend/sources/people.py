"""Liked by alike people: what those who did the same lately went on to (nearest neighbours among users)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..asked import Asked
from ..history import History
from ..ledger import WEIGHTS, Every
from ..past import past
from .lists import Lists, summed
from .protocol import Rows, Scored, nothing

LOOKED = 10  # products of a shopper by which alike people are found
MET = 200  # of those who met a product the last ones are looked at
ALIKE = 200  # people who have a say
_LATELY = 0.7
_FADES = 0.8  # what each place further from the product in common counts of the one before
_BACK = 0.5
_PLACES = 6  # deeds of another on either side of the product in common
_POPULAR = 0.3  # power by which what many met counts less


@dataclass(frozen=True, slots=True)
class Met:
    """Everybody's deeds, by user and by product: `users`, `items` and `weights` of each deed; of product `i` the last deeds are
    `deeds[starts[i]:starts[i + 1]]`. `lengths` are the deeds of each user, `rare` what each product counts."""

    users: NDArray[np.int32]
    items: NDArray[np.int32]
    weights: NDArray[np.float32]
    by_item: Lists
    lengths: NDArray[np.float32]
    rare: NDArray[np.float32]

    @classmethod
    def of(cls, every: Every, n: int) -> Met:
        """The deeds of all, over `n` products."""
        items, weights = np.ascontiguousarray(every.deeds["item"]), WEIGHTS[every.deeds["kind"]]
        order: NDArray[Any] = np.lexsort((-every.deeds["at"], items))
        counts = np.bincount(items, minlength=n)
        place = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
        last = order[place < MET].astype(np.int32)
        starts = np.concatenate([[0], np.cumsum(np.minimum(counts, MET))]).astype(np.int64)
        lengths = np.bincount(every.users).astype(np.float32)
        rare = (np.maximum(counts, 1.0) ** -_POPULAR).astype(np.float32)
        return cls(every.users, items, weights, Lists(starts, last, weights[last]), lengths, rare)


class People:
    """Products that people like this shopper met, near what they have in common; with nothing known of the shopper, none."""

    name = "people"

    def __init__(self, history: History) -> None:
        self._history = history
        self.met = Met.of(history.every(), len(history.products))

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`; a candidate is owed to the product that both met. A user's likeness is the sum over the products in common of what
        they count for the shopper and how rare they are, over the root of the number of deeds of the user."""
        rows, weights = past(self._history, asked, _LATELY)
        rows, weights = rows[:LOOKED], weights[:LOOKED]
        known = rows < len(self.met.by_item)
        rows, weights = rows[known], weights[known]
        places, of = self.met.by_item.entries(rows)
        if not len(places):
            return nothing()
        common, near = self._alike(self.met.by_item.rows[places], rows[of], (self.met.by_item.scores[places] * weights[of]))
        return self._around(common, near, n, self._history.products.rows(asked.about))

    def _alike(self, deeds: NDArray[np.int32], items: Rows, parts: NDArray[np.float32]) -> tuple[Rows, NDArray[np.float32]]:
        """The deeds by which the nearest people met what both did, and how near these people are."""
        met = self.met
        users = met.users[deeds]
        parts = (parts * met.rare[items] / np.sqrt(met.lengths[users])).astype(np.float32)
        found = summed(users, parts, deeds.astype(np.int64), ALIKE)
        return found.because, found.scores

    def _around(self, common: Rows, near: NDArray[np.float32], n: int, without: list[int]) -> Scored:
        """What the people did around the deeds that they have in common with the shopper."""
        met, step = self.met, np.concatenate([np.arange(-_PLACES, 0), np.arange(1, _PLACES + 1)])
        counts = np.where(step > 0, 1.0, _BACK) * _FADES ** (np.abs(step) - 1)
        places = common[:, None] + step
        inside = (places >= 0) & (places < len(met.users))
        places = np.where(inside, places, 0)
        inside &= met.users[places] == met.users[common][:, None]
        parts = (near[:, None] * counts)[inside] * met.weights[places[inside]]
        items = met.items[places[inside]]
        owed = np.broadcast_to(met.items[common][:, None], inside.shape)[inside].astype(np.int64)
        return summed(items, (parts * met.rare[items]).astype(np.float32), owed, n, without)
