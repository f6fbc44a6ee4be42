"""Which days a question about customers is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..shop import InvalidQuery
from ..store.protocol import Store
from ..store.schema import moment_of

TICK = timedelta(microseconds=1)
NEWEST_ORDER, NEWEST_EVENT = 1, 3  # where they stand in the stamp of `Activity`


@dataclass(frozen=True, slots=True)
class Days:
    """From `since` on and before `until`."""

    since: datetime
    until: datetime

    def to_dict(self) -> dict[str, str]:
        """Both in ISO 8601."""
        return {"since": self.since.isoformat(), "until": self.until.isoformat()}


def end_of_history(store: Store) -> datetime:
    """Just after the newest order or event: a shop whose records end a while ago is looked at as it was then."""
    stamp = store.activity.stamp()
    newest = max((count for place in (NEWEST_ORDER, NEWEST_EVENT) if (count := stamp[place]) is not None), default=None)
    return min(datetime.now(UTC), moment_of(newest) + TICK) if newest is not None else datetime.now(UTC)


def last_days(store: Store, days: int) -> Days:
    """The last so many days of the shop's history."""
    if not 1 <= days <= 36_500:
        raise InvalidQuery(f"days: expected a number from 1 to 36500, got {days}")
    until = end_of_history(store)
    return Days(until - timedelta(days=days), until)
