"""Several sources as one: their scores, made comparable, in a weighted sum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..asked import Asked
from .lists import summed
from .protocol import Scored, Source

DEPTH = 100  # candidates of each source
_HEAD = 20  # whose mean score is 1 for each source


class Mixed:
    """The candidates of several sources, each with a weight. A source's scores are divided by the mean of its first ones, so that the
    unit of its scores does not outweigh the others."""

    name = "mixed"

    def __init__(self, sources: Sequence[tuple[Source, float]]) -> None:
        self._sources = sources

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`; a candidate is owed to what it is owed to in the source that adds most."""
        found = [(source.candidates(asked, max(n, DEPTH)), weight) for source, weight in self._sources]
        rows = np.concatenate([each.rows for each, _ in found])
        scores = np.concatenate([each.scores * np.float32(weight / _unit(each)) for each, weight in found])
        return summed(rows, scores, np.concatenate([each.because for each, _ in found]), n)


def _unit(found: Scored) -> float:
    return float(found.scores[:_HEAD].mean()) if len(found) else 1.0
