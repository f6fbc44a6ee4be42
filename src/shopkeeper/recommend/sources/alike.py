"""Alike in what they are: the nearest by title and description, the only source that knows a product from its first minute."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..asked import Asked
from ..history import History
from .lists import distinct
from .protocol import Rows, Scored, Scores, best, nothing

SEEDS = 6  # products of a shopper that others are compared with
_FADES = 0.9  # what each earlier one counts of the next
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
        found = [self._known.get(seed, _NONE)[1:] for seed in seeds]
        if not any(len(rows) for rows, _ in found):
            return nothing()
        rows = np.concatenate([rows for rows, _ in found])
        scores = np.concatenate([scores * _FADES**i for i, (_, scores) in enumerate(found)]).astype(np.float32)
        because = np.repeat(np.array(seeds, np.int64), [len(rows) for rows, _ in found])
        order = np.argsort(-scores, kind="stable")[::-1]
        kept = order[distinct(rows[order])]
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
