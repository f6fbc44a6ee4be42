"""Shopify's order CSV: the rows of one Name are an order; the first holds totals, addresses and payment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ...shop import InvalidRecord, Order, OrderLine, OrderStatus
from .columns import Columns, bare_key
from .layout import Reject
from .orders import FlatOrders
from .products import price_of
from .row import Row
from .settlement import paid
from .values import Cell, choice, table

_MAPPING = {
    "Name": "id", "Email": "email", "Financial Status": "financial_status", "Paid at": "paid_at", "Fulfillment Status": "status",
    "Fulfilled at": "shipped_at", "Currency": "currency", "Shipping": "shipping", "Taxes": "tax", "Total": "order_total",
    "Discount Amount": "discount", "Created at": "placed_at", "Cancelled at": "cancelled_at", "Lineitem quantity": "quantity",
    "Lineitem name": "line_title", "Lineitem price": "unit_price", "Lineitem sku": "line_sku", "Payment Method": "payment_method",
    "Payment ID": "payment_id", "Payment Reference": "ignore", "Refunded Amount": "refunded", "Outstanding Balance": "outstanding",
    "Notes": "note", "Id": "ignore", "Phone": "phone", "Shipping Address1": "line1", "Shipping Address2": "line2",
    "Shipping City": "city", "Shipping Zip": "postcode", "Shipping Province": "region", "Shipping Country": "country",
    "Shipping Street": "ignore", "Subtotal": "ignore", "Discount Code": "ignore", "Shipping Method": "ignore", "Tags": "ignore",
}  # fmt: skip
_SENT = table(
    sent="fulfilled shipped", part="partial partiallyfulfilled", open="unfulfilled pending scheduled onhold", back="restocked"
)(str)  # fmt: skip
_LINE = ("quantity", "unit_price", "line_title", "line_sku")
INCLUDED = "orders have prices that include the tax: it is no addition to their total"
UNEVEN = "orders have a total that their lines, shipping, tax and discount do not add up to"


class ShopifyOrders(FlatOrders):
    """Orders of Shopify. "Fulfilled" says that an order was sent, not that it arrived; one that was paid
    back whole is returned."""

    def __init__(self, columns: Sequence[str], mapping: Mapping[str, str], currency: str) -> None:
        own = {bare_key(c): c for c in columns}
        told = {own[bare_key(c)]: f for c, f in _MAPPING.items() if bare_key(c) in own}
        super().__init__(Columns("orders", columns, {**told, **mapping}), currency)

    def build(self, rows: Sequence[Row], stored: Order | None, reject: Reject) -> Order | None:
        """The order; rows without a line item only tell what belongs to it."""
        if stored is None and not any(self._has_line(self.columns.cells(row.values).one) for row in rows):
            reject(rows[0], InvalidRecord("Lineitem name", "at least one line item in the rows of an order"))
            return None
        return super().build(rows, stored, reject)

    def _has_line(self, one: Mapping[str, Cell]) -> bool:
        return any(field in one for field in _LINE)

    def _status(self, id: str, one: Mapping[str, Cell]) -> OrderStatus:
        state = paid(one)
        sent = choice(one["status"], _SENT, "fulfilled, partial, unfulfilled or restocked") if "status" in one else "open"
        if "cancelled_at" in one or state == "void":
            return OrderStatus.CANCELLED
        if sent == "back" or (state == "returned" and self._all_back(one)):
            return OrderStatus.RETURNED
        if sent in ("sent", "part"):
            return OrderStatus.SHIPPED
        return OrderStatus.PROCESSED if state in ("paid", "returned") else OrderStatus.PENDING

    def _all_back(self, one: Mapping[str, Cell]) -> bool:
        total, back = (price_of(one, field, "XXX") for field in ("order_total", "refunded"))
        return total is None or back is None or back.amount >= total.amount

    def _order(self, id: str, lines: tuple[OrderLine, ...], one: dict[str, Cell], placed_at: datetime) -> Order:
        order = super()._order(id, lines, one, placed_at)
        total = price_of(one, "order_total", order.currency)
        if total is None or order.total == total:
            return order
        without = replace(order, tax=None)
        if order.tax and without.total == total:
            self.told[INCLUDED] += 1
            return without
        self.told[UNEVEN] += 1
        return order
