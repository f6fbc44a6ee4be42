"""The customers of campaigns: who was written to, and who was held out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, select

from .bulk import add_rows
from .database import Database
from .kinds import storable
from .records import batches
from .schema import contacts

_AT_ONCE = 5_000  # rows


class ContactRecords:
    """The `Contacts` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, campaign_id: str, sent: Iterable[str], held: Iterable[str]) -> None:
        """See `Contacts.add`."""
        rows = ({"campaign_id": campaign_id, "customer_id": id, "held": place} for place, ids in enumerate((sent, held)) for id in ids)
        with self._database.transaction() as connection:
            for batch in batches(rows, _AT_ONCE):
                add_rows(self._database, connection, contacts, batch)

    def of(self, campaign_id: str) -> tuple[list[str], list[str]]:
        """See `Contacts.of`."""
        found: tuple[list[str], list[str]] = [], []
        for id, held in self._rows(select(contacts.c.customer_id, contacts.c.held), contacts.c.campaign_id, [campaign_id]):
            found[held].append(id)
        return sorted(found[0]), sorted(found[1])

    def counts(self, campaign_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        """See `Contacts.counts`."""
        asked = select(contacts.c.campaign_id, func.count(), func.sum(contacts.c.held)).group_by(contacts.c.campaign_id)
        rows = self._rows(asked, contacts.c.campaign_id, campaign_ids)
        return {id: (int(all) - int(held), int(held)) for id, all, held in rows}

    def reached(self, campaign_ids: Sequence[str]) -> dict[str, int]:
        """See `Contacts.reached`."""
        asked = select(contacts.c.customer_id, func.count()).where(contacts.c.held == 0).group_by(contacts.c.customer_id)
        found = Counter[str]()
        for id, count in self._rows(asked, contacts.c.campaign_id, campaign_ids):
            found[id] += int(count)
        return dict(found)

    def campaigns(self, customer_id: str) -> dict[str, bool]:
        """See `Contacts.campaigns`."""
        rows = self._rows(select(contacts.c.campaign_id, contacts.c.held), contacts.c.customer_id, [customer_id])
        return {id: not held for id, held in sorted(map(tuple, rows))}

    def forget(self, customer_id: str) -> int:
        """See `Contacts.forget`."""
        with self._database.transaction() as connection:
            return connection.execute(delete(contacts).where(contacts.c.customer_id == customer_id)).rowcount

    def _rows(self, asked: Any, column: Any, ids: Sequence[str]) -> list[Any]:
        """What is asked of the rows whose column has one of these ids."""
        found = list[Any]()
        with self._database.reading() as connection:
            for batch in batches(id for id in ids if storable(id)):
                found += connection.execute(asked.where(column.in_(batch))).all()
        return found
