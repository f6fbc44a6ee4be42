"""What every queue of jobs can do. SQLite and PostgreSQL both pass `tests/contract/test_store_queue.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from ..shop.job import TRIES, Job, JobProgress, JobState, Schedule

Standing = Literal["go on", "cancel", "lost"]


class Queue(Protocol):
    """Jobs that any number of workers take from one store, each by one worker at a time.

    Who has taken a job says so again and again (`beat`); of one that is silent for long others may take it back (`release`). What a
    worker says of a job that it has lost meanwhile changes nothing: `claims` of the job tells the one from the other. No clock decides
    that, so none that jumps or is wrong makes two workers hold one job.
    """

    def add(
        self, kind: str, arguments: Mapping[str, Any], now: datetime, *, key: str | None = None, lane: str | None = None,
        priority: int = 0, not_before: datetime | None = None, tries: int = TRIES,
    ) -> Job:
        """Queues a job; when there is one of this `key`, whatever its state, that one. In the surrounding transaction if there is one."""

    def get(self, id: str) -> Job:
        """The job of this id; `NotFound` when there is none."""

    def newest(
        self, limit: int = 100, *, states: Sequence[JobState] = (), kind: str = "", after: Job | None = None,
    ) -> list[Job]:
        """The jobs that were queued last, the newest first; those before the job `after` where it is given."""

    def counts(self) -> dict[str, int]:
        """How many are in each state that any is in."""

    def claim(self, worker: str, now: datetime) -> Job | None:
        """Takes the next job that is due for a worker, which it is running from now on; None when none is, or another took it just now."""

    def running(self) -> list[Job]:
        """All jobs that a worker has taken."""

    def beat(self, job: Job, progress: JobProgress | None = None) -> Standing:
        """Its worker is alive and so far; whether it shall go on, stop because it was cancelled, or has lost the job."""

    def finish(self, job: Job, result: Any, now: datetime) -> bool:
        """It is done, with a result of JSON values; false when this worker has lost it, and nothing changes."""

    def fail(self, job: Job, error: str, now: datetime, again_at: datetime | None) -> bool:
        """It ended in an error, and is tried again at a moment, or never (None); false when this worker has lost it."""

    def stopped(self, job: Job, now: datetime) -> bool:
        """Its worker stopped because it was cancelled; false when this worker has lost it."""

    def release(self, job: Job, now: datetime) -> bool:
        """Gives back a job whose worker is gone or stops, to be taken at once; false when somebody else did, or its worker has said
        meanwhile that it is alive. One that was to be cancelled is cancelled."""

    def cancel(self, id: str, now: datetime) -> Job:
        """Cancels a job that waits, and asks the worker of one that runs to stop. One that has ended stays as it is. `NotFound`."""

    def retry(self, id: str, now: datetime) -> Job:
        """Queues a job that failed or was cancelled once more, with all its tries; `Conflict` for any other."""

    def prune(self, before: datetime) -> int:
        """Forgets the jobs that ended before a moment; how many."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A schedule, when its job is queued next, and when it was last, None: never."""

    schedule: Schedule
    next_at: datetime
    last_at: datetime | None = None


class Schedules(Protocol):
    """What is queued again and again."""

    def put(self, schedule: Schedule, now: datetime) -> Planned:
        """Keeps a schedule; one of the same id is replaced. Its first moment is the next one after `now`."""

    def all(self) -> list[Planned]:
        """All, in the order of their ids."""

    def delete(self, id: str) -> None:
        """Forgets one; `NotFound` when there is none."""

    def fire(self, now: datetime) -> list[Job]:
        """Queues the jobs of all schedules that are due, whoever calls it and how many do: each moment once, also when the clock goes back
        and comes to it a second time. Of moments that were missed only the last is made up for, and none while the job of an earlier
        moment still waits."""
