"""What a network that was trained on the shop's own events expects next, see `models.sequences`. It knows the products that it learnt
from; newer ones are left to the other sources."""

from __future__ import annotations

import numpy as np

from ...models.sequences.reader import SequenceReader
from ..asked import Asked
from ..history import History
from .protocol import Rows, Scored, nothing

SPARE = 2  # times as many are looked up as are wanted: some may not be left


class Learned:
    """The next products by a sequence model. `reader` knows products by their ids, `history` by their rows."""

    name = "learned"

    def __init__(self, history: History, reader: SequenceReader) -> None:
        self._history, self._reader = history, reader
        # what the history gives a number later it knows no deed of now
        self._own = np.array([history.products.row(id) for id in reader.ids], np.int64)

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`. Scores are how likely a product is next against the likeliest, 0 to 1; `because` is that of the products met
        that lies nearest to it."""
        met = self._reader.rows(self._met(asked))
        if not len(met):
            return nothing()
        rows, cosines = self._reader.after(met, SPARE * n + len(asked.about))
        own = self._own[rows]
        kept = (own >= 0) & ~np.isin(rows, self._reader.rows(asked.about))
        rows, own, cosines = rows[kept][:n], own[kept][:n], cosines[kept][:n]
        if not len(rows):
            return nothing()
        scores = np.exp(self._reader.sharpness * (cosines - cosines[0])).astype(np.float32)
        nearest = self._reader.nearest(rows, np.unique(met[-self._reader.context :]))
        because = np.where(nearest >= 0, self._own[nearest], -1)
        return Scored(own, np.maximum(scores, np.finfo(np.float32).tiny), because)

    def _met(self, asked: Asked) -> list[str]:
        """The ids of what who asks met, oldest first, each once in a row; the page's products are the newest."""
        deeds: Rows = self._history.of(asked.customer, asked.session)["item"].astype(np.int64)
        ids = [*self._history.products.ids(deeds[-self._reader.context :].tolist()), *asked.recent, *asked.about]
        return [id for id, before in zip(ids, [None, *ids], strict=False) if id != before]
