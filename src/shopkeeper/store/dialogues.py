"""The assistant's conversations, and the audit of what was said, called and decided in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import delete, insert, or_, select

from .database import Database
from .protocol import Audited, Dialogue
from .records import upsert
from .schema import audit, dialogues

_PAGE = 1_000


class DialogueRecords:
    """The `Dialogues` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, dialogue: Dialogue) -> None:
        """See `Dialogues.put`."""
        with self._database.transaction() as connection:
            connection.execute(upsert(dialogues), asdict(dialogue))

    def get(self, id: str) -> Dialogue | None:
        """See `Dialogues.get`."""
        return next(iter(self._where(1, dialogues.c.id == id)), None)

    def get_many(self, ids: Sequence[str]) -> dict[str, Dialogue]:
        """See `Dialogues.get_many`."""
        return {each.id: each for each in self._where(len(ids), dialogues.c.id.in_(ids))}

    def newest(self, *, status: str = "", customer_id: str = "", limit: int = 100) -> list[Dialogue]:
        """See `Dialogues.newest`."""
        wanted = [column == value for column, value in ((dialogues.c.status, status), (dialogues.c.customer_id, customer_id)) if value]
        return self._where(limit, *wanted)

    def oldest(self, before: datetime, limit: int = 500) -> list[Dialogue]:
        """See `Dialogues.oldest`."""
        with self._database.reading() as connection:
            oldest = select(dialogues).where(dialogues.c.at < before).order_by(dialogues.c.at, dialogues.c.id).limit(limit)
            return [_dialogue(row) for row in connection.execute(oldest)]

    def delete(self, ids: Iterable[str]) -> None:
        """See `Dialogues.delete`."""
        with self._database.transaction() as connection:
            connection.execute(delete(dialogues).where(dialogues.c.id.in_(list(ids))))

    def _where(self, limit: int, *conditions: Any) -> list[Dialogue]:
        with self._database.reading() as connection:
            newest = select(dialogues).where(*conditions).order_by(dialogues.c.at.desc(), dialogues.c.id).limit(limit)
            rows = connection.execute(newest).all()
        return [_dialogue(row) for row in rows]


class AuditRecords:
    """The `Audit` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, dialogue_id: str, entries: Iterable[tuple[datetime, str, Any]]) -> None:
        """See `Audit.append`."""
        rows = [{"dialogue_id": dialogue_id, "at": at, "kind": kind, "data": orjson.dumps(data).decode()} for at, kind, data in entries]
        if rows:
            with self._database.transaction() as connection:
                connection.execute(insert(audit), rows)

    def of(self, dialogue_id: str, after: int = 0) -> list[Audited]:
        """See `Audit.of`."""
        with self._database.reading() as connection:
            return [_audited(row) for row in connection.execute(
                select(audit).where(audit.c.dialogue_id == dialogue_id, audit.c.number > after).order_by(audit.c.number))]

    def by_conversation(self) -> Iterator[Audited]:
        """See `Audit.by_conversation`."""
        ordered = select(audit).order_by(audit.c.dialogue_id, audit.c.number).limit(_PAGE)
        page = ordered
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(page).all()
            yield from map(_audited, rows)
            if len(rows) < _PAGE:
                return
            id, number = rows[-1].dialogue_id, rows[-1].number
            # The first condition says nothing new, but it is what the index can use.
            page = ordered.where(audit.c.dialogue_id >= id, or_(audit.c.dialogue_id > id, audit.c.number > number))

    def since(self, moment: datetime) -> Iterator[Audited]:
        """See `Audit.since`."""
        last = 0
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(
                    select(audit).where(audit.c.at >= moment, audit.c.number > last).order_by(audit.c.number).limit(_PAGE)).all()
            yield from map(_audited, rows)
            if len(rows) < _PAGE:
                return
            last = rows[-1].number

    def erase(self, dialogue_ids: Iterable[str]) -> None:
        """See `Audit.erase`."""
        with self._database.transaction() as connection:
            connection.execute(delete(audit).where(audit.c.dialogue_id.in_(list(dialogue_ids))))


def _dialogue(row: Any) -> Dialogue:
    return Dialogue(row.id, row.customer_id, row.status, row.at, row.state)


def _audited(row: Any) -> Audited:
    return Audited(row.number, row.dialogue_id, row.at, row.kind, orjson.loads(row.data))
