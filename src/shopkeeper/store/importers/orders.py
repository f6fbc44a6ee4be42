"""Orders from flat invoice lines: one line a row, the rows of one order id are an order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from ...shop import Address, InvalidRecord, Money, Order, OrderLine, OrderStatus
from ..protocol import Store
from .codes import Codes, code
from .columns import Columns
from .countries import country_code
from .layout import Reject
from .products import price_of
from .row import Row
from .settlement import fulfilments, payments
from .values import Cell, choice, identity, line, moment, price, table, text, whole

STATUSES = table(
    pending="pending unfulfilled open new unpaid 待付款 待发货 未付款 未发货 created partial",
    processed="processed processing paid confirmed 已付款 已确认 处理中 备货中",
    shipped="shipped intransit 已发货 运输中 待收货 partiallyshipped",
    delivered="delivered fulfilled complete completed done received closed 已送达 已完成 已签收 已收货 交易成功 完成",
    cancelled="cancelled canceled voided 已取消 交易关闭 取消",
    returned="returned refunded restocked 已退货 已退款 退货",
)(OrderStatus)
STATUSES |= {"returnrequested": OrderStatus.RETURN_REQUESTED, "退货中": OrderStatus.RETURN_REQUESTED,
             "exchangerequested": OrderStatus.EXCHANGE_REQUESTED, "换货中": OrderStatus.EXCHANGE_REQUESTED}  # fmt: skip
_CODES = (("line_variant_id", "variant_id"), ("line_sku", "sku"), ("line_product_id", "product_id"))
UNKNOWN = "order lines name products that the shop does not have: they keep the code of the file"
_CREDIT = re.compile(r"[Cc]-?\d+")


class FlatOrders:
    """The rows that share an order id are its lines. "C" before the digits of an id marks a credit
    note, whose quantities are below 0: it becomes an order of status RETURNED with positive ones.
    Without a status column an invoice counts as delivered."""

    def __init__(self, columns: Columns, currency: str) -> None:
        self.columns, self._currency = columns, currency
        self.groups = columns.of("id")
        self.ids = f"column {self.groups}"
        self._codes, self._buyers = Codes(), dict[str, str]()
        self.told: Counter[str] = Counter()
        self._missing = 0

    def key(self, values: Mapping[str, Any]) -> str:
        """The order's id."""
        return text(values.get(self.groups)) if self.groups else ""

    def look_up(self, batch: Sequence[Sequence[Row]], store: Store) -> None:
        """Finds the variants that the lines name, and the customers of the email addresses."""
        cells = [self.columns.cells(row.values).one for rows in batch for row in rows]
        self._codes.look_up(store.products, (code(one[line]) for one in cells for line, _ in _CODES if line in one))
        emails = {text(one["email"].value) for one in cells if "email" in one and "customer_id" not in one}
        self._buyers = {email: found.id for email in emails if (found := next(iter(store.customers.all(email=email)), None))}

    def build(self, rows: Sequence[Row], stored: Order | None, reject: Reject) -> Order | None:
        """The order of the lines; with `stored`, that order and the lines it does not have yet."""
        id = self.key(rows[0].values)
        self._missing = 0
        cells = [self.columns.cells(row.values).one for row in rows]
        shared: dict[str, Cell] = {}  # what only the first line of an order tells in some files
        for one in reversed(cells):
            shared |= one
        lines: list[OrderLine] = []
        moments: list[datetime] = []
        good: list[Row] = []
        for row, one in zip(rows, cells, strict=True):
            if not self._has_line(one):
                continue
            try:
                line_of, at = self._line(id, one, shared, stored), self._placed(one, shared, stored)
            except InvalidRecord as error:
                reject(row, error)
                continue
            lines.append(line_of)
            moments.append(at)
            good.append(row)
        if not lines:
            return None
        try:
            order = merged(stored, lines) if stored else self._order(id, tuple(lines), shared, min(moments))
        except InvalidRecord as error:
            for row in good:
                reject(row, error)
            return None
        if self._missing:
            self.told[UNKNOWN] += self._missing
        return order

    def _has_line(self, one: Mapping[str, Cell]) -> bool:
        """Whether a row holds a line, and not only what belongs to its order."""
        return True

    def _line(self, id: str, one: Mapping[str, Cell], shared: Mapping[str, Cell], stored: Order | None) -> OrderLine:
        if not id:
            raise InvalidRecord(self.groups or "id", "an order id")
        product = next((text(one[n].value) for n in ("line_product_id", "line_sku", "line_variant_id", "line_title") if n in one), "")
        if not product:
            raise InvalidRecord("product_id", "a product's id or SKU")
        quantity, price = self._quantity(id, one), self._unit_price(one, self._money(one, shared, stored))
        product, variant = self._sold(one) or self._unknown(product, one)
        return OrderLine(
            product_id=product,
            quantity=quantity,
            unit_price=price,
            variant_id=variant,
            sku=text(one["line_sku"].value) if "line_sku" in one else "",
            title=line(one["line_title"].value) if "line_title" in one else "",
        )

    def _sold(self, one: Mapping[str, Cell]) -> tuple[str, str] | None:
        """The catalogue's own ids of what a line names; no variant where only the product is sure."""
        for field, column in _CODES:
            found = self._codes.find(column, code(one[field])) if field in one else []
            if found and len({match.product_id for match in found}) == 1:
                return found[0].product_id, found[0].variant_id if len(found) == 1 else ""
        return None

    def _unknown(self, product: str, one: Mapping[str, Cell]) -> tuple[str, str]:
        self._missing += 1
        return product, text(one["line_variant_id"].value) if "line_variant_id" in one else ""

    def _quantity(self, id: str, one: Mapping[str, Cell]) -> int:
        if "quantity" not in one:
            raise InvalidRecord(self.columns.of("quantity") or "quantity", "a quantity")
        count = whole(one["quantity"])
        count = -count if count < 0 and _CREDIT.fullmatch(id) else count
        if count < 1:
            expected = "a whole number of 1 or more (below 0 only on a credit note, whose id begins with C)"
            raise InvalidRecord(one["quantity"].column, expected, one["quantity"].value)
        return count

    def _unit_price(self, one: Mapping[str, Cell], currency: str) -> Money:
        if "unit_price" not in one:
            raise InvalidRecord(self.columns.of("unit_price") or "unit_price", "a price")
        found = price(one["unit_price"], currency)
        if found.amount < 0:
            raise InvalidRecord(one["unit_price"].column, "a price of 0 or more", one["unit_price"].value)
        return found

    def _money(self, one: Mapping[str, Cell], shared: Mapping[str, Cell], stored: Order | None) -> str:
        told = one.get("currency") or shared.get("currency")
        return text(told.value).upper() if told else stored.currency if stored else self._currency

    def _placed(self, one: Mapping[str, Cell], shared: Mapping[str, Cell], stored: Order | None) -> datetime:
        told = one.get("placed_at") or shared.get("placed_at")
        if told:
            return moment(told)
        if stored:
            return stored.placed_at
        raise InvalidRecord(self.columns.of("placed_at") or "placed_at", "the moment of the order")

    def _order(self, id: str, lines: tuple[OrderLine, ...], one: dict[str, Cell], placed_at: datetime) -> Order:
        currency = lines[0].unit_price.currency
        order = Order(
            id=id,
            lines=lines,
            currency=currency,
            placed_at=placed_at,
            customer_id=self._customer(one),
            status=self._status(id, one),
            discount=price_of(one, "discount", currency),
            shipping=price_of(one, "shipping", currency),
            tax=price_of(one, "tax", currency),
            fulfilments=fulfilments(one, id, lines),
            address=address_of(one),
            note=line(one["note"].value) if "note" in one else "",
        )
        return replace(order, payments=found) if (found := payments(one, id, self._total(order, one))) else order

    def _total(self, order: Order, one: Mapping[str, Cell]) -> Money:
        """What the order costs, as the file says it or as it adds up."""
        return price_of(one, "order_total", order.currency) or order.total

    def _customer(self, one: Mapping[str, Cell]) -> str | None:
        found = customer_of(one)
        return self._buyers.get(found, found) if found else None

    def _status(self, id: str, one: Mapping[str, Cell]) -> OrderStatus:
        if "cancelled_at" in one:
            return OrderStatus.CANCELLED
        if "status" in one:
            return choice(one["status"], STATUSES, "an order status such as " + ", ".join(OrderStatus))
        if _CREDIT.fullmatch(id):
            return OrderStatus.RETURNED
        return OrderStatus.DELIVERED if self.columns.of("status") is None else OrderStatus.PENDING


def merged(stored: Order, lines: Sequence[OrderLine]) -> Order:
    """The stored order with the lines it lacks. A line counts as often as in the one that has it
    more often, so that the same lines again change nothing."""
    missing = Counter(lines) - Counter(stored.lines)
    return replace(stored, lines=(*stored.lines, *missing.elements())) if missing else stored


def customer_of(one: Mapping[str, Cell]) -> str | None:
    """The customer's id, else their email address or phone; None for an empty cell or 0, as tables write "nobody"."""
    found = next((one[n] for n in ("customer_id", "email", "phone") if n in one), None)
    return (identity(found.value).lstrip("'") if found else "") or None


def address_of(one: Mapping[str, Cell]) -> Address:
    """The postal address of a row."""
    parts = {name: line(one[name].value).lstrip("'") for name in ("line1", "line2", "city", "region", "postcode") if name in one}
    return Address(**parts, country=country_code(line(one["country"].value)) if "country" in one else "")
