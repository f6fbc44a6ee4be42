"""What a shopper likes of some products, by what they met before: what the search may lift its hits by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .kept import Kept
from .ledger import WEIGHTS

LATELY = 40  # deeds of a shopper that count
_FADES = 0.95  # what each older one counts of the next newer
Liking = NDArray[np.float32]


class Tastes:
    """What shoppers like, by their deeds in `kept`."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def liking(self, session: str, ids: Sequence[str], before: int | None = None) -> Liking | None:
        """How much the visitor of a session is likely to like each of some products, float32[n], 0 to 1; None where nothing is known of
        them. It is 1 for what they looked at or bought, else the share of what they met lately that is of the product's brand,
        purchases counting most. A customer is known by the sessions whose events name them. Only deeds `before` a moment
        (microseconds since 1970) count, where it is given."""
        self._kept.newest()
        products, shelf = self._kept.history.products, self._kept.shelf
        deeds = self._kept.history.of(session=session)
        deeds = (deeds if before is None else deeds[deeds["at"] < before])[-LATELY:]
        if not len(deeds) or not len(ids):
            return None
        rows, met = np.array([products.row(id) for id in ids], np.int64), deeds["item"].astype(np.int64)
        weights = WEIGHTS[deeds["kind"]] * _FADES ** np.arange(len(deeds) - 1, -1, -1, dtype=np.float32)
        brands, known = shelf.facts(rows)["brand"], shelf.facts(met)["brand"]
        shares = ((brands[:, None] == known) & (brands[:, None] >= 0)) @ weights / weights.sum()
        return np.where(np.isin(rows, met) & (rows >= 0), 1.0, shares).astype(np.float32)
