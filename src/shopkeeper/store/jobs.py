"""Where long work stands."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import delete, select

from .database import Database
from .records import upsert
from .schema import jobs


class JobRecords:
    """The `Jobs` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, key: str, progress: dict[str, Any]) -> None:
        """See `Jobs.save`."""
        with self._database.transaction() as connection:
            connection.execute(upsert(jobs), {"key": key, "progress": orjson.dumps(progress).decode()})

    def load(self, key: str) -> dict[str, Any] | None:
        """See `Jobs.load`."""
        with self._database.reading() as connection:
            row = connection.execute(select(jobs.c.progress).where(jobs.c.key == key)).first()
        progress: dict[str, Any] | None = None if row is None else orjson.loads(row.progress)
        return progress

    def below(self, prefix: str) -> list[str]:
        """See `Jobs.below`."""
        with self._database.reading() as connection:
            begun = select(jobs.c.key).where(jobs.c.key.startswith(prefix, autoescape=True)).order_by(jobs.c.key)
            return list(connection.execute(begun).scalars())

    def finish(self, key: str) -> None:
        """See `Jobs.finish`."""
        with self._database.transaction() as connection:
            connection.execute(delete(jobs).where(jobs.c.key == key))
