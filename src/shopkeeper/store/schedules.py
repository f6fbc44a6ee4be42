"""What is queued again and again: each moment once, whatever number of workers look and whatever their clocks do."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import orjson
from sqlalchemy import delete, or_, select, update

from ..shop import NotFound
from ..shop.job import Job, JobState, Schedule
from .database import Database
from .queue import QueueRecords
from .queued import Planned
from .records import upsert
from .schema import queue
from .schema import schedules as rows


class ScheduleRecords:
    """The `Schedules` of the protocol."""

    def __init__(self, database: Database, jobs: QueueRecords) -> None:
        self._database, self._jobs = database, jobs

    def put(self, schedule: Schedule, now: datetime) -> Planned:
        """See `Schedules.put`."""
        planned = Planned(schedule, schedule.following(now))
        payload = orjson.dumps(asdict(schedule)).decode()
        with self._database.transaction() as connection:
            connection.execute(upsert(rows), {"id": schedule.id, "payload": payload, "next_at": planned.next_at, "last_at": None})
        return planned

    def all(self) -> list[Planned]:
        """See `Schedules.all`."""
        with self._database.reading() as connection:
            found = connection.execute(select(rows).order_by(rows.c.id)).all()
        return [Planned(Schedule(**orjson.loads(row.payload)), row.next_at, row.last_at) for row in found]

    def delete(self, id: str) -> None:
        """See `Schedules.delete`."""
        with self._database.transaction() as connection:
            if not connection.execute(delete(rows).where(rows.c.id == id)).rowcount:
                raise NotFound("schedule", id)

    def fire(self, now: datetime) -> list[Job]:
        """See `Schedules.fire`."""
        if not any(_due(each, now) for each in self.all()):
            return []  # mostly none is, and no writer is to wait for that
        with self._database.transaction():
            return [job for each in self.all() if _due(each, now) and (job := self._queued(each, now))]

    def _queued(self, planned: Planned, now: datetime) -> Job | None:
        schedule, moment = planned.schedule, planned.schedule.latest(now)
        went_back = planned.next_at > now  # the clock: what it comes to again has been queued before, by its key
        values = {"next_at": schedule.following(now)} | ({} if went_back else {"last_at": moment})
        key, mine = _key(schedule, moment.isoformat()), queue.c.key.startswith(_key(schedule, ""), autoescape=True)
        with self._database.transaction() as connection:
            connection.execute(update(rows).where(rows.c.id == schedule.id).values(values))
            had = select(queue.c.id).where(or_(queue.c.key == key, mine & (queue.c.state == JobState.WAITING))).limit(1)
            if went_back or connection.execute(had).first():
                return None
            return self._jobs.add(schedule.kind, schedule.arguments, now, key=key, lane=schedule.lane)


def _due(planned: Planned, now: datetime) -> bool:
    """Also one whose moment lies further ahead than the next one does: the clock was wrong when it was set."""
    return planned.next_at <= now or planned.next_at > planned.schedule.following(now)


def _key(schedule: Schedule, moment: str) -> str:
    return f"schedule/{schedule.id}/{moment}"
