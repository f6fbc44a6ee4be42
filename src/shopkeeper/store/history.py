"""Prices and stock over time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Table, select

from ..shop import Money, PriceChange, StockChange
from .database import Database
from .kinds import Row, encode, storable
from .records import batches, upsert
from .schema import price_history, stock_history

P = TypeVar("P", PriceChange, StockChange)


class HistoryRecords:
    """The `History` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put_prices(self, points: Iterable[PriceChange]) -> None:
        """See `History.put_prices`."""
        self._put(price_history, points, lambda p: {"amount": p.price.amount, "currency": p.price.currency})

    def put_stock(self, points: Iterable[StockChange]) -> None:
        """See `History.put_stock`."""
        self._put(stock_history, points, lambda p: {"quantity": p.quantity})

    def prices(self, variant_id: str, since: datetime | None = None) -> list[PriceChange]:
        """See `History.prices`."""
        rows = self._points(price_history, variant_id, since)
        return [PriceChange(variant_id, row.at, Money(row.amount, row.currency)) for row in rows]

    def stock(self, variant_id: str, since: datetime | None = None) -> list[StockChange]:
        """See `History.stock`."""
        return [StockChange(variant_id, row.at, row.quantity) for row in self._points(stock_history, variant_id, since)]

    def _put(self, table: Table, points: Iterable[P], columns: Callable[[P], Row]) -> None:
        with self._database.transaction() as connection:
            for batch in batches(points):
                connection.execute(upsert(table), [_row(point, columns(point)) for point in batch])

    def _points(self, table: Table, variant_id: str, since: datetime | None) -> list[Any]:
        if not storable(variant_id):
            return []
        statement = select(table).where(table.c.variant_id == variant_id).order_by(table.c.at)
        if since is not None:
            statement = statement.where(table.c.at >= since)
        with self._database.reading() as connection:
            return list(connection.execute(statement).all())


def _row(point: PriceChange | StockChange, columns: Row) -> Row:
    encode(point)  # refuses what a database cannot hold, by the name of the field
    return {"variant_id": point.variant_id, "at": point.at, **columns}
