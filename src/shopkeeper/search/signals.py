"""Signals: what is known of a product whatever was searched, as numbers that a ranking can weigh.

| name | meaning | unknown (NaN) |
|---|---|---|
| popularity | units sold + views / 50, each halved for every 30 days that it is older | never: 0 |
| rating | mean stars, drawn towards the shop's mean as by `PRIOR` more reviews (a Bayesian mean) | without reviews |
| reviews | number of reviews | never: 0 |
| age | days since `created_at` | without it |
| price | the lowest price of its variants, in major units | without one |
| in_stock | 1 when a variant can be sold now, else 0 | never |

rating = (PRIOR * m + n * mean) / (PRIOR + n), with n reviews of the product and the mean m of all reviews of the shop.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..store.counts import ProductState, Rating
from ..store.protocol import Activity

SIGNALS = ("popularity", "rating", "reviews", "age", "price", "in_stock")
VIEW = 1 / 50  # of a unit sold: about as many look as buy one
PRIOR = 5  # reviews at the shop's mean that every product is given beside its own
REFRESH = 30.0  # seconds between two readings, so many times longer as one takes longer than a second

Values = NDArray[np.float32]
log = logging.getLogger(__name__)


class Signals(Protocol):
    """Numbers by product."""

    def values(self, names: Sequence[str], ids: Sequence[str]) -> Values:
        """float32[len(ids), len(names)], names of `SIGNALS`; NaN where the value is not known."""


@dataclass(slots=True)
class _Snapshot:
    """Everything at one moment: a row for each product in `rows`, the last row for unknown ones."""

    rows: dict[str, int]
    values: Values
    stamp: object = None
    at: float = field(default_factory=time.monotonic)
    took: float = 0.0


class StoreSignals:
    """The signals of a shop, read from its store. The first values are read when they are first asked for; after
    that a thread of its own reads them again when the store has changed, never a search."""

    def __init__(self, activity: Activity, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC), refresh: float = REFRESH) -> None:
        self._activity, self._clock, self._refresh = activity, clock, refresh
        self._states: dict[str, ProductState] = {}
        self._revision = 0
        self._lock = threading.Lock()
        self._snapshot: _Snapshot | None = None
        self._thread: threading.Thread | None = None

    def values(self, names: Sequence[str], ids: Sequence[str]) -> Values:
        """See `Signals.values`. 700 ids take about a tenth of a millisecond."""
        snapshot = self._newest()
        get, last = snapshot.rows.get, len(snapshot.rows)
        rows = np.fromiter((get(id, last) for id in ids), np.int64, len(ids))
        columns = np.array([SIGNALS.index(name) for name in names], np.int64)
        found: Values = snapshot.values[rows[:, None], columns]
        return found

    def reload(self) -> None:
        """Reads what changed in the store now."""
        with self._lock:
            self._snapshot = self._read(self._snapshot)

    def close(self) -> None:
        """Waits for a reading that is under way."""
        if self._thread is not None:
            self._thread.join()

    def _newest(self) -> _Snapshot:
        if self._snapshot is None:
            with self._lock:
                if self._snapshot is None:
                    self._snapshot = self._read(None)
        snapshot = self._snapshot
        if time.monotonic() - snapshot.at > self._refresh * max(1.0, snapshot.took):
            self._reload_aside()
        return snapshot

    def _reload_aside(self) -> None:
        if self._lock.acquire(blocking=False):
            self._thread = threading.Thread(target=self._reload_held, daemon=True)
            self._thread.start()

    def _reload_held(self) -> None:
        try:
            self._snapshot = self._read(self._snapshot)
        except Exception:  # the old values are better than none
            log.exception("the signals of the products could not be read again")
            if self._snapshot is not None:
                self._snapshot.at = time.monotonic()
        finally:
            self._lock.release()

    def _read(self, old: _Snapshot | None) -> _Snapshot:
        start, now = time.monotonic(), self._clock()
        changed = self._follow()
        stamp = (now.date(), self._activity.stamp())
        if old is not None and not changed and old.stamp == stamp:
            old.at = start
            return old
        values = _table(self._states, now, self._activity)
        return _Snapshot({id: row for row, id in enumerate(self._states)}, values, stamp, start, time.monotonic() - start)

    def _follow(self) -> bool:
        before = self._revision
        for state in self._activity.states(before):
            self._revision = state.revision
            if state.deleted:
                self._states.pop(state.id, None)
            else:
                self._states[state.id] = state
        return self._revision != before


def _table(states: dict[str, ProductState], now: datetime, activity: Activity) -> Values:
    sold, viewed, rated = activity.sold(now), activity.viewed(now), activity.rated()
    reviews = sum(rating.count for rating in rated.values())
    mean = sum(rating.count * rating.mean for rating in rated.values()) / reviews if reviews else 0.0
    unrated, unknown = Rating(0, mean), (0.0, math.nan, 0, math.nan, math.nan, math.nan)

    def row(state: ProductState) -> tuple[float, ...]:
        rating = rated.get(state.id, unrated)
        return (
            sold.get(state.id, 0.0) + VIEW * viewed.get(state.id, 0.0),
            (PRIOR * mean + rating.count * rating.mean) / (PRIOR + rating.count) if rating.count else math.nan,
            rating.count,
            (now - state.created_at).total_seconds() / 86_400 if state.created_at else math.nan,
            math.nan if state.price is None else state.price,
            state.in_stock,
        )

    return np.array([*map(row, states.values()), unknown], np.float32)
