"""What a query of an engine in another process found, frozen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ....models.vectors import cosines
from ....shop import Language
from ...filters import Filter
from ...result import FacetCount
from ..local.columns import Columns, Kept
from ..protocol import Titles
from .backend import Found
from .catalogue import Catalogue

Vectors = NDArray[np.float32]
Mask = NDArray[np.bool_]


class RemoteCandidates:
    """Products with their text scores and cosines; see `protocol.Candidates`. `fetch` brings what was not brought along: of all that
    pass filters, when they are many, only ids are, and their values are those of the moment at which they are asked for."""

    def __init__(
        self, catalogue: Catalogue, ids: list[str], filters: Sequence[Filter], fetch: Callable[[Sequence[str]], Found], *,
        found: Found | None = None, records: Sequence[bytes] | None = None, query: Vectors | None = None,
    ) -> None:
        self._catalogue, self.ids, self._filters, self._fetch = catalogue, ids, tuple(filters), fetch
        self._known, self._records = found, records
        n = len(ids)
        self.text: Vectors = np.zeros(n, np.float32)
        self.cosine: Vectors = np.zeros(n, np.float32) if query is None or found is None else cosines(found.vectors, query)
        self.whole: Mask = np.zeros(n, bool)
        self.telling: Mask = np.ones(n, bool)

    @cached_property
    def found(self) -> Found:
        """What the engine keeps of the candidates."""
        return self._known or self._fetch(self.ids)

    @cached_property
    def _columns(self) -> Columns:
        return self._catalogue.columns(self.ids, self._records or [parcel.record for parcel in self.found.parcels])

    @cached_property
    def _kept(self) -> Kept | None:
        return self._columns.kept(self._filters, len(self.ids))

    @property
    def _rows(self) -> NDArray[np.int64]:
        return np.arange(len(self.ids))

    def named(self, among: Sequence[int] | NDArray[np.int64]) -> list[str]:
        """The ids of the candidates at these positions."""
        return [self.ids[place] for place in np.asarray(among, np.int64).tolist()]

    def vectors(self, among: NDArray[np.int64]) -> Vectors:
        """The vectors of the candidates at these positions, float32[m, d]."""
        return self.found.vectors[among]

    def cosines(self, vector: Vectors) -> Vectors:
        """The cosines of all candidates with another vector, float32[n]."""
        return cosines(self.found.vectors, vector)

    def passing(self, filters: Sequence[Filter]) -> Mask:
        """Which candidates pass these filters too, bool[n]."""
        kept = self._columns.kept(filters, len(self.ids)) if filters else None
        return np.ones(len(self.ids), bool) if kept is None else kept.products

    def positions(self, ids: Sequence[str]) -> list[int]:
        """Where those of `ids` stand that are candidates, in the order of `ids`."""
        places = {id: place for place, id in enumerate(self.ids)} if ids else {}
        return [places[id] for id in ids if id in places]

    def prices(self) -> Vectors:
        """The lowest price of each candidate among its variants that pass, float32[n]."""
        return self._columns.lowest_prices(self._rows, self._variants)

    def created(self) -> NDArray[np.float64]:
        """When each candidate came into the shop, float64[n]."""
        return self._columns.created(self._rows)

    def titles(self, among: Sequence[int]) -> Titles:
        """The words of the titles of the candidates at these positions."""
        titles = [self.found.parcels[place].title for place in among]
        return Titles(np.frombuffer(b"".join(titles), "<u4"), np.array([len(title) // 4 for title in titles], np.int64))

    def facets(self, fields: Sequence[str], language: Language, among: Sequence[int] | None = None) -> dict[str, tuple[FacetCount, ...]]:
        """How many candidates have each value, most first."""
        rows = self._rows if among is None else np.array(among, np.int64)
        for field in fields:
            self._catalogue.schema.keys(field)  # which knows what else may have been meant
        return self._columns.facets(fields, rows, self._variants, language)

    @property
    def _variants(self) -> Mask | None:
        return None if self._kept is None else self._kept.variants
