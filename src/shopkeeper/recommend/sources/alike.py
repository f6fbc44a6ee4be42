"""Alike in what they are: the nearest by title and description, the only source that knows a product from its first minute."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..asked import Asked
from ..history import History
from .lists import first
from .protocol import Rows, Scored, Scores, nothing

SEEDS = 6  # products of a shopper that others are compared with
_FADING = (0.9 ** np.arange(SEEDS)).astype(np.float32)  # what each earlier one counts of the next
NEIGHBOURS = 40  # of a product that are kept
MOST = 50_000  # products of which it is kept, 700 bytes each
SEARCHES = 2  # of the index for one answer
Near = Callable[[str, int], Sequence[tuple[str, float]]]
Known = dict[int, tuple[int, Rows, Scores]]  # product to what is near to it, and of which version
_NONE = -1, np.zeros(0, np.int64), np.zeros(0, np.float32)


class Alike:
    """Products whose vectors are near to those of the page, else to the last that the shopper met. `near(id, n)` asks the search index for
    the n nearest products with their cosines; `version` tells another number when the texts of products changed.

    What is near to a product is kept, in `known` where that is given, for the next source of the same history. An answer waits for at most
    `SEARCHES` searches of the index, for the products that were met last: what is near to the others comes from the texts of before,
    or with one of the next answers."""

    name = "alike"

    def __init__(self, history: History, near: Near, version: Callable[[], int], known: Known | None = None) -> None:
        self._history, self._near, self._version = history, near, version
        self._known = {} if known is None else known

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`. A candidate's score is its cosine with the nearest of those products, less the longer ago that was."""
        seeds = self._seeds(asked)
        self._look_up(seeds)
        near = [self._known.get(seed, _NONE) for seed in seeds]
        of = np.repeat(np.arange(len(seeds)), [len(rows) for _, rows, _ in near])
        if not len(of):
            return nothing()
        rows = np.concatenate([rows for _, rows, _ in near])
        scores = np.concatenate([scores for _, _, scores in near]) * _FADING[of]
        order = np.lexsort((rows, -scores))
        kept = order[first(rows[order], without=seeds)]
        kept = kept[scores[kept] > 0][:n]
        return Scored(rows[kept], scores[kept], np.array(seeds, np.int64)[of[kept]])

    def _seeds(self, asked: Asked) -> list[int]:
        """The products to compare with, the newest first."""
        products = self._history.products
        if asked.about:
            return products.rows(asked.about)[:SEEDS]
        seen = products.rows(asked.recent)[::-1]
        if len(seen) < SEEDS:
            seen += self._history.of(asked.customer, asked.session)["item"][: -4 * SEEDS - 1 : -1].tolist()
        return list(dict.fromkeys(seen))[:SEEDS]

    def ahead(self, rows: Sequence[int], stopped: Callable[[], bool] = lambda: False) -> None:
        """Finds what is near to these products before anybody asks, until it is `stopped`."""
        for row in rows:
            if stopped():
                return
            self._look_up([row])

    def _look_up(self, seeds: list[int]) -> None:
        """Finds what is near to the first of the products of which it is not known, or only of another version of the catalogue."""
        version = self._version()
        for row in [each for each in seeds if self._known.get(each, _NONE)[0] != version][:SEARCHES]:
            products = self._history.products
            near = [(products.row(id), score) for id, score in self._near(products.id(row), NEIGHBOURS)]
            near = [(other, score) for other, score in near if other >= 0 and other != row]
            rows, scores = np.array([other for other, _ in near], np.int64), np.array([score for _, score in near], np.float32)
            self._known[row] = version, rows, scores
            if len(self._known) > MOST:
                self._known.pop(next(iter(self._known)), None)
