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
from .protocol import Rows, Scored

LOOKED = 10  # products of a shopper by which alike people are found
MET = 200  # of those who met a product the last ones are looked at
ALIKE = 200  # people who have a say
_LATELY = 0.7
_FADES = 0.8  # what each place further from the product in common counts of the one before
_BACK = 0.5
_PLACES = 6  # deeds of another on either side of the product in common
_STEPS = np.concatenate([np.arange(-_PLACES, 0), np.arange(1, _PLACES + 1)])
_COUNTS = (np.where(_STEPS > 0, 1.0, _BACK) * _FADES ** (np.abs(_STEPS) - 1)).astype(np.float32)
_POPULAR = 0.3  # power by which what many met counts less
_NOBODY = -1


@dataclass(frozen=True, slots=True)
class Met:
    """Everybody's deeds, by user and by product: `users`, `items` and `weights` of each deed, with room of nobody's before and behind; of
    product `i` the last deeds are `by_item.rows[starts[i]:starts[i + 1]]`. `shares` are what each deed of a user counts (1 over the root of
    their number), `rare` what each product counts."""

    users: NDArray[np.int32]
    items: NDArray[np.int32]
    weights: NDArray[np.float32]
    by_item: Lists
    shares: NDArray[np.float32]
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
        shares = (np.maximum(np.bincount(every.users), 1) ** -0.5).astype(np.float32)
        rare = (np.maximum(counts, 1.0) ** -_POPULAR).astype(np.float32)
        by_item = Lists(starts, last + np.int32(_PLACES), weights[last])
        users = np.pad(every.users, _PLACES, constant_values=_NOBODY)
        return cls(users, np.pad(items, _PLACES), np.pad(weights, _PLACES), by_item, shares, rare)


class People:
    """Products that people like this shopper met, near what they have in common; with nothing known of the shopper, none."""

    name = "people"

    def __init__(self, history: History, belief: float = 1.0) -> None:
        self._history, self.belief = history, belief
        self.met = Met.of(history.every(), len(history.products))

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`; a candidate is owed to the product that both met. A user's likeness is the sum over the products in common of what
        they count for the shopper and how rare they are, over the root of the number of deeds of the user."""
        rows, weights = past(self._history, asked, _LATELY)
        known = rows[:LOOKED] < len(self.met.by_item)
        common, near = self._alike(rows[:LOOKED][known], weights[:LOOKED][known])
        return self._around(common, near, n, self._history.products.rows(asked.about))

    def _alike(self, rows: Rows, weights: NDArray[np.float32]) -> tuple[Rows, NDArray[np.float32]]:
        """The deeds by which the nearest people met what both did, and how near these people are."""
        met = self.met
        deeds, parts, of = met.by_item.entries(rows, weights)
        users = met.users[deeds].astype(np.int64)
        found = summed(users, parts * met.rare[rows][of] * met.shares[users], deeds, ALIKE)
        return found.because, found.scores

    def _around(self, common: Rows, near: NDArray[np.float32], n: int, without: list[int]) -> Scored:
        """What the people did around the deeds that they have in common with the shopper."""
        met = self.met
        places = common[:, None] + _STEPS
        theirs = np.flatnonzero(met.users[places] == met.users[common][:, None])
        around, of = places.ravel()[theirs], theirs // len(_STEPS)
        items = met.items[around].astype(np.int64)
        parts = (near[:, None] * _COUNTS).ravel()[theirs] * met.weights[around] * met.rare[items]
        return summed(items, parts, met.items[common].astype(np.int64)[of], n, without)
