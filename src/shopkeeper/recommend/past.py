"""What somebody who asks did lately, as the sources look at it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from .asked import Asked
from .history import History
from .ledger import WEIGHTS
from .sources.protocol import Rows

Floats = NDArray[np.float32]
LONGEST = 30  # different products that are looked back on
_LEAST = 0.005  # what counts less changes no answer
_DEEDS = 8 * LONGEST  # deeds among which they are sought: a product is met several times


def past(history: History, asked: Asked, fades: float) -> tuple[Rows, Floats]:
    """The products to start from, each once, the newest first, and what each counts. Where the page is about some, these, all alike.
    Else what was done in the session and before: each counts `fades` times the next newer, and by the root of the deed's weight, as one
    look of now tells more than its fifth of a purchase. What is in `recent` counts in full."""
    if asked.about:
        rows = np.array(history.products.rows(tuple(dict.fromkeys(asked.about))), np.int64)
        return rows, np.ones(len(rows), np.float32)
    newest: dict[int, float] = dict.fromkeys(reversed(history.products.rows(asked.recent)), 1.0)
    deeds = history.of(asked.customer, asked.session)[-_DEEDS:][::-1]
    _put(newest, zip(deeds["item"].tolist(), np.sqrt(WEIGHTS[deeds["kind"]]).tolist(), strict=True))
    rows = np.fromiter(newest, np.int64)[:LONGEST]
    counts = np.fromiter(newest.values(), np.float32)[:LONGEST] * np.float32(fades) ** np.arange(len(rows), dtype=np.float32)
    told = counts >= _LEAST
    return rows[told], counts[told]


def _put(newest: dict[int, float], done: Iterable[tuple[int, float]]) -> None:
    """Adds deeds behind those that are newer; a product stands where it was met last, with the strongest of its deeds."""
    for row, weight in done:
        newest[row] = max(weight, newest.get(row, 0.0))
