"""What a query of the local engine found, frozen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ....shop import Language
from ...filters import Filter
from ...result import FacetCount
from ..protocol import Titles
from .columns import Columns, Kept
from .generation import Generation

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]


class LocalCandidates:
    """Rows of one generation with their text scores and cosines; see `protocol.Candidates`."""

    def __init__(
        self, generation: Generation, columns: Columns, rows: Rows, kept: Kept | None, text: tuple[Rows, Vectors],
        query: Vectors | None, whole: Rows, telling: Rows,
    ) -> None:
        self._generation, self._columns, self._rows = generation, columns, rows
        self._variants = None if kept is None else kept.variants
        self.text = np.zeros(len(rows), np.float32)
        self.text[np.searchsorted(rows, text[0])] = text[1]
        self.whole, self.telling = _among(rows, whole), _among(rows, telling)
        self.cosine: Vectors = np.zeros(len(rows), np.float32) if query is None else self.cosines(query)

    @cached_property
    def ids(self) -> list[str]:
        """The ids of all candidates."""
        return self.named(np.arange(len(self._rows)))

    def named(self, among: Sequence[int] | Rows) -> list[str]:
        """The ids of the candidates at these positions."""
        ids = self._columns.ids
        return [ids[row] for row in self._rows[np.asarray(among, np.int64)].tolist()]

    def vectors(self, among: Rows) -> Vectors:
        """The vectors of the candidates at these positions, float32[m, d]."""
        return self._generation.vectors.vectors(self._rows[among])

    def cosines(self, vector: Vectors) -> Vectors:
        """The cosines of all candidates with another vector, float32[n]."""
        return self._generation.vectors.scores(vector, self._rows)

    def passing(self, filters: Sequence[Filter]) -> NDArray[np.bool_]:
        """Which candidates pass these filters too, bool[n]."""
        kept = self._columns.kept(filters, int(self._rows.max(initial=-1)) + 1)
        return np.ones(len(self._rows), bool) if kept is None else kept.products[self._rows]

    def positions(self, ids: Sequence[str]) -> list[int]:
        """Where those of `ids` stand that are candidates, in the order of `ids`."""
        rows = [row for id in ids if (row := self._generation.rows.get(id)) is not None]
        found = (np.flatnonzero(self._rows == row) for row in rows)
        return [int(position[0]) for position in found if len(position)]

    def prices(self) -> Vectors:
        """The lowest price of each candidate among its variants that pass, float32[n]."""
        return self._columns.lowest_prices(self._rows, self._variants)

    def created(self) -> NDArray[np.float64]:
        """When each candidate came into the shop, float64[n]."""
        return self._columns.created(self._rows)

    def titles(self, among: Sequence[int]) -> Titles:
        """The words of the titles of the candidates at these positions."""
        return self._generation.titles.of(self._rows[list(among)])

    def facets(self, fields: Sequence[str], language: Language, among: Sequence[int] | None = None) -> dict[str, tuple[FacetCount, ...]]:
        """How many candidates have each value, most first."""
        rows = self._rows if among is None else self._rows[list(among)]
        return self._columns.facets(fields, rows, self._variants, language)


def _among(rows: Rows, some: Rows) -> NDArray[np.bool_]:
    """Which of `rows`, in rising order, are among some others, bool[n]."""
    member = np.zeros(len(rows) + 1, bool)
    places = np.searchsorted(rows, some)
    member[places[rows[np.minimum(places, len(rows) - 1)] == some] if len(rows) else []] = True
    return member[:-1]
