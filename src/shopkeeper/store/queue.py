"""Long work that any number of workers take from one store."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from ..shop import Conflict, NotFound
from ..shop.job import ENDED, LONGEST, TRIES, Job, JobProgress, JobState
from .database import Database
from .queued import Standing
from .schema import queue as rows

DEATHS = 20  # workers that end while they run a job before it is taken to be what ends them
_FRESH: dict[str, Any] = {"worker": "", "cancelling": 0, "progress": "{}", "error": "", "result": "null", "started_at": None,
                          "ended_at": None, "failures": 0, "beats": 0}


class QueueRecords:
    """The `Queue` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, kind: str, arguments: Mapping[str, Any], now: datetime, *, key: str | None = None, lane: str | None = None,
        priority: int = 0, not_before: datetime | None = None, tries: int = TRIES,
    ) -> Job:
        """See `Queue.add`."""
        id, text = secrets.token_hex(6), orjson.dumps(dict(arguments)).decode()
        row = {**_FRESH, "id": id, "kind": kind, "arguments": text, "state": JobState.WAITING, "at": now, "key": key, "lane": lane,
               "priority": priority, "not_before": not_before, "tries": tries, "claims": 0}
        with self._database.beside() as connection:
            connection.execute(insert(rows).on_conflict_do_nothing(index_elements=["key"]), row)
        return self._first(rows.c.id == id) or self.get(str(key), column="key")

    def get(self, id: str, column: str = "id") -> Job:
        """See `Queue.get`."""
        found = self._first(rows.c[column] == id)
        if found is None:
            raise NotFound("job", id)
        return found

    def newest(
        self, limit: int = 100, *, states: Sequence[JobState] = (), kind: str = "", after: Job | None = None,
    ) -> list[Job]:
        """See `Queue.newest`."""
        statement = select(rows).order_by(rows.c.at.desc(), rows.c.id.desc()).limit(limit)
        if states:
            statement = statement.where(rows.c.state.in_(states))
        if kind:
            statement = statement.where(rows.c.kind == kind)
        if after:
            statement = statement.where(or_(rows.c.at < after.at, and_(rows.c.at == after.at, rows.c.id < after.id)))
        return self._all(statement)

    def counts(self) -> dict[str, int]:
        """See `Queue.counts`."""
        with self._database.reading() as connection:
            found = connection.execute(select(rows.c.state, func.count().label("number")).group_by(rows.c.state)).all()
        return {row.state: row.number for row in found}

    def claim(self, worker: str, now: datetime) -> Job | None:
        """See `Queue.claim`."""
        if not self._all(_next(now)):
            return None  # mostly nothing is due, and no writer is to wait for that
        # Two jobs of a lane that two workers take at once: the database lets one of them have it.
        with suppress(IntegrityError), self._database.beside() as connection:
            row = connection.execute(_next(now).with_for_update(of=rows, skip_locked=True)).first()
            if row is None:
                return None
            taken = {"state": JobState.RUNNING, "worker": worker, "claims": row.claims + 1, "beats": 0, "started_at": now,
                     "progress": "{}", "error": row.error}
            connection.execute(update(rows).where(rows.c.id == row.id).values(taken))
            return _job(connection.execute(select(rows).where(rows.c.id == row.id)).one())
        return None

    def running(self) -> list[Job]:
        """See `Queue.running`."""
        return self._all(select(rows).where(rows.c.state == JobState.RUNNING).order_by(rows.c.at))

    def beat(self, job: Job, progress: JobProgress | None = None) -> Standing:
        """See `Queue.beat`."""
        values: dict[str, Any] = {"beats": rows.c.beats + 1}
        if progress:
            values["progress"] = orjson.dumps(asdict(progress)).decode()
        if not self._held(job, values):
            return "lost"
        return "cancel" if self.get(job.id).cancelling else "go on"

    def finish(self, job: Job, result: Any, now: datetime) -> bool:
        """See `Queue.finish`."""
        text = orjson.dumps(result, default=str).decode()
        return self._held(job, {"state": JobState.DONE, "result": text, "error": "", "ended_at": now, "cancelling": 0})

    def fail(self, job: Job, error: str, now: datetime, again_at: datetime | None) -> bool:
        """See `Queue.fail`."""
        values: dict[str, Any] = {"error": error.replace("\0", " "), "failures": rows.c.failures + 1}
        again = {"state": JobState.WAITING, "not_before": again_at, "worker": ""}
        return self._held(job, values | (again if again_at else {"state": JobState.FAILED, "ended_at": now}))

    def stopped(self, job: Job, now: datetime) -> bool:
        """See `Queue.stopped`."""
        return self._held(job, {"state": JobState.CANCELLED, "ended_at": now, "cancelling": 0})

    def release(self, job: Job, now: datetime) -> bool:
        """See `Queue.release`."""
        values: dict[str, Any] = {"state": JobState.WAITING, "worker": ""}
        if job.cancelling:
            values = {"state": JobState.CANCELLED, "ended_at": now, "cancelling": 0}
        elif job.claims - job.failures >= DEATHS:
            values = {"state": JobState.FAILED, "ended_at": now, "error": f"its worker ended {DEATHS} times while it ran this job"}
        return self._held(job, values, rows.c.beats == job.beats)

    def cancel(self, id: str, now: datetime) -> Job:
        """See `Queue.cancel`."""
        waits, runs = rows.c.state == JobState.WAITING, rows.c.state == JobState.RUNNING
        with self._database.beside() as connection:
            ended = {"state": JobState.CANCELLED, "ended_at": now}
            if not connection.execute(update(rows).where(rows.c.id == id, waits).values(ended)).rowcount:
                connection.execute(update(rows).where(rows.c.id == id, runs).values(cancelling=1))
        return self.get(id)

    def retry(self, id: str, now: datetime) -> Job:
        """See `Queue.retry`."""
        again = {**_FRESH, "state": JobState.WAITING, "at": now, "not_before": None, "claims": rows.c.claims}
        over = rows.c.state.in_((JobState.FAILED, JobState.CANCELLED))
        with self._database.beside() as connection:
            changed = connection.execute(update(rows).where(rows.c.id == id, over).values(again)).rowcount
        job = self.get(id)
        if not changed:
            raise Conflict(f"job {id}: it is {job.state}; only one that failed or was cancelled can be tried again")
        return job

    def prune(self, before: datetime) -> int:
        """See `Queue.prune`."""
        with self._database.beside() as connection:
            return connection.execute(delete(rows).where(rows.c.state.in_(ENDED), rows.c.ended_at < before)).rowcount

    def _held(self, job: Job, values: Mapping[str, Any], *conditions: ColumnElement[bool]) -> bool:
        """Changes a job unless its worker has lost it."""
        mine = rows.c.id == job.id, rows.c.state == JobState.RUNNING, rows.c.claims == job.claims
        with self._database.beside() as connection:
            return connection.execute(update(rows).where(*mine, *conditions).values(dict(values))).rowcount > 0

    def _first(self, *conditions: ColumnElement[bool]) -> Job | None:
        return next(iter(self._all(select(rows).where(*conditions).limit(1))), None)

    def _all(self, statement: Select[Any]) -> list[Job]:
        with self._database.reading() as connection:
            return [_job(row) for row in connection.execute(statement).all()]


def _next(now: datetime) -> Select[Any]:
    """The job that is due next. One that failed never waits longer than the longest wait, whatever the clock said when it did."""
    other = rows.alias("other")
    taken = select(other.c.id).where(other.c.lane == rows.c.lane, other.c.state == JobState.RUNNING)
    stale = and_(rows.c.failures > 0, rows.c.not_before > now + LONGEST)
    due = or_(rows.c.not_before.is_(None), rows.c.not_before <= now, stale)
    first = rows.c.priority.desc(), rows.c.at, rows.c.id
    return select(rows).where(rows.c.state == JobState.WAITING, due, ~taken.exists()).order_by(*first).limit(1)


def _job(row: Any) -> Job:
    values = dict(row._mapping)
    read = {name: orjson.loads(values[name]) for name in ("arguments", "progress", "result")}
    return Job(**{**values, **read, "state": JobState(row.state), "cancelling": bool(row.cancelling),
                  "progress": JobProgress(**read["progress"])})
