"""Items and users of Metarank: products and customers told in several events, the later ones adding to the earlier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...shop import InvalidRecord
from .columns import Columns
from .customers import Customers
from .layout import OneRow, Reject
from .metarank import named
from .products import FlatProducts
from .row import Row
from .values import text

SHAPE = {"products": "item", "customers": "user"}


class Described:
    """The events about one item (or user) are one product (or customer); of two that tell the same
    field the later counts."""

    def __init__(self, kind: str, first: Sequence[Row], currency: str) -> None:
        self._shape = SHAPE[kind]
        self.groups: str | None = self._shape
        self.ids = f"field {self._shape}"
        self.columns = Columns(kind, ["id", *dict.fromkeys(name for row in first for name in named(row.values))])
        self._record: OneRow = FlatProducts(self.columns, currency) if kind == "products" else Customers(self.columns)

    def key(self, values: Mapping[str, Any]) -> str:
        """The id of the item or user; rows about anything else stand alone."""
        return text(values.get(self._shape)) if values.get("event") == self._shape else ""

    def build(self, rows: Sequence[Row], stored: Any | None, reject: Reject) -> Any | None:
        """The record that the events tell."""
        id = self.key(rows[0].values)
        try:
            if not id:
                about = "an item" if self._shape == "item" else "a user"
                raise InvalidRecord("event", f"an event about {about}", rows[0].values.get("event"))
            told: dict[str, Any] = {"id": id}
            for row in sorted(rows, key=lambda row: text(row.values.get("timestamp")).zfill(20)):
                told |= named(row.values)
            return self._record.record(told)
        except InvalidRecord as error:
            for row in rows:
                reject(row, error)
            return None
