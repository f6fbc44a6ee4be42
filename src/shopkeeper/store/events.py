"""Events: records that can be read in the order of time, without what the reader does not ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, case, null, select, tuple_, type_coerce

from ..shop import Event
from .database import Database
from .kinds import EVENTS
from .protocol import INTEREST, Act, Trace
from .records import Records
from .schema import events, microseconds

_PAGE = 2_000
_PLACE = (events.c.at, events.c.id)
_SHOWN = case((events.c.name.in_(INTEREST), events.c.payload), else_=null()).label("shown")
_TRACES = (
    select(type_coerce(events.c.at, BigInteger).label("moment"), events.c.id, events.c.name, events.c.customer_id, events.c.session_id,
           _SHOWN)
    .order_by(*_PLACE)
    .limit(_PAGE)
)
_ACTS = (
    select(events.c.id, type_coerce(events.c.at, BigInteger).label("moment"), events.c.customer_id, events.c.name)
    .where(events.c.customer_id.is_not(None))
    .order_by(*_PLACE)
    .limit(_PAGE)
)


class EventRecords(Records[Event]):
    """The `Events` of the protocol."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, EVENTS)

    def traces(self, since: datetime | None = None) -> Iterator[Trace]:
        """See `Events.traces`."""
        return map(_trace, self._by_moment(_TRACES, since))

    def acts(self, since: datetime | None = None) -> Iterator[Act]:
        """See `Events.acts`."""
        return map(Act._make, self._by_moment(_ACTS, since))

    def _by_moment(self, asked: Any, since: datetime | None) -> Iterator[Any]:
        """The rows of a statement that is ordered by `_PLACE`, page by page."""
        first = type_coerce(events.c.at, BigInteger)  # compared as the number that it is
        page = asked if since is None else asked.where(first >= microseconds(since))
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(page).all()
            yield from rows
            if len(rows) < _PAGE:
                return
            last = rows[-1]
            # The first condition says nothing new, but it is what the index on the moment can use.
            page = asked.where(first >= last.moment, tuple_(first, events.c.id) > tuple_(last.moment, last.id))


def _trace(row: Any) -> Trace:
    said = orjson.loads(row.shown) if row.shown else {}
    products = tuple(item["product_id"] for item in said.get("items", ()))
    return Trace(row.id, row.moment, row.name, row.customer_id, row.session_id, said.get("transaction_id"), products)
