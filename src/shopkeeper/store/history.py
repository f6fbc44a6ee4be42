"""Prices and stock over time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Table, bindparam, func, select, tuple_

from ..shop import Money, PriceChange, StockChange
from .database import Database
from .kinds import Row, encode, storable
from .protocol import Series
from .records import BATCH, batches, upsert
from .schema import price_history, stock_history

P = TypeVar("P", PriceChange, StockChange)
Moment = tuple[str, datetime]  # a variant and when
_VARIABLES = 400  # points that one statement asks for: two values each


@dataclass(frozen=True, slots=True)
class Points(Generic[P]):
    """One of the two histories: its table, what a point is in columns, and the point of a row."""

    table: Table
    columns: Callable[[P], Row]
    point: Callable[[Any], P]

    def write(self, connection: Connection, points: Iterable[P]) -> None:
        """Adds points; the same variant and moment again replaces the earlier."""
        for batch in batches(points):
            connection.execute(upsert(self.table), [self._row(point) for point in batch])

    def latest(self, connection: Connection, variant_ids: Sequence[str], until: datetime | None = None) -> dict[str, datetime]:
        """The moment of the newest point, at `until` or earlier, of each of these variants that has one."""
        key, at = self.table.c.variant_id, self.table.c.at
        newest = select(key, func.max(at, type_=at.type)).where(key.in_(bindparam("ids", expanding=True))).group_by(key)
        newest = newest if until is None else newest.where(at <= until)
        return {row[0]: row[1] for row in connection.execute(newest, {"ids": list(variant_ids)})}

    def stored(self, connection: Connection, points: Sequence[P]) -> dict[Moment, P]:
        """What is kept at the variants and moments of `points`."""
        found, columns = dict[Moment, P](), (self.table.c.variant_id, self.table.c.at)
        keys = dict.fromkeys((point.variant_id, point.at) for point in points if storable(point.variant_id))
        for batch in batches(keys, _VARIABLES):
            asked = tuple_(*columns).in_([tuple_(*key, types=[column.type for column in columns]) for key in batch])
            rows = connection.execute(select(self.table).where(asked))
            found |= {(point.variant_id, point.at): point for point in map(self.point, rows)}
        return found

    def _row(self, point: P) -> Row:
        encode(point)  # refuses what a database cannot hold, by the name of the field
        return {"variant_id": point.variant_id, "at": point.at, **self.columns(point)}


PRICES: Points[PriceChange] = Points(
    price_history, lambda p: {"amount": p.price.amount, "currency": p.price.currency},
    lambda row: PriceChange(row.variant_id, row.at, Money(row.amount, row.currency)),
)
STOCK: Points[StockChange] = Points(
    stock_history, lambda p: {"quantity": p.quantity}, lambda row: StockChange(row.variant_id, row.at, row.quantity)
)


class SeriesRecords(Generic[P]):
    """The `Series` of the protocol."""

    def __init__(self, database: Database, points: Points[P]) -> None:
        self._database, self._table = database, points.table
        self._points: Points[P] = points
        self._key = (self._table.c.variant_id, self._table.c.at)

    def put(self, points: Iterable[P]) -> None:
        """See `Series.put`."""
        with self._database.transaction() as connection:
            self._points.write(connection, points)

    def of(self, variant_id: str, since: datetime | None = None) -> list[P]:
        """See `Series.of`."""
        if not storable(variant_id):
            return []
        statement = select(self._table).where(self._table.c.variant_id == variant_id).order_by(self._table.c.at)
        return self._read(statement if since is None else statement.where(self._table.c.at >= since))

    def stored(self, points: Sequence[P]) -> dict[Moment, P]:
        """See `Series.stored`."""
        with self._database.reading() as connection:
            return self._points.stored(connection, points)

    def all(self) -> Iterator[P]:
        """See `Series.all`."""
        page = ordered = select(self._table).order_by(*self._key).limit(BATCH)
        while points := self._read(page):
            yield from points
            place = tuple_(points[-1].variant_id, points[-1].at, types=[column.type for column in self._key])
            page = ordered.where(tuple_(*self._key) > place)

    def _read(self, statement: Any) -> list[P]:
        with self._database.reading() as connection:
            return [self._points.point(row) for row in connection.execute(statement)]


class HistoryRecords:
    """The `History` of the protocol."""

    def __init__(self, database: Database) -> None:
        self.price_points: Series[PriceChange] = SeriesRecords(database, PRICES)
        self.stock_points: Series[StockChange] = SeriesRecords(database, STOCK)

    def put_prices(self, points: Iterable[PriceChange]) -> None:
        """See `History.put_prices`."""
        self.price_points.put(points)

    def put_stock(self, points: Iterable[StockChange]) -> None:
        """See `History.put_stock`."""
        self.stock_points.put(points)

    def prices(self, variant_id: str, since: datetime | None = None) -> list[PriceChange]:
        """See `History.prices`."""
        return self.price_points.of(variant_id, since)

    def stock(self, variant_id: str, since: datetime | None = None) -> list[StockChange]:
        """See `History.stock`."""
        return self.stock_points.of(variant_id, since)
