"""Records that are written in the background, in batches, so that no answer waits for them or fails by them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from queue import Empty, Full, Queue
from typing import Generic, Protocol, TypeVar

from ..shop import InvalidRecord, ShopkeeperError
from .kinds import R
from .protocol import Written

ROOM = 10_000  # records that wait; more are dropped and counted
BATCH = 500
PAUSE = 0.5  # seconds that records are gathered for one write
PRUNE_EVERY = timedelta(hours=1)

K = TypeVar("K", contravariant=True)
log = logging.getLogger(__name__)
Dropped = Callable[[int], None]


class Pruned(Protocol[K]):
    """A table whose old records go."""

    def put(self, records: Iterable[K]) -> Written:
        """See `Table.put`."""

    def prune(self, before: datetime) -> int:
        """Removes the records before a moment; how many."""


class Behind(Generic[R]):
    """Keeps records in `table` from a thread of its own, and removes those older than `days` (0: never). `name` is what a log of the
    program calls it.

    When the store is busy for too long or the room is full, records are dropped: `dropped` counts them, and `on_drop`, when set,
    hears of each loss.
    """

    def __init__(self, table: Pruned[R], name: str, *, days: int = 180, room: int = ROOM) -> None:
        self._table, self._name, self._days = table, name, days
        self._waiting: Queue[R] = Queue(room)
        self._lock, self._closing = threading.Lock(), threading.Event()
        self._writer: threading.Thread | None = None
        self._pruned: datetime | None = None
        self.dropped = 0
        self.on_drop: Dropped | None = None

    def put(self, record: R) -> None:
        """Will write a record; costs microseconds."""
        try:
            self._waiting.put_nowait(record)
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

    def _prepared(self, record: R) -> R:
        """What is written of a record; called in the thread that writes."""
        return record

    def _start(self) -> None:
        with self._lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_all, name=self._name, daemon=True)
                self._writer.start()

    def _write_all(self) -> None:
        while not (self._closing.wait(PAUSE) and self._waiting.empty()):
            if not self._write(self._batch()) and self._closing.is_set():
                self._give_up()
            self._prune()

    def _batch(self, most: int = BATCH) -> list[R]:
        batch: list[R] = []
        with suppress(Empty):
            while len(batch) < most:
                batch.append(self._waiting.get_nowait())
        return batch

    def _write(self, batch: Sequence[R]) -> bool:
        """Whether all is kept or could never be."""
        try:
            self._table.put(map(self._prepared, batch))
        except InvalidRecord:  # one holds what no database can, such as U+0000; the others shall not go with it
            if len(batch) > 1:
                return [self._write([each]) for each in batch].count(False) == 0
            self._drop(1)
        except Exception as error:  # whatever it is, the next records must be written
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
            self._table.prune(now - timedelta(days=self._days))
        except Exception as error:  # in an hour again
            self._failed(error)

    def _give_up(self) -> None:
        """The store does not answer and the program wants to end: what is left is lost, and counted."""
        self._drop(len(self._batch(self._waiting.qsize())))

    def _failed(self, error: Exception) -> None:
        log.warning("the %s could not be written: %s", self._name, error, exc_info=not isinstance(error, ShopkeeperError))

    def _drop(self, count: int) -> None:
        with self._lock:
            self.dropped += count
            if self.on_drop:
                self.on_drop(count)
