"""What takes long to find out about a shop: found out beside the request that asks, kept, and found anew when the shop changed.

A page asks with a stamp, another one after every change of what the finding is of. While the stamp is the same nothing is found out
twice. When it is another, the page gets what was found before and when that was, and one thread begins anew; of a shop that changes
all the time no finding is begun before a twentieth part of the time went into it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")
PATIENCE = 0.4  # seconds that a page waits for what was never found out
LEAST, SHARE = 1.0, 20.0  # seconds, and times what a finding cost, that it is good for whatever changes meanwhile
LAST = 5.0  # seconds that a shop which closes waits for what is being found out
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What was found, when, and in how many seconds."""

    value: T
    at: datetime
    seconds: float


@dataclass(slots=True)
class _Place:
    stamp: Any = None
    found: Found[Any] | None = None
    ended: float = 0.0  # by the clock of `time.monotonic`
    thread: threading.Thread | None = None
    seconds: float = 0.0
    ready: threading.Event = field(default_factory=threading.Event)


class Kept:
    """The findings of one shop in one process, by their names."""

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}
        self._lock, self._closed = threading.Lock(), False

    def ask(self, name: str, stamp: Any, find: Callable[[], T], patience: float = PATIENCE) -> Found[T] | None:
        """What `find` tells: as it was found last, after `patience` seconds at most; None where it was never found out."""
        return self.ask_all({name: (stamp, find)}, patience)[name]

    def ask_all(self, asked: Mapping[str, tuple[Any, Callable[[], Any]]], patience: float = PATIENCE) -> dict[str, Found[Any] | None]:
        """As `ask`, several by their names, each with its stamp: all are found out at once, and waited for together."""
        with self._lock:
            places = {name: self._begun(name, stamp, find) for name, (stamp, find) in asked.items()}
        until = time.monotonic() + patience
        for place in places.values():
            if place.thread is not None and (place.found is None or place.seconds < patience):
                place.ready.wait(max(until - time.monotonic(), 0))
        return {name: place.found for name, place in places.items()}

    def _begun(self, name: str, stamp: Any, find: Callable[[], Any]) -> _Place:
        place = self._places.setdefault(name, _Place())
        if self._due(place, stamp):
            place.ready.clear()
            place.thread = threading.Thread(target=self._find, args=(name, place, stamp, find), daemon=True)
            place.thread.start()
        return place

    def close(self) -> None:
        """Begins nothing any more, and waits a while for what was begun: it reads the shop that is about to be closed."""
        with self._lock:
            self._closed = True
            running = [place.thread for place in self._places.values() if place.thread]
        for thread in running:
            thread.join(LAST)

    def _due(self, place: _Place, stamp: Any) -> bool:
        if self._closed or place.thread is not None or (place.found is not None and place.stamp == stamp):
            return False
        return place.ended == 0.0 or time.monotonic() - place.ended > max(LEAST, SHARE * place.seconds)

    def _find(self, name: str, place: _Place, stamp: Any, find: Callable[[], Any]) -> None:
        began, found = time.monotonic(), None
        try:
            found = find()
        except Exception:
            log.warning("%s could not be found out", name, exc_info=True)
        with self._lock:
            place.ended, place.stamp, place.thread = time.monotonic(), stamp, None
            place.seconds = place.ended - began
            place.found = place.found if found is None else Found(found, datetime.now(UTC), place.seconds)
        place.ready.set()
