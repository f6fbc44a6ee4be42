"""Suppliers, and what they sell: one row a supplier, or one for each variant that it delivers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...shop import InvalidRecord, Supplier, SupplierItem
from .codes import ORDERS, code
from .columns import Columns
from .many_rows import ManyRows
from .products import price_of
from .values import Cell, line, number, text, whole


class Suppliers(ManyRows):
    """The rows of one supplier (its id, else its name) are one record; each that names a variant is
    what it asks for that variant."""

    def __init__(self, columns: Columns, currency: str) -> None:
        super().__init__(columns, columns.of("id") or columns.of("name"))
        self._currency, self._own_days = currency, columns.of("item_lead_days") is not None

    def part(self, id: str, one: Mapping[str, Cell]) -> SupplierItem | None:
        """What the supplier asks for a variant, None for a row about the supplier alone."""
        if not id:
            raise InvalidRecord("id", "the id or name of the supplier")
        if not any(field in one and code(one[field]) for field in ORDERS):
            return None
        days = one.get("item_lead_days" if self._own_days else "lead_days")
        return SupplierItem(
            self.codes.variant(one),
            price=price_of(one, "item_price", self._money(one)),
            minimum=whole(one["item_minimum"]) if "item_minimum" in one else 1,
            pack=whole(one["item_pack"]) if "item_pack" in one else 1,
            lead_days=float(number(days)) if days else None,
            sku=text(one["item_sku"].value) if "item_sku" in one else "",
        )

    def _in_their_words(self, error: InvalidRecord) -> InvalidRecord:
        item = self.columns.of(f"item_{error.field}")
        return InvalidRecord(item, error.expected, error.got) if item else super()._in_their_words(error)

    def whole(self, id: str, shared: Mapping[str, Cell], parts: Sequence[SupplierItem | None], stored: Supplier | None) -> Supplier:
        """The supplier; an item's days that are the supplier's own are left to it."""
        days = self._days(shared, "lead_days")
        if self._own_days:
            items = {item.variant_id: item for item in parts if item}
        else:
            items = {item.variant_id: replace(item, lead_days=None if item.lead_days == days else item.lead_days) for item in parts if item}
        if stored:
            return replace(stored, items=tuple(({item.variant_id: item for item in stored.items} | items).values()))
        return Supplier(
            id=id,
            name=line(shared["name"].value) if "name" in shared else "",
            email=text(shared["email"].value) if "email" in shared else "",
            lead_days=days,
            lead_days_sd=self._days(shared, "lead_days_sd"),
            minimum_order=price_of(shared, "minimum_order", self._money(shared)),
            items=tuple(items.values()),
            note=line(shared["note"].value) if "note" in shared else "",
        )

    def _days(self, one: Mapping[str, Cell], name: str) -> float | None:
        return float(number(one[name])) if name in one else None

    def _money(self, one: Mapping[str, Cell]) -> str:
        return text(one["currency"].value).upper() if "currency" in one else self._currency
