"""How much one caller may ask of a shop: so many requests a second of each sort, and with a key so many in a day."""

from __future__ import annotations

import math
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from ..store.protocol import Store

RATES: Mapping[str, float] = {"search": 50.0, "chat": 2.0, "write": 20.0, "bulk": 2.0}  # requests a second of one caller
BURST, LEAST = 4.0, 5.0  # seconds' worth that may come at once, and requests that may at least
KNOWN = 20_000  # callers and sorts that are remembered
BLOCK, PARTS = 50, 20  # requests that a process takes out of a day's budget at once: so many, or such a part of it
_RATE = re.compile(r"(search|chat|write|bulk)=(\d+(?:\.\d+)?)")


def rates_of(text: str) -> dict[str, float]:
    """The rates that the setting `limits` asks for, the usual ones for what it does not name; `off` is none at all. `ValueError` for
    what it cannot mean."""
    if text.strip() == "off":
        return {}
    named: dict[str, float] = {}
    for word in text.split():
        if not (found := _RATE.fullmatch(word)):
            raise ValueError(word)
        named[found[1]] = float(found[2])
    return {sort: rate for sort, rate in {**RATES, **named}.items() if rate}


class Buckets:
    """A token bucket for each caller and sort of request: it fills at the rate of the sort, and each request takes one out."""

    def __init__(self, rates: Mapping[str, float], clock: Callable[[], float] = time.monotonic) -> None:
        self._rates, self._clock = rates, clock
        self._left: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def wait(self, caller: str, sort: str) -> int:
        """0 where a request may go on; else the whole seconds after which the next one may."""
        rate = self._rates.get(sort)
        if rate is None:
            return 0
        size, now = max(BURST * rate, LEAST), self._clock()
        left, at = self._left.pop((caller, sort), (size, now))
        left = min(left + (now - at) * rate, size)
        self._left[caller, sort] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > KNOWN:
            self._left.popitem(last=False)
        return 0 if left >= 1 else math.ceil((1 - left) / rate)


class DayBudget:
    """How many requests each key has left of its day (UTC), over all processes. A process takes some of the day at once, so that the
    store is not written to for every request; what a process had taken when it was killed is lost to that day."""

    def __init__(self, store: Store, most: int, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store, self._most, self._now = store, most, now
        self._block, self._lock = max(1, min(BLOCK, most // PARTS)), threading.Lock()
        self._held: dict[str, tuple[str, int]] = {}  # by key: the day, and how many are in hand; -1: the day is used up

    def at_hand(self, key: str) -> bool | None:
        """Takes one that this process has in hand; False when the day is used up, None when the store must be asked."""
        with self._lock:
            day, held = self._held.get(key, ("", 0))
            if day != self._today() or held == 0:
                return None
            self._held[key] = (day, max(held - 1, -1))
            return held > 0

    def take(self, key: str) -> bool:
        """Takes one, of the store's where this process has none in hand."""
        held = self.at_hand(key)
        if held is not None:
            return held
        today = self._today()
        with self._store.transaction():
            kept = self._store.jobs.load(f"budget:{key}") or {}
            used = kept["used"] if kept.get("day") == today else 0
            got = min(self._block, self._most - used)
            if got > 0:
                self._store.jobs.save(f"budget:{key}", {"day": today, "used": used + got})
        with self._lock:
            self._held[key] = (today, got - 1 if got > 0 else -1)
        return got > 0

    def tomorrow(self) -> int:
        """Seconds until the next day begins."""
        now = self._now()
        return 86_400 - (now.hour * 3600 + now.minute * 60 + now.second)

    def _today(self) -> str:
        return self._now().date().isoformat()
