"""Answers to requests that may be sent again, by their idempotency key."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select

from .database import Database
from .messages import Answer
from .records import upsert
from .schema import answers


class AnswerRecords:
    """The `Answers` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> Answer | None:
        """See `Answers.get`."""
        with self._database.reading() as connection:
            row = connection.execute(select(answers).where(answers.c.key == key)).first()
        return None if row is None else Answer(row.key, row.request, row.status, row.body, row.at)

    def put(self, answer: Answer) -> None:
        """See `Answers.put`."""
        with self._database.transaction() as connection:
            connection.execute(upsert(answers), asdict(answer))

    def forget(self, before: datetime) -> None:
        """See `Answers.forget`."""
        with self._database.transaction() as connection:
            connection.execute(delete(answers).where(answers.c.at < before))
