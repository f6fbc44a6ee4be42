"""What is bought and looked at next: neighbours in everybody's sequences of deeds (sequence kNN)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..asked import Asked
from ..history import History
from ..ledger import WEIGHTS, Every
from ..past import past
from .lists import Floats, Lists
from .protocol import Scored
from .together import cosines, pairs

REACH = 20  # how many places apart two deeds may be
NEIGHBOURS = 200  # of a product that are kept
_BACK = 0.5  # what the other direction counts: who bought the second also bought the first, before
_SHRINK = 40.0
_HALVED, _PRIOR = 6.0, 10.0


@dataclass(frozen=True, slots=True)
class Kernel:
    """How sequences are looked at: two deeds count `fades` for each place that they are further apart, and each older product of a shopper
    `lately` of the next newer. The higher, the longer a taste lasts."""

    fades: float = 0.85
    lately: float = 0.65


class Sequence:
    """Products that others went on to after those that a shopper met lately, or after those of the page."""

    name = "sequence"

    def __init__(self, history: History, kernel: Kernel = Kernel()) -> None:
        self._history, self._kernel = history, kernel
        self.lists = neighbours(history.every(), len(history.products), kernel.fades)

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`; a candidate is owed to the product that adds most to its score."""
        rows, weights = past(self._history, asked, self._kernel.lately)
        return self.lists.sum(rows, weights, n, self._history.products.rows(asked.about))


def neighbours(every: Every, n: int, fades: float) -> Lists:
    """Of each of `n` products those that are met near it in the sequences of all."""
    deeds, users = every.deeds, every.users
    items, weights = deeds["item"].astype(np.int64), WEIGHTS[deeds["kind"]]
    new = np.ones(len(items), bool)
    new[1:] = (users[1:] != users[:-1]) | (items[1:] != items[:-1])  # looked at and then bought: once
    starts = np.flatnonzero(new)
    strongest = np.maximum.reduceat(weights, starts) if len(starts) else weights
    counts = pairs(users[starts], items[starts], strongest, n, REACH, fades)
    counts = (counts + _BACK * counts.T).tocsr().astype(np.float32)
    met = np.bincount(items[starts], strongest, minlength=n).astype(np.float32)
    near = cosines(counts, met, _SHRINK)
    near.data *= current(users[starts], items[starts], n)[near.indices]
    return Lists.of(near, NEIGHBOURS)


def current(users: NDArray[np.int32], items: NDArray[np.int64], n: int) -> Floats:
    """How much of what was done with each product stands at the end of what its people did, over the same of all products: above 1 what is
    met these days, below it what had its time. Each place before the end counts as much less as halves it after `_HALVED` places; every
    product is drawn towards 1 by `_PRIOR` deeds."""
    last = np.append(np.flatnonzero(users[1:] != users[:-1]), len(users) - 1)
    lengths = np.diff(last, prepend=-1)
    late = np.bincount(items, 0.5 ** ((np.repeat(last, lengths) - np.arange(len(users))) / _HALVED), minlength=n)
    usual = late.sum() / max(len(items), 1)
    share = (late + _PRIOR * usual) / (np.bincount(items, minlength=n) + _PRIOR)
    return np.asarray(share / usual if usual else share, np.float32)
