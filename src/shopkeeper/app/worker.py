"""A worker: takes jobs of the shop, one after the other, and does them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..models.language.protocol import BudgetSpent, ModelUnavailable
from ..shop import InvalidQuery, NotIndexed, ShopkeeperError
from ..shop.job import Job, JobProgress, try_again_after
from ..store import StoreError
from .background import beside
from .jobs import KINDS, Kind, read
from .presence import Presence

if TYPE_CHECKING:
    from .shop import Shop

POLL = 1.0  # seconds between two looks at an empty queue
BEAT = 1.0  # seconds between two signs of life, after which a job that was cancelled is asked to stop
SILENCE = 60.0  # seconds without a sign of life after which a worker elsewhere is taken to be dead
KEPT = timedelta(days=30)  # that a job which ended can be looked at
TROUBLE = 3.0  # seconds to wait where the store does not answer
_PASSING = StoreError, ModelUnavailable, BudgetSpent, NotIndexed  # refusals that may be none the next time

log = logging.getLogger(__name__)


class Stopped(KeyboardInterrupt):
    """The job in hand is to be left: it was cancelled or taken away. As an interrupt it passes what only answers errors."""


class Worker:
    """One worker. `interrupt` makes `Stopped` come up in the thread that works, wherever it is; without one it comes with the next
    progress that a job tells."""

    def __init__(
        self, shop: Shop, presence: Presence, *, interrupt: Callable[[], None] = lambda: None, clock: Callable[[], datetime] | None = None,
        kinds: Mapping[str, Kind] = KINDS, silence: float = SILENCE,
    ) -> None:
        self._shop, self._queue, self._presence = shop, shop.store.queue, presence
        self._interrupt, self._now = interrupt, clock or (lambda: datetime.now(UTC))
        self._kinds, self._silence = kinds, silence
        self._seen: dict[tuple[str, int, int], float] = {}
        self._tidied = 0.0
        self.working = False

    def run(self, stop: threading.Event, *, once: bool = False) -> int:
        """Works until `stop` is set, or with `once` until nothing is due and nobody is at work; how many jobs it did."""
        done = 0
        while not stop.is_set():
            try:
                if self.step():
                    done += 1
                elif once and not self._queue.running():
                    break
                else:
                    stop.wait(POLL)
            except Stopped:
                continue  # it came up just after the job
            except StoreError as error:
                log.warning("%s; trying again", error)
                stop.wait(TROUBLE)
        return done

    def step(self) -> bool:
        """Queues what is due, takes back what dead workers held, and does the next job; whether there was one."""
        self._shop.store.schedules.fire(self._now())
        self._reclaim()
        job = self._queue.claim(self._presence.name, self._now())
        if job is None:
            return False
        self._do(job)
        return True

    def _reclaim(self) -> None:
        """No clock of the day says that a worker is dead: its lock does, or that it was silent for so long as this worker looks on."""
        now, seen = time.monotonic(), {}
        for job in self._queue.running():
            sign = job.id, job.claims, job.beats
            seen[sign] = self._seen.get(sign, now)
            mine = job.worker == self._presence.name  # which could not say how it ended, as the store did not answer
            if (mine or self._presence.gone(job.worker) or now - seen[sign] > self._silence) and self._queue.release(job, self._now()):
                log.warning("job %s (%s) goes on: its worker %s is gone", job.id, job.kind, job.worker)
        self._seen = seen
        if now - self._tidied > 3600 or not self._tidied:
            self._tidied = now
            self._presence.tidy()
            self._queue.prune(self._now() - KEPT)

    def _do(self, job: Job) -> None:
        course = _Course(self, job)
        try:
            with beside(course.watch):
                self.working = True
                try:
                    result = self._result(job, course.progress)
                finally:
                    self.working = False
        except KeyboardInterrupt:
            self._left(job, course)
        except Exception as error:
            self._failed(job, error)
        else:
            self._queue.finish(job, result, self._now())

    def _result(self, job: Job, progress: Callable[[str, int, int], None]) -> Any:
        kind = self._kinds.get(job.kind)
        if kind is None:
            raise InvalidQuery(f"this version of Shopkeeper knows no kind of job {job.kind!r}")
        return kind.run(self._shop, read(job.kind, job.arguments, self._kinds), progress)

    def _left(self, job: Job, course: _Course) -> None:
        """What was cancelled has ended; what is left for any other reason goes on elsewhere, and the one who left is told again."""
        if course.standing == "cancel":
            self._queue.stopped(job, self._now())
        elif course.standing == "go on":
            self._queue.release(self._queue.get(job.id), self._now())
            raise KeyboardInterrupt

    def _failed(self, job: Job, error: Exception) -> None:
        final = isinstance(error, ShopkeeperError) and not isinstance(error, _PASSING)
        if not isinstance(error, ShopkeeperError | OSError):
            log.error("job %s (%s) failed", job.id, job.kind, exc_info=error)
        more = not final and job.failures + 1 < job.tries
        now = self._now()
        self._queue.fail(job, sentence(error), now, now + try_again_after(job.failures + 1) if more else None)

    def stop_working(self) -> None:
        """Makes the job in hand stop."""
        if self.working:
            self._interrupt()

    def beat(self, job: Job, progress: JobProgress | None) -> str:
        """A sign of life, see `Queue.beat`; where the store does not answer it goes on for now."""
        try:
            return self._queue.beat(job, progress)
        except StoreError as error:
            log.warning("%s; trying again", error)
            return "go on"


class _Course:
    """A job that is being done: what it tells of its progress, and whether it shall go on."""

    def __init__(self, worker: Worker, job: Job) -> None:
        self._worker, self._job = worker, job
        self._latest: JobProgress | None = None
        self.standing = "go on"

    def progress(self, what: str, done: int, total: int) -> None:
        """Told by the job; `Stopped` where it shall not go on."""
        self._latest = JobProgress(what[:200], done, total)
        if self.standing != "go on":
            raise Stopped

    def watch(self, over: threading.Event) -> None:
        """Says that the worker is alive while the job goes on, and stops the job where it is no longer wanted."""
        while not over.wait(BEAT):
            latest, self._latest = self._latest, None
            self.standing = self._worker.beat(self._job, latest)
            if self.standing != "go on" and not over.is_set():
                self._worker.stop_working()


def sentence(error: Exception) -> str:
    """What went wrong, for a person."""
    if isinstance(error, ShopkeeperError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    with suppress(IndexError):
        return f"unexpected {type(error).__name__}: {str(error).splitlines()[0]}"
    return f"unexpected {type(error).__name__}"
