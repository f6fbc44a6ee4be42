"""What the front page shows: the sources together, as `recommend.Recommender` puts them together where nothing was learnt."""

from __future__ import annotations

from collections.abc import Sequence

from ..asked import Asked
from ..blend import believed, fuse
from ..history import History
from .protocol import Scored, Source, nothing

DEPTH = 100  # candidates of each source


class Served:
    """The list of a shopper by several sources, each believed as on the front page for who met as many products. What needs no history
    but an index, a wish or a rule of the merchant has no part in it."""

    name = "served"

    def __init__(self, history: History, sources: Sequence[Source]) -> None:
        self._history, self._sources = history, sources

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`; a candidate is owed to what it is owed to in the source that adds most."""
        met = {*self._history.of(asked.customer, asked.session)["item"].tolist(), *self._history.products.rows(asked.recent)}
        trusted = believed(self._sources, asked, len(met))
        fused = fuse({each.name: each.candidates(asked, max(n, DEPTH)) for each in self._sources if each.name in trusted}, trusted)
        if not len(fused):
            return nothing()
        first = fused.parts[:n].argmax(1)
        return Scored(fused.rows[:n], fused.scores[:n], fused.because[range(len(first)), first])
