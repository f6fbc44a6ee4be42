"""Alike in what they are: the nearest by title and description, the only source that knows a product from its first minute."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..asked import Asked
from ..history import History
from .protocol import Rows, Scored, Scores, best, nothing

SEEDS = 6  # products of a shopper that others are compared with
_FADES = 0.9  # what each earlier one counts of the next
NEIGHBOURS = 40  # of a product that are kept
Near = Callable[[str, int], Sequence[tuple[str, float]]]


class Alike:
    """Products whose vectors are near to those of the page, else to the last that the shopper met. `near(id, n)` asks the search index for
    the n nearest products with their cosines; `version` tells another number when the texts of products changed."""

    name = "alike"

    def __init__(self, history: History, near: Near, version: Callable[[], int]) -> None:
        self._history, self._near, self._version = history, near, version
        self._known: tuple[int, dict[int, tuple[Rows, Scores]]] = -1, {}

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`. A candidate's score is its cosine with the nearest of those products, less the longer ago that was."""
        seeds = self._seeds(asked)
        found = [self._neighbours(seed) for seed in seeds]
        if not any(len(rows) for rows, _ in found):
            return nothing()
        rows = np.concatenate([rows for rows, _ in found])
        scores = np.concatenate([scores * _FADES**i for i, (_, scores) in enumerate(found)]).astype(np.float32)
        because = np.repeat(np.array(seeds, np.int64), [len(rows) for rows, _ in found])
        order = np.argsort(-scores, kind="stable")
        _, first = np.unique(rows[order], return_index=True)
        kept = order[first]
        return best(rows[kept], scores[kept], because[kept], n, without=seeds)

    def _seeds(self, asked: Asked) -> list[int]:
        """The products to compare with, the newest first."""
        products = self._history.products
        if asked.about:
            return products.rows(asked.about)[:SEEDS]
        seen = products.rows(asked.recent)[::-1]
        if len(seen) < SEEDS:
            seen += self._history.of(asked.customer, asked.session)["item"][: -4 * SEEDS - 1 : -1].tolist()
        return list(dict.fromkeys(seen))[:SEEDS]

    def _neighbours(self, row: int) -> tuple[Rows, Scores]:
        """The nearest products, found once for each version of the catalogue."""
        version, known = self._known
        if version != self._version():
            version, known = self._known = self._version(), {}
        if row not in known:
            products = self._history.products
            near = [(products.row(id), score) for id, score in self._near(products.id(row), NEIGHBOURS)]
            near = [(other, score) for other, score in near if other >= 0 and other != row]
            known[row] = np.array([other for other, _ in near], np.int64), np.array([score for _, score in near], np.float32)
        return known[row]
