"""What a query of the local engine found, frozen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ....models.vectors import cosines
from ....shop import Language
from ...result import FacetCount
from ..protocol import Titles
from .generation import Generation

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]


class LocalCandidates:
    """Rows of one generation with their text scores and cosines; see `protocol.Candidates`."""

    def __init__(self, generation: Generation, rows: Rows, text: tuple[Rows, Vectors], query: Vectors | None) -> None:
        self._generation, self._rows = generation, rows
        ids = generation.columns.ids
        self.ids = [ids[row] for row in rows.tolist()]
        self.text = np.zeros(len(rows), np.float32)
        self.text[np.searchsorted(rows, text[0])] = text[1]
        self._vectors: Vectors | None = None
        self.cosine: Vectors = np.zeros(len(rows), np.float32) if query is None else cosines(self.vectors(), query)

    def vectors(self) -> Vectors:
        """The candidates' vectors, float32[n, d]."""
        if self._vectors is None:
            self._vectors = self._generation.vectors.vectors(self._rows)
        return self._vectors

    def titles(self, among: Sequence[int]) -> Titles:
        """The words of the titles of the candidates at these positions."""
        return self._generation.titles.of(self._rows[list(among)])

    def facets(self, fields: Sequence[str], language: Language, among: Sequence[int] | None = None) -> dict[str, tuple[FacetCount, ...]]:
        """How many candidates have each value, most first."""
        rows = self._rows if among is None else self._rows[list(among)]
        return self._generation.columns.facets(fields, rows, language)
