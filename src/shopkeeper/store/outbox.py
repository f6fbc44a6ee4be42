"""What is to be told outside: written in the transaction of the change itself, so that neither is without the other."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, delete, func, insert, select, update

from ..shop.webhook import TOPICS
from .database import Database
from .kinds import WEBHOOKS, Row
from .messages import Outgoing
from .schema import outbox, webhooks


def announce(connection: Connection, topic: str, items: Iterable[tuple[str, str]]) -> None:
    """Queues a message for every webhook that wants the topic: `items` are pairs of the record that it is
    about, within which messages keep their order, and its JSON text."""
    if topic not in TOPICS:
        return
    payloads = connection.execute(select(webhooks.c.payload)).scalars().all()
    wanted = [hook.id for payload in payloads if (hook := WEBHOOKS.recall(payload)).enabled and topic in hook.topics]
    if not wanted:
        return
    number = connection.execute(select(func.coalesce(func.max(outbox.c.number), 0))).scalar_one()
    now, rows = datetime.now(UTC), list[Row]()
    for key, data in items:
        for webhook_id in wanted:
            rows.append(_row(number + len(rows) + 1, webhook_id, topic, key, data, now))
    if rows:
        connection.execute(insert(outbox), rows)


def _row(number: int, webhook_id: str, topic: str, key: str, data: str, now: datetime) -> Row:
    id = uuid.uuid4().hex
    body = orjson.dumps({"id": id, "topic": topic, "created_at": now.isoformat(), "data": orjson.Fragment(data)}).decode()
    return {"number": number, "id": id, "webhook_id": webhook_id, "topic": topic, "key": key, "body": body, "state": "waiting", "error": "",
            "at": now, "due_at": now, "attempts": 0}


class OutboxRecords:
    """The `Outbox` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def announce(self, topic: str, key: str, data: Any) -> None:
        """See `Outbox.announce`."""
        with self._database.transaction() as connection:
            announce(connection, topic, [(key, orjson.dumps(data).decode())])

    def due(self, now: datetime, limit: int = 100) -> list[Outgoing]:
        """See `Outbox.due`."""
        before = outbox.alias("before")
        earlier = select(before.c.number).where(
            before.c.webhook_id == outbox.c.webhook_id, before.c.key == outbox.c.key, before.c.state == "waiting",
            before.c.number < outbox.c.number,
        )
        return self._where(limit, outbox.c.state == "waiting", outbox.c.due_at <= now, ~earlier.exists())

    def all(self, state: str, limit: int = 1000) -> list[Outgoing]:
        """See `Outbox.all`."""
        return self._where(limit, outbox.c.state == state)

    def delivered(self, id: str) -> None:
        """See `Outbox.delivered`."""
        with self._database.transaction() as connection:
            connection.execute(delete(outbox).where(outbox.c.id == id))

    def failed(self, id: str, error: str, due_at: datetime | None) -> None:
        """See `Outbox.failed`."""
        values: Row = {"error": error.replace("\0", " "), "attempts": outbox.c.attempts + 1}
        values |= {"state": "dead"} if due_at is None else {"due_at": due_at}
        with self._database.transaction() as connection:
            connection.execute(update(outbox).where(outbox.c.id == id).values(values))

    def retry(self, ids: Sequence[str], now: datetime) -> int:
        """See `Outbox.retry`."""
        again = {"state": "waiting", "attempts": 0, "due_at": now}
        with self._database.transaction() as connection:
            return connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(again)).rowcount

    def forget(self, keys: Sequence[str]) -> None:
        """See `Outbox.forget`."""
        with self._database.transaction() as connection:
            connection.execute(delete(outbox).where(outbox.c.key.in_(keys)))

    def drop(self, webhook_id: str) -> None:
        """See `Outbox.drop`."""
        with self._database.transaction() as connection:
            connection.execute(delete(outbox).where(outbox.c.webhook_id == webhook_id))

    def _where(self, limit: int, *conditions: Any) -> list[Outgoing]:
        with self._database.reading() as connection:
            rows = connection.execute(select(outbox).where(*conditions).order_by(outbox.c.number).limit(limit)).all()
        return [Outgoing(r.id, r.webhook_id, r.topic, r.key, r.body, r.state, r.error, r.attempts, r.at, r.due_at) for r in rows]
