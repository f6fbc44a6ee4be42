"""Where imported records go: a table of the store, or the history with the product's own stock and price."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from ..offers import take_prices, take_stock
from ..protocol import Series, Store, Table, Written


class Sink(Protocol):
    """Takes the records of one kind."""

    def key(self, record: Any) -> Any:
        """What tells a record from others of its kind."""

    def put(self, records: Sequence[Any]) -> Written:
        """Keeps records, in the surrounding transaction."""

    def stored(self, records: Sequence[Any]) -> dict[Any, Any]:
        """By key, what is kept now under the keys of these records."""

    def get_many(self, ids: Sequence[str]) -> dict[str, Any]:
        """The records of these ids, for corrected rows that join them."""


class TableSink:
    """A table of records by id."""

    def __init__(self, table: Table[Any]) -> None:
        self._table = table

    def key(self, record: Any) -> Any:
        """The id."""
        return record.id

    def put(self, records: Sequence[Any]) -> Written:
        """See `Table.put`."""
        return self._table.put(records)

    def stored(self, records: Sequence[Any]) -> dict[Any, Any]:
        """See `Table.get_many`."""
        return dict(self._table.get_many([record.id for record in records]))

    def get_many(self, ids: Sequence[str]) -> dict[str, Any]:
        """See `Table.get_many`."""
        return self._table.get_many(ids)


class PointSink:
    """Points of the history; `take` also sets the newest on the product."""

    def __init__(self, series: Series[Any], take: Callable[[Sequence[Any]], Written]) -> None:
        self._series, self.put = series, take

    def key(self, record: Any) -> Any:
        """The variant and the moment."""
        return record.variant_id, record.at

    def stored(self, records: Sequence[Any]) -> dict[Any, Any]:
        """See `Series.stored`."""
        return dict(self._series.stored(records))

    def get_many(self, ids: Sequence[str]) -> dict[str, Any]:
        """Points stand alone: nothing joins them."""
        return {}


def sink_of(store: Store, kind: str, now: datetime) -> Sink:
    """Where records of a kind go; points later than `now` are no current stock or price yet."""
    if kind == "stock":
        return PointSink(store.history.stock_points, lambda points: take_stock(store, points, now))
    if kind == "prices":
        return PointSink(store.history.price_points, lambda points: take_prices(store, points, now))
    return TableSink(getattr(store, kind))
