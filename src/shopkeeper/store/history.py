"""Prices and stock over time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Table, and_, bindparam, func, select, tuple_

from ..shop import Money, PriceChange, StockChange
from .database import Database
from .kinds import Row, encode, storable
from .protocol import Series
from .records import BATCH, batches, upsert
from .schema import price_history, stock_history

P = TypeVar("P", PriceChange, StockChange)
_VARIABLES = 400  # points that one statement asks for: two values each


@dataclass(frozen=True, slots=True)
class Points(Generic[P]):
    """One of the two histories: its table, and what a point is in columns."""

    table: Table
    columns: Callable[[P], Row]

    def write(self, connection: Connection, points: Iterable[P]) -> None:
        """Adds points; the same variant and moment again replaces the earlier."""
        for batch in batches(points):
            connection.execute(upsert(self.table), [self._row(point) for point in batch])

    def latest(self, connection: Connection, variant_ids: Sequence[str]) -> dict[str, datetime]:
        """The moment of the newest point of each of these variants that has one."""
        key, at = self.table.c.variant_id, self.table.c.at
        newest = select(key, func.max(at, type_=at.type)).where(key.in_(bindparam("ids", expanding=True))).group_by(key)
        return {row[0]: row[1] for row in connection.execute(newest, {"ids": list(variant_ids)})}

    def _row(self, point: P) -> Row:
        encode(point)  # refuses what a database cannot hold, by the name of the field
        return {"variant_id": point.variant_id, "at": point.at, **self.columns(point)}


PRICES: Points[PriceChange] = Points(price_history, lambda p: {"amount": p.price.amount, "currency": p.price.currency})
STOCK: Points[StockChange] = Points(stock_history, lambda p: {"quantity": p.quantity})


class SeriesRecords(Generic[P]):
    """The `Series` of the protocol; `point` makes a point of a row."""

    def __init__(self, database: Database, points: Points[P], point: Callable[[Any], P]) -> None:
        self._database, self._table = database, points.table
        self._points: Points[P] = points
        self._point: Callable[[Any], P] = point
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

    def stored(self, points: Sequence[P]) -> dict[tuple[str, datetime], P]:
        """See `Series.stored`."""
        found: dict[tuple[str, datetime], P] = {}
        keys = dict.fromkeys((point.variant_id, point.at) for point in points if storable(point.variant_id))
        for batch in batches(keys, _VARIABLES):
            asked = tuple_(*self._key).in_([tuple_(*key, types=[column.type for column in self._key]) for key in batch])
            found |= {(point.variant_id, point.at): point for point in self._read(select(self._table).where(asked))}
        return found

    def newest(self, variant_ids: Sequence[str], until: datetime | None = None) -> dict[str, P]:
        """See `Series.newest`."""
        found: dict[str, P] = {}
        id, at = self._key
        for batch in batches(id for id in dict.fromkeys(variant_ids) if storable(id)):
            window = id.in_(batch) if until is None else and_(id.in_(batch), at <= until)
            last = select(id, func.max(at).label("last")).where(window).group_by(id).subquery()
            statement = select(self._table).join(last, and_(id == last.c.variant_id, at == last.c.last))
            found |= {point.variant_id: point for point in self._read(statement)}
        return found

    def all(self) -> Iterator[P]:
        """See `Series.all`."""
        page = ordered = select(self._table).order_by(*self._key).limit(BATCH)
        while points := self._read(page):
            yield from points
            place = tuple_(points[-1].variant_id, points[-1].at, types=[column.type for column in self._key])
            page = ordered.where(tuple_(*self._key) > place)

    def _read(self, statement: Any) -> list[P]:
        with self._database.reading() as connection:
            return [self._point(row) for row in connection.execute(statement)]


class HistoryRecords:
    """The `History` of the protocol."""

    def __init__(self, database: Database) -> None:
        self.price_points: Series[PriceChange] = SeriesRecords[PriceChange](
            database, PRICES, lambda row: PriceChange(row.variant_id, row.at, Money(row.amount, row.currency))
        )
        self.stock_points: Series[StockChange] = SeriesRecords[StockChange](
            database, STOCK, lambda row: StockChange(row.variant_id, row.at, row.quantity)
        )

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
