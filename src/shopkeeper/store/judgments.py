"""How well products fit queries, as people say."""

from __future__ import annotations

from sqlalchemy import func, select

from ..shop import Judgment
from .database import Database
from .kinds import JUDGMENTS, query_key
from .records import Records
from .schema import judgments


class JudgmentRecords(Records[Judgment]):
    """The `Judgments` of the protocol."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, JUDGMENTS)

    def of(self, query: str) -> list[Judgment]:
        """See `Judgments.of`."""
        return sorted(self.all(query=query_key(query)), key=lambda each: each.product_id)

    def queries(self) -> dict[str, int]:
        """See `Judgments.queries`."""
        statement = select(judgments.c.query, func.count().label("number")).group_by(judgments.c.query).order_by(judgments.c.query)
        with self._database.reading() as connection:
            return {row.query: row.number for row in connection.execute(statement)}
