"""Shopkeeper's own JSONL: records exactly as `to_dict` writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...shop import (
    Conversation,
    Customer,
    Document,
    Event,
    InvalidRecord,
    Order,
    PriceChange,
    Product,
    Promotion,
    Review,
    StockChange,
    Supplier,
    from_dict,
)
from .layout import Layout, OneRow
from .points import ExactPoints
from .row import Row

RECORDS: dict[str, Any] = {
    "products": Product, "orders": Order, "events": Event, "documents": Document, "reviews": Review, "customers": Customer,
    "stock": StockChange, "prices": PriceChange, "promotions": Promotion, "conversations": Conversation, "suppliers": Supplier,
}  # fmt: skip


class Exact(OneRow):
    """Each row is a record under its own field names; nothing is guessed, an unknown field is refused."""

    def __init__(self, kind: str) -> None:
        self._record = RECORDS[kind]
        self.ids = "field id"

    def record(self, values: Mapping[str, Any]) -> Any:
        """The record of a row."""
        return from_dict(self._record, values)

    def _in_their_words(self, error: InvalidRecord) -> InvalidRecord:
        """The fields' own names are the file's."""
        return error


def exact_layout(kind: str) -> Layout:
    """The layout of records of a kind, word for word."""
    return ExactPoints(RECORDS[kind]) if kind in ("stock", "prices") else Exact(kind)


def exact_kind(rows: Sequence[Row], kind: str | None) -> str | None:
    """The kind whose records at least half of these rows are, word for word; None when there is none."""
    fits = {name: sum(_is(RECORDS[name], row) for row in rows) for name in ([kind] if kind else RECORDS)}
    best = max(fits, key=lambda name: fits[name])
    return best if rows and 2 * fits[best] >= len(rows) else None


def _is(record: Any, row: Row) -> bool:
    try:
        from_dict(record, row.values)
    except InvalidRecord:
        return False
    return True
