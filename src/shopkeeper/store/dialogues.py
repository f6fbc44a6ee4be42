"""The assistant's conversations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from .database import Database
from .protocol import Dialogue
from .records import upsert
from .schema import dialogues


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


def _dialogue(row: Any) -> Dialogue:
    return Dialogue(row.id, row.customer_id, row.status, row.at, row.state)

