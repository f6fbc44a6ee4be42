"""What a network that was trained on the shop's own events expects next, see `models.sequences`, and what the neighbours in everybody's
sequences say, in one list: two witnesses who err in different places.

A product's score is what the neighbours give it over their best, plus `FLOOR`, times how likely it is by the network over the
likeliest, to the power `TRUST`: a product of experts (Hinton 2002), which on public data beats each of them and their weighted sum. The
network knows the products that it learnt from; newer ones are left to the other sources.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...models.sequences.reader import SequenceReader
from ..asked import Asked
from ..history import History
from .protocol import Rows, Scored, Scores, Source, best, nothing

FLOOR = 0.02  # what the neighbours' score of a product is at least, so that the network alone can bring it
TRUST = 0.25  # power of the network's likelihood
DEPTH = 150  # candidates of each of the two at least
REPEATED = 3  # times in a row that a product is met, as a rule at most
_NO_ROWS = np.zeros(0, np.int64)


class Learned:
    """The next products by the sequence model that `reader` answers (None: there is none now), with `neighbours`, a source that knows
    them by counting, or without."""

    name = "learned"

    def __init__(self, history: History, reader: Callable[[], SequenceReader | None], neighbours: Source | None = None) -> None:
        self._history, self._reader, self._neighbours = history, reader, neighbours
        self._numbers: tuple[SequenceReader | None, Rows, Rows] = None, _NO_ROWS, _NO_ROWS

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`. `because` is what the neighbours owe a product to, else the product met that lies nearest to it."""
        reader = self._reader()
        met = reader.rows(self._met(asked, reader.context)) if reader else _NO_ROWS
        if reader is None or not len(met):
            return nothing()
        own, theirs = self._numbered(reader)
        beside = self._neighbours.candidates(asked, max(n, DEPTH)) if self._neighbours else nothing()
        known = theirs[np.minimum(beside.rows, len(theirs) - 1)]
        read = reader.read(met)
        near = np.union1d(reader.next(read, max(n, DEPTH))[0], known[known >= 0])
        near = near[own[near] >= 0]
        if not len(near):
            return nothing()
        rows, likely = own[near], reader.likelihoods(read, near)
        counted, because = _counted(beside, rows)
        scores = (counted + (FLOOR if self._neighbours else 1)) * (likely / likely.max()) ** TRUST
        nearest = reader.nearest(near, np.unique(met))
        because = np.where(because >= 0, because, np.where(nearest >= 0, own[nearest], -1))
        return best(rows, scores, because, n, without=self._history.products.rows(asked.about))

    def _numbered(self, reader: SequenceReader) -> tuple[Rows, Rows]:
        """The history's row of each of the reader's, and the other way about (one more behind, for those that came later); -1: none."""
        known, own, theirs = self._numbers
        if known is not reader:
            products = self._history.products
            own = np.array([products.row(id) for id in reader.ids], np.int64)
            theirs = np.full(len(products) + 1, -1, np.int64)
            theirs[own[own >= 0]] = np.flatnonzero(own >= 0)
            self._numbers = reader, own, theirs
        return own, theirs

    def _met(self, asked: Asked, most: int) -> list[str]:
        """The ids of what who asks met, oldest first, each once in a row; the page's products are the newest."""
        products = self._history.products
        deeds = self._history.of(asked.customer, asked.session)["item"][-REPEATED * most :].tolist()
        ids = [*products.ids(deeds), *asked.recent, *asked.about]
        return [id for id, before in zip(ids, [None, *ids], strict=False) if id != before][-most:]


def _counted(beside: Scored, rows: Rows) -> tuple[Scores, Rows]:
    """What the neighbours give to these rows of the history over their best, and what they owe each to."""
    scores, because = np.zeros(len(rows), np.float32), np.full(len(rows), -1, np.int64)
    _, here, there = np.intersect1d(rows, beside.rows, return_indices=True)
    if len(there):
        scores[here], because[here] = beside.scores[there] / beside.scores[0], beside.because[there]
    return scores, because
