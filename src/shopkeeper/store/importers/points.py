"""Stock levels and prices over time, one a row, each of a variant that the shop has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ...shop import InvalidRecord, PriceChange, StockChange, from_dict
from ..protocol import Store
from .codes import ORDERS, Codes, code
from .columns import Columns
from .layout import OneRow, Reject
from .products import price_of
from .row import Row
from .values import Cell, moment, text, whole

_LATER = "rows are of a moment to come: they are kept as history, and the products stay as they are"
_NOT_HERE = frozenset(("not stocked", "不备货"))


class Points(OneRow):
    """Rows that name a variant and a moment. One without a moment holds from `at` on, when the file was written."""

    def __init__(self, columns: Columns, at: datetime, now: datetime | None = None) -> None:
        self.columns, self._at, self._now = columns, at, now or datetime.now(UTC)
        self._codes = Codes()
        self.told: Counter[str] = Counter()
        named = self._columns_named = [column for field in ORDERS if (column := columns.of(field))]
        self.ids = f"{' or '.join(named) or 'no column'}, looked up among the variants"
        if columns.of("at") is None:
            self.ids += f"; as of {at:%Y-%m-%d %H:%M} UTC, when the file was written"

    def look_up(self, batch: Sequence[Sequence[Row]], store: Store) -> None:
        """Finds the variants that the rows name."""
        self._codes.look_up(store.products, (found for rows in batch for row in rows for found in self._named(row)))

    def _named(self, row: Row) -> Iterator[str]:
        one = self.columns.cells(row.values).one
        return (code(one[field]) for field in ORDERS if field in one)

    def _variant(self, one: Mapping[str, Cell]) -> str:
        return self._codes.variant(one, *self._columns_named[:1])

    def _moment(self, one: Mapping[str, Cell]) -> datetime:
        found = moment(one["at"]) if "at" in one else self._at
        if found > self._now:
            self.told[_LATER] += 1
        return found


class Prices(Points):
    """Each row is what a variant costs from a moment on."""

    def __init__(self, columns: Columns, at: datetime, now: datetime | None, currency: str) -> None:
        super().__init__(columns, at, now)
        self._currency = currency

    def record(self, values: Mapping[str, Any]) -> PriceChange:
        """The price of a row."""
        one = self.columns.cells(values).one
        found = price_of(one, "price", text(one["currency"].value).upper() if "currency" in one else self._currency)
        if found is None:
            raise InvalidRecord("price", "a price")
        return PriceChange(self._variant(one), self._moment(one), found)


class Stock(Points):
    """Each row is how many of a variant are on hand. With a column of places, the rows of a variant
    add up; one wrong row of theirs rejects them all, as part of a sum says nothing."""

    def __init__(self, columns: Columns, at: datetime, now: datetime | None = None) -> None:
        super().__init__(columns, at, now)
        self.groups = next((c for f in ORDERS if (c := columns.of(f))), None) if columns.of("location") else None

    def key(self, values: Mapping[str, Any]) -> str:
        """The code by which the rows of one variant belong together."""
        return text(values.get(self.groups)) if self.groups else ""

    def build(self, rows: Sequence[Row], stored: Any | None, reject: Reject) -> StockChange | None:
        """The level of one row, or the sum of the places at the latest moment that they tell."""
        try:
            levels = [level for row in rows if (level := self._level(row.values))]
        except InvalidRecord as error:
            for row in rows:
                reject(row, self._in_their_words(error))
            return None
        if not levels:
            return None
        last = max(level.at for level in levels)
        return StockChange(levels[0].variant_id, last, sum(level.quantity for level in levels))

    def _level(self, values: Mapping[str, Any]) -> StockChange | None:
        one = self.columns.cells(values).one
        if "quantity" not in one:
            raise InvalidRecord("quantity", "a quantity")
        if text(one["quantity"].value).lower() in _NOT_HERE:
            return None
        return StockChange(self._variant(one), self._moment(one), whole(one["quantity"]))


class ExactPoints(OneRow):
    """Points under their own field names, as an export writes them, of variants that the shop has."""

    ids = "field variant_id"

    def __init__(self, record: type[PriceChange] | type[StockChange]) -> None:
        self._record = record
        self._owners: Mapping[str, str] = {}
        self.told: Counter[str] = Counter()

    def look_up(self, batch: Sequence[Sequence[Row]], store: Store) -> None:
        """Finds the variants that the rows name."""
        told = (row.values.get("variant_id") for rows in batch for row in rows)
        self._owners = store.products.by_variant([id for id in told if isinstance(id, str)])

    def record(self, values: Mapping[str, Any]) -> PriceChange | StockChange:
        """The point of a row."""
        point = from_dict(self._record, values)
        if point.variant_id not in self._owners:
            raise InvalidRecord("variant_id", "the id of a variant that the shop has", point.variant_id)
        return point

    def _in_their_words(self, error: InvalidRecord) -> InvalidRecord:
        return error
