"""What most people met: the same for all. The measure of everything that claims to know better."""

from __future__ import annotations

import numpy as np

from ..asked import Asked
from ..history import History
from ..ledger import WEIGHTS
from .protocol import Scored, best


class Popular:
    """Products by the sum of what was done with them (purchases 1, looks .2 …)."""

    name = "popular"

    def __init__(self, history: History) -> None:
        self._products, deeds, n = history.products, history.every().deeds, len(history.products)
        self._sums = np.bincount(deeds["item"], WEIGHTS[deeds["kind"]], minlength=n).astype(np.float32)

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`; nothing is owed to a product."""
        m = len(self._sums)
        return best(np.arange(m), self._sums, np.full(m, -1), n, self._products.rows(asked.about))
