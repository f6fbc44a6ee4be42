"""What other systems sent: which deliveries came, what became of them, and what their ids stand for here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from .database import Database
from .messages import Delivery, Link
from .records import upsert
from .schema import inbox, links


class InboxRecords:
    """The `Inbox` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, delivery: Delivery) -> None:
        """See `Inbox.put`."""
        with self._database.transaction() as connection:
            connection.execute(upsert(inbox), asdict(delivery))

    def get(self, key: str) -> Delivery | None:
        """See `Inbox.get`."""
        with self._database.reading() as connection:
            row = connection.execute(select(inbox).where(inbox.c.key == key)).first()
        return None if row is None else _delivery(row)

    def all(self, state: str) -> list[Delivery]:
        """See `Inbox.all`."""
        with self._database.reading() as connection:
            return [_delivery(row) for row in connection.execute(select(inbox).where(inbox.c.state == state).order_by(inbox.c.at))]

    def forget(self, before: datetime) -> None:
        """See `Inbox.forget`."""
        with self._database.transaction() as connection:
            connection.execute(delete(inbox).where(inbox.c.state == "done", inbox.c.at < before))


class LinkRecords:
    """The `Links` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, found: Iterable[Link]) -> None:
        """See `Links.put`."""
        rows = [{"key": link.key, "record_id": link.record_id, "at": link.at, "quantity": link.quantity} for link in found]
        if rows:
            with self._database.transaction() as connection:
                connection.execute(upsert(links), rows)

    def get(self, key: str) -> Link | None:
        """See `Links.get`."""
        return next(iter(self._where(links.c.key == key)), None)

    def below(self, prefix: str) -> list[Link]:
        """See `Links.below`."""
        return self._where(links.c.key >= prefix, links.c.key < prefix + "\U0010ffff")

    def of(self, record_id: str) -> list[Link]:
        """See `Links.of`."""
        return self._where(links.c.record_id == record_id)

    def _where(self, *conditions: Any) -> list[Link]:
        with self._database.reading() as connection:
            rows = connection.execute(select(links).where(*conditions).order_by(links.c.key)).all()
        return [Link(row.key, row.record_id, row.at, row.quantity) for row in rows]


def _delivery(row: Any) -> Delivery:
    return Delivery(row.key, row.source, row.topic, row.state, row.at, row.error, row.body)
