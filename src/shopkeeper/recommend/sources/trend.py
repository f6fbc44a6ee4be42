"""What is wanted more lately than before, in the whole shop."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from ..asked import Asked
from ..history import History
from ..ledger import WEIGHTS, Every
from .protocol import Scored, best

LATELY, BEFORE = timedelta(days=7), timedelta(days=28)
KEPT = 500  # products that rise most
_PRIOR = 5.0  # purchases a week that a product's own are drawn towards its share of


class Trend:
    """Products that rise: the same for all. The last days count to the newest deed of all, so that a shop whose records end
    last year has a trend too."""

    name = "trend"

    def __init__(self, history: History) -> None:
        self._products = history.products
        self._rising = rising(history.every(), len(history.products))

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`; nothing is owed to a product."""
        found = self._rising
        kept = ~np.isin(found.rows, self._products.rows(asked.about)) if asked.about else slice(None)
        return Scored(found.rows[kept][:n], found.scores[kept][:n], found.because[kept][:n])


def rising(every: Every, n: int) -> Scored:
    """The products by how much was done with them lately (purchases 1, looks .2 …), times the root of how many times what it was in the
    weeks before; both drawn towards no change, as one sale more of a rare product is no trend."""
    deeds = every.deeds
    if not len(deeds):
        return best(np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0, np.int64), 0)
    age = deeds["at"].max() - deeds["at"]
    weights, lately, before = WEIGHTS[deeds["kind"]], LATELY // timedelta(microseconds=1), BEFORE // timedelta(microseconds=1)
    recent = age < lately
    earlier = ~recent & (age < lately + before)
    now = np.bincount(deeds["item"][recent], weights[recent], minlength=n)
    usual = np.bincount(deeds["item"][earlier], weights[earlier], minlength=n) * (lately / before)
    scores = now * np.sqrt((now + _PRIOR) / (usual + _PRIOR))
    return best(np.arange(n), scores.astype(np.float32), np.full(n, -1), KEPT)
