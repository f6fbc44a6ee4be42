"""What the recommendations stand on, kept in step with the store: the history, the shelf, and the sources made of them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from ..store.protocol import Store
from .history import History
from .shelf import Shelf
from .sources.protocol import Rows, Source
from .tally import Tally

FRESH = 0.5  # seconds between two looks at what came in
REMADE = 600.0  # seconds after which the sources are made anew of a history that grew, and so many times as long as that takes
GREW = 0.02  # by which share more they are made anew at once
FEWEST = 200  # deeds that a history must grow by at least for that
SMALL = 50_000  # products up to which the order of all is made anew whenever one changed
STANDS = 5.0  # seconds that it stays in a larger shop

Build = Callable[[History, Shelf], Sequence[Source]]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of the whole history: `sources`, `tally` over so many `deeds`. It is replaced, never changed."""

    sources: tuple[Source, ...]
    tally: Tally
    deeds: int
    at: float
    took: float


class Kept:
    """A shop's history and shelf, and what was made of them. The first answer waits until all is made; after that what comes in is taken
    up at most every `FRESH` seconds, and the sources are made anew aside."""

    def __init__(self, store: Store, build: Build) -> None:
        self._store, self.build = store, build
        self.history = History()
        self.shelf = Shelf(store.products, self.history.products)
        self._lock, self._making = threading.Lock(), threading.Lock()
        self._looked = -float("inf")
        self._made: Made | None = None
        self._thread: threading.Thread | None = None
        self._standing: tuple[int, float, Rows] = -1, 0.0, np.zeros(0, np.int64)

    def newest(self) -> Made:
        """What is known now."""
        if time.monotonic() - self._looked >= FRESH and self._lock.acquire(blocking=self._made is None):
            try:
                if time.monotonic() - self._looked >= FRESH:
                    self._follow()
            finally:
                self._lock.release()
        assert self._made is not None
        return self._made

    def remake(self) -> None:
        """Makes the sources anew of all that is known now."""
        with self._making:
            start = time.monotonic()
            every = self.history.every()
            tally = Tally.of(every, self.shelf.kinds(), datetime.now(UTC))
            sources = tuple(self.build(self.history, self.shelf))
            self._made = Made(sources, tally, len(every.deeds), time.monotonic(), time.monotonic() - start)
            self._standing = -1, 0.0, self._standing[2]

    def close(self) -> None:
        """Waits for what is being made."""
        if self._thread is not None:
            self._thread.join()

    def standing(self) -> Rows:
        """All products that could be bought when they were last looked at: what was wanted most lately first, then the newest."""
        revision, at, rows = self._standing
        age = time.monotonic() - at
        if revision != self.shelf.revision and (revision < 0 or len(rows) < SMALL or age > STANDS):
            facts, tally = self.shelf.every(), self.newest().tally
            rows = np.flatnonzero(facts["open"])
            wanted = np.zeros(len(facts), np.float32)
            wanted[: len(tally.popular)] = tally.popular[: len(facts)]
            rows = rows[np.lexsort((rows, -np.nan_to_num(facts["created"][rows]), -wanted[rows]))]
            self._standing = self.shelf.revision, time.monotonic(), rows
        return rows

    def _follow(self) -> None:
        new = self.history.catch_up(self._store)
        self.shelf.follow()
        if self._made is None:
            self.remake()
        elif new or self._behind:
            self._behind += new
            self._remake_aside(self._made)
        self._looked = time.monotonic()

    _behind = 0

    def _remake_aside(self, made: Made) -> None:
        old = time.monotonic() - made.at > REMADE * max(1.0, made.took)
        if (old or self._behind > max(FEWEST, GREW * made.deeds)) and not self._making.locked():
            self._behind = 0
            self._thread = threading.Thread(target=self._remake_quietly, daemon=True)
            self._thread.start()

    def _remake_quietly(self) -> None:
        try:
            self.remake()
        except Exception:  # the sources of before are better than none
            log.exception("the sources of recommendations could not be made anew")
