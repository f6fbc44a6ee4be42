"""What somebody who asks did lately, as the sources look at it."""

from __future__ import annotations

import threading
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
    rows, counts = _met(history, asked)
    counts = counts * np.float32(fades) ** np.arange(len(rows), dtype=np.float32)
    told = counts >= _LEAST
    return rows[told], counts[told]


class _Asked(threading.local):
    """What a thread was asked last: several sources look at the same past for one answer."""

    history: History | None = None
    asked: Asked | None = None
    version: tuple[int, int] = -1, -1
    met: tuple[Rows, Floats] = np.zeros(0, np.int64), np.zeros(0, np.float32)


_asked = _Asked()


def _met(history: History, asked: Asked) -> tuple[Rows, Floats]:
    """The products that were met, each once, the newest first, and what the strongest of their deeds counts."""
    last, version = _asked, history.version
    if last.history is not history or last.asked is not asked or last.version != version:
        deeds = history.of(asked.customer, asked.session)[-_DEEDS:][::-1]
        newest: dict[int, float] = dict.fromkeys(reversed(history.products.rows(asked.recent)), 1.0)
        _put(newest, zip(deeds["item"].tolist(), np.sqrt(WEIGHTS[deeds["kind"]]).tolist(), strict=True))
        last.met = np.fromiter(newest, np.int64)[:LONGEST], np.fromiter(newest.values(), np.float32)[:LONGEST]
        last.history, last.asked, last.version = history, asked, version
    return last.met


def _put(newest: dict[int, float], done: Iterable[tuple[int, float]]) -> None:
    """Adds deeds behind those that are newer; a product stands where it was met last, with the strongest of its deeds."""
    for row, weight in done:
        newest[row] = max(weight, newest.get(row, 0.0))
