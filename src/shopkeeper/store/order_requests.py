"""What the shop's own order system is still to be asked: written in the transaction of the order's request itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, or_, select, update

from .database import Database
from .protocol import Pending
from .records import upsert
from .schema import order_requests as rows

_OPEN = ("waiting", "accepted")


class OrderRequestRecords:
    """The `OrderRequests` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, pending: Pending) -> None:
        """See `OrderRequests.put`."""
        with self._database.transaction() as connection:
            connection.execute(upsert(rows), asdict(pending) | {"error": pending.error.replace("\0", " ")})

    def get(self, id: str) -> Pending | None:
        """See `OrderRequests.get`."""
        return next(iter(self._where(1, rows.c.id == id)), None)

    def of(self, order_id: str) -> list[Pending]:
        """See `OrderRequests.of`."""
        return self._where(1000, rows.c.order_id == order_id)

    def all(self, state: str, limit: int = 1000) -> list[Pending]:
        """See `OrderRequests.all`."""
        return self._where(limit, rows.c.state == state)

    def claim(self, now: datetime, until: datetime, limit: int = 20) -> list[Pending]:
        """See `OrderRequests.claim`."""
        if not self._due(now, 1):
            return []  # mostly nothing is, and no writer is to wait for that
        with self._database.transaction() as connection:
            due = self._due(now, limit)
            connection.execute(update(rows).where(rows.c.id.in_([each.id for each in due])).values(due_at=until))
        return due

    def drop(self, ids: Sequence[str]) -> None:
        """See `OrderRequests.drop`."""
        with self._database.transaction() as connection:
            connection.execute(delete(rows).where(rows.c.id.in_(ids)))

    def _due(self, now: datetime, limit: int) -> list[Pending]:
        return self._where(limit, rows.c.state.in_(_OPEN), rows.c.due_at <= now, ~_earlier().exists())

    def _where(self, limit: int, *conditions: Any) -> list[Pending]:
        with self._database.reading() as connection:
            found = connection.execute(select(rows).where(*conditions).order_by(rows.c.at, rows.c.id).limit(limit)).all()
        return [Pending(**each._mapping) for each in found]


def _earlier() -> Any:
    """Of the same order, not given up, older."""
    before = rows.alias("before")
    older = or_(before.c.at < rows.c.at, and_(before.c.at == rows.c.at, before.c.id < rows.c.id))
    return select(before.c.id).where(before.c.order_id == rows.c.order_id, before.c.state.in_(_OPEN), older)
