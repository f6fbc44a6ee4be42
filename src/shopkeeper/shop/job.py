"""Work that is done beside the shop: what is to be done, how it stands, and when it is to be done again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from .errors import InvalidRecord
from .product import require_id

FIRST, LONGEST = timedelta(seconds=30), timedelta(hours=1)  # before the second try, and the most between two
TRIES = 4
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_MINUTES = 366 * 24 * 60


class JobState(StrEnum):
    """`waiting` for a worker, `running`, or ended as `done`, `failed` or `cancelled`."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is: what it does at the moment, and how much of how much; a total of 0 is not known."""

    what: str = ""
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work in the queue.

    `key` is the caller's own name of it: a second one of the same key is the first. Of the jobs of one `lane` only one runs at a time.
    Jobs of a higher `priority` go first, of equal ones the oldest, none before `not_before`. `failures` counts tries that ended in an
    error, of at most `tries`; `claims` counts how often a worker took it, `beats` how often that worker said since that it is alive.
    """

    id: str
    kind: str
    arguments: Mapping[str, Any]
    state: JobState
    at: datetime
    key: str | None = None
    lane: str | None = None
    priority: int = 0
    not_before: datetime | None = None
    tries: int = TRIES
    failures: int = 0
    claims: int = 0
    beats: int = 0
    worker: str = ""
    cancelling: bool = False
    progress: JobProgress = JobProgress()
    error: str = ""
    result: Any = None
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ENDED


def try_again_after(failures: int) -> timedelta:
    """How long to wait after so many tries that failed: four times as long each time, at most an hour."""
    return min(FIRST * float(4 ** min(failures - 1, 8)), LONGEST)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job that is done again and again: every so many minutes, or every day `at` a time (HH:MM) of a time zone; `lane` as of a `Job`.

    Its moments are those of the calendar, not counted from when it was made: whoever looks at whatever clock finds the same ones.
    Where clocks are set forward the time that is left out comes as much later; the one that comes twice is the first.
    """

    id: str
    kind: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    lane: str | None = None
    minutes: int = 0
    at: str = ""
    timezone: str = "UTC"

    def __post_init__(self) -> None:
        require_id("id", self.id)
        if bool(self.minutes) == bool(self.at):
            raise InvalidRecord("schedule", "either every so many minutes or daily at a time")
        if not 0 <= self.minutes <= _MOST_MINUTES:
            raise InvalidRecord("minutes", f"a number of minutes from 1 to {_MOST_MINUTES}", self.minutes)
        if self.at and not _CLOCK.fullmatch(self.at):
            raise InvalidRecord("at", "a time of day such as 03:30", self.at)
        try:
            ZoneInfo(self.timezone)
        except (KeyError, ValueError, OSError):
            raise InvalidRecord("timezone", "a time zone such as Asia/Shanghai or UTC", self.timezone) from None

    def latest(self, now: datetime) -> datetime:
        """Its last moment at `now` or before, in UTC."""
        if self.minutes:
            step = timedelta(minutes=self.minutes)
            return now - (now - _EPOCH) % step
        today = self._on(now, 0)
        return today if today <= now else self._on(now, -1)

    def following(self, now: datetime) -> datetime:
        """Its first moment after `now`, in UTC."""
        if self.minutes:
            return self.latest(now) + timedelta(minutes=self.minutes)
        today = self._on(now, 0)
        return today if today > now else self._on(now, 1)

    def _on(self, now: datetime, days: int) -> datetime:
        zone = ZoneInfo(self.timezone)
        day = now.astimezone(zone).date() + timedelta(days=days)
        hour, minute = map(int, self.at.split(":"))
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
