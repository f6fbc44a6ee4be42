"""What is bought together: products of the same order, or of the same day where no order is known."""

from __future__ import annotations

import numpy as np

from ..asked import Asked
from ..history import History
from ..ledger import PURCHASE, Every
from ..past import past
from .lists import Lists
from .protocol import Scored
from .together import cosines, pairs

REACH = 40  # lines of an order between two that count as bought together: a dealer's order of hundreds says little of each pair
NEIGHBOURS = 100  # of a product that are kept
_SHRINK = 10.0
_LATELY = 0.7
_DAY = 86_400_000_000  # microseconds


class Basket:
    """Products that others bought together with those of the page, else with those that a shopper met lately."""

    name = "basket"

    def __init__(self, history: History) -> None:
        self._history = history
        self.lists = bought_together(history.every(), len(history.products))

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`; a candidate is owed to the product that it is bought with most."""
        rows, weights = past(self._history, asked, _LATELY)
        return self.lists.sum(rows, weights, n, self._history.products.rows(asked.about))


def bought_together(every: Every, n: int) -> Lists:
    """Of each of `n` products those that are bought with it, by the cosine over baskets."""
    bought = every.deeds["kind"] == PURCHASE
    deeds, users = every.deeds[bought], every.users[bought]
    day = np.where(deeds["order"] == 0, deeds["at"] // _DAY, 0)
    order = np.lexsort((deeds["item"], day, deeds["order"], users))
    deeds, users, day = deeds[order], users[order], day[order]
    new = np.ones(len(deeds), bool)
    new[1:] = (users[1:] != users[:-1]) | (deeds["order"][1:] != deeds["order"][:-1]) | (day[1:] != day[:-1])
    baskets, items = np.cumsum(new), deeds["item"].astype(np.int64)
    ones = np.ones(len(items), np.float32)
    counts = pairs(baskets, items, ones, n, REACH, 1.0)
    times = np.bincount(items, minlength=n).astype(np.float32)
    return Lists.of(cosines((counts + counts.T).tocsr().astype(np.float32), times, _SHRINK), NEIGHBOURS)
