"""Prices and stock over time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Table, bindparam, func, select

from ..shop import Money, PriceChange, StockChange
from .database import Database
from .kinds import Row, encode, storable
from .records import batches, upsert
from .schema import price_history, stock_history

P = TypeVar("P", PriceChange, StockChange)


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


class HistoryRecords:
    """The `History` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put_prices(self, points: Iterable[PriceChange]) -> None:
        """See `History.put_prices`."""
        with self._database.transaction() as connection:
            PRICES.write(connection, points)

    def put_stock(self, points: Iterable[StockChange]) -> None:
        """See `History.put_stock`."""
        with self._database.transaction() as connection:
            STOCK.write(connection, points)

    def prices(self, variant_id: str, since: datetime | None = None) -> list[PriceChange]:
        """See `History.prices`."""
        rows = self._points(price_history, variant_id, since)
        return [PriceChange(variant_id, row.at, Money(row.amount, row.currency)) for row in rows]

    def stock(self, variant_id: str, since: datetime | None = None) -> list[StockChange]:
        """See `History.stock`."""
        return [StockChange(variant_id, row.at, row.quantity) for row in self._points(stock_history, variant_id, since)]

    def _points(self, table: Table, variant_id: str, since: datetime | None) -> list[Any]:
        if not storable(variant_id):
            return []
        statement = select(table).where(table.c.variant_id == variant_id).order_by(table.c.at)
        if since is not None:
            statement = statement.where(table.c.at >= since)
        with self._database.reading() as connection:
            return list(connection.execute(statement).all())
