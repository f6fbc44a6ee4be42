"""What somebody who asks did lately, as the sources look at it."""

from __future__ import annotations

import threading

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
_ROOTS = np.sqrt(WEIGHTS).tolist()


def past(history: History, asked: Asked, fades: float) -> tuple[Rows, Floats]:
    """The products to start from, each once, the newest first, and what each counts. Where the page is about some, these, all alike.
    Else what was done in the session and before: each counts `fades` times the next newer, and by the root of the deed's weight, as one
    look of now tells more than its fifth of a purchase. What is in `recent` counts in full."""
    if asked.about:
        rows = np.array(history.products.rows(tuple(dict.fromkeys(asked.about))), np.int64)
        return rows, np.ones(len(rows), np.float32)
    last, version = _asked, history.version
    if last.history is not history or last.asked is not asked or last.version != version:
        last.met, last.faded = _met(history, asked), {}
        last.history, last.asked, last.version = history, asked, version
    if fades not in last.faded:
        last.faded[fades] = _faded(*last.met, fades)
    return last.faded[fades]


class _Asked(threading.local):
    """What a thread was asked last: several sources look at the same past for one answer, some in the same way."""

    history: History | None = None
    asked: Asked | None = None
    version: tuple[int, int] = -1, -1

    def __init__(self) -> None:
        self.met: tuple[list[int], list[float]] = [], []
        self.faded: dict[float, tuple[Rows, Floats]] = {}


_asked = _Asked()


def _met(history: History, asked: Asked) -> tuple[list[int], list[float]]:
    """The products that were met, each once, the newest first, and what the strongest of their deeds counts."""
    deeds = history.of(asked.customer, asked.session)[-_DEEDS:]
    newest = dict.fromkeys(reversed(history.products.rows(asked.recent)), 1.0)
    for row, kind in zip(reversed(deeds["item"].tolist()), reversed(deeds["kind"].tolist()), strict=True):
        newest[row] = max(_ROOTS[kind], newest.get(row, 0.0))
    return list(newest)[:LONGEST], list(newest.values())[:LONGEST]


def _faded(rows: list[int], counts: list[float], fades: float) -> tuple[Rows, Floats]:
    """The products of which the counts, the older the less, are not too small to say anything."""
    faded = np.array(counts, np.float32) * np.float32(fades) ** np.arange(len(rows), dtype=np.float32)
    told = faded >= _LEAST
    return np.array(rows, np.int64)[told], faded[told]
