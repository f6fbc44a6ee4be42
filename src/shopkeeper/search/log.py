"""The search log: what was searched is kept in the background, so that no search waits for it or fails by it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from queue import Empty, Full, Queue

from ..shop import InvalidRecord, LoggedSearch, ShopkeeperError
from ..store.protocol import Searches
from ..text.personal import mask
from .result import SearchResult

ROOM = 10_000  # searches that wait; more are dropped and counted
BATCH = 500
PAUSE = 0.5  # seconds that searches are gathered for one write
PRUNE_EVERY = timedelta(hours=1)

log = logging.getLogger(__name__)
Dropped = Callable[[int], None]


class SearchLog:
    """Keeps searches in `searches` from a thread of its own, and removes those older than `days` (0: never).

    When the store is busy for too long or the room is full, searches are dropped: `dropped` counts them, and
    `on_drop`, when set, hears of each loss. E-mail addresses and telephone numbers in a query are masked before it is written.
    """

    def __init__(self, searches: Searches, *, days: int = 180, room: int = ROOM) -> None:
        self._searches, self._days = searches, days
        self._waiting: Queue[LoggedSearch] = Queue(room)
        self._lock, self._closing = threading.Lock(), threading.Event()
        self._writer: threading.Thread | None = None
        self._pruned: datetime | None = None
        self.dropped = 0
        self.on_drop: Dropped | None = None

    def note(self, query: str, result: SearchResult, *, session_id: str | None = None, customer_id: str | None = None) -> None:
        """Remembers that `query` was answered by `result`; costs microseconds. A search without words is browsing and is not kept."""
        if not query.strip():
            return
        searched = LoggedSearch(
            result.query_id, datetime.now(UTC), query, result.language, result.total, result.leading, result.understood.where,
            result.understood.sort, result.did_you_mean or "", result.relaxed, session_id=session_id, customer_id=customer_id,
            took_ms=round(result.took_ms, 2),
        )  # fmt: skip
        try:
            self._waiting.put_nowait(searched)
        except Full:
            self._drop(1)
            return
        if self._writer is None:
            self._start()

    def close(self) -> None:
        """Writes what is waiting and ends the thread."""
        self._closing.set()
        if self._writer is not None:
            self._writer.join()

    def _start(self) -> None:
        with self._lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_all, name="search log", daemon=True)
                self._writer.start()

    def _write_all(self) -> None:
        while not (self._closing.wait(PAUSE) and self._waiting.empty()):
            if not self._write(self._batch()) and self._closing.is_set():
                self._give_up()
            self._prune()

    def _batch(self, most: int = BATCH) -> list[LoggedSearch]:
        batch: list[LoggedSearch] = []
        with suppress(Empty):
            while len(batch) < most:
                batch.append(self._waiting.get_nowait())
        return batch

    def _write(self, batch: Sequence[LoggedSearch]) -> bool:
        """Whether all is kept or could never be."""
        try:
            self._searches.put(map(_masked, batch))
        except InvalidRecord:  # one holds what no database can, such as U+0000; the others shall not go with it
            if len(batch) > 1:
                return [self._write([each]) for each in batch].count(False) == 0
            self._drop(1)
        except Exception as error:  # whatever it is, the next searches must be logged
            self._failed(error)
            self._drop(len(batch))
            return False
        return True

    def _prune(self) -> None:
        now = datetime.now(UTC)
        if not self._days or (self._pruned is not None and now - self._pruned < PRUNE_EVERY):
            return
        self._pruned = now
        try:
            self._searches.prune(now - timedelta(days=self._days))
        except Exception as error:  # in an hour again
            self._failed(error)

    def _give_up(self) -> None:
        """The store does not answer and the program wants to end: what is left is lost, and counted."""
        self._drop(len(self._batch(self._waiting.qsize())))

    def _failed(self, error: Exception) -> None:
        log.warning("the search log could not be written: %s", error, exc_info=not isinstance(error, ShopkeeperError))

    def _drop(self, count: int) -> None:
        with self._lock:
            self.dropped += count
            if self.on_drop:
                self.on_drop(count)


def _masked(searched: LoggedSearch) -> LoggedSearch:
    return replace(searched, query=mask(searched.query), meant=mask(searched.meant))
