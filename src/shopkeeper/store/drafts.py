"""Texts that were written: nothing that was kept of one is ever lost."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from ..shop import Conflict, Draft
from .database import Database
from .kinds import DRAFTS
from .protocol import Written
from .records import Records
from .schema import drafts


class DraftRecords(Records[Draft]):
    """The `Drafts` of the protocol."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, DRAFTS)

    def newest(self, limit: int = 100, *, offset: int = 0, **equal: Any) -> list[Draft]:
        """See `Drafts.newest`."""
        statement = self._asked(equal)
        if statement is None:
            return []
        with self._database.reading() as connection:
            rows = connection.execute(statement.order_by(drafts.c.at.desc(), drafts.c.id).limit(limit).offset(offset)).all()
        return [DRAFTS.decode(row.payload) for row in rows]

    def states(self) -> dict[str, int]:
        """See `Drafts.states`."""
        with self._database.reading() as connection:
            rows = connection.execute(select(drafts.c.state, func.count().label("number")).group_by(drafts.c.state)).all()
        return {row.state: row.number for row in rows}

    def _put(self, connection: Connection, records: dict[str, Draft]) -> Written:
        for id, payload in self._stored(connection, list(records)).items():
            if payload is not None and not records[id].grew_from(DRAFTS.recall(payload)):
                raise Conflict(f"draft {id}: it was changed meanwhile; read it again")
        return super()._put(connection, records)
