"""What the search index knows of products, for those who ask for no words: which are near, which pass filters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..models.encoder import Vectors
from ..shop import NotIndexed
from .engines.protocol import Index, IndexQuery
from .filters import parse_filters


class Contents:
    """The products of an index by their contents; none where there is no index yet."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def near(self, id: str, n: int) -> list[tuple[str, float]]:
        """The n products whose vectors are nearest to that of one, itself left out, with their cosines, best first."""
        try:
            vector = self._index.vector(id)
            if vector is None:
                return []
            found = self._index.query(IndexQuery(vector=vector, vector_depth=n + 1))
        except NotIndexed:
            return []
        order = np.argsort(-found.cosine, kind="stable").tolist()
        near = zip(found.named(order), found.cosine[order].tolist(), strict=True)
        return [(other, cosine) for other, cosine in near if other != id][:n]

    def passing(self, where: Sequence[str]) -> list[str]:
        """The products that pass filters; `InvalidQuery` for one that cannot be understood."""
        try:
            return list(self._index.query(IndexQuery(filters=parse_filters(where))).ids)
        except NotIndexed:
            return []

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The vectors of products, float32[n, d]; zero for what is not in the index."""
        try:
            return self._index.vectors(ids)
        except NotIndexed:
            return np.zeros((len(ids), 1), np.float32)
