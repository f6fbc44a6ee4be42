"""Orders: records whose lines can be read flat, without the orders around them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, Text, bindparam, func, select, text, tuple_, type_coerce

from ..shop import Money, Order, OrderStatus
from .counts import OrderSum
from .database import Database
from .kinds import ORDERS
from .protocol import Bought, Sale, VariantDay
from .records import Records
from .schema import microseconds, orders
from .schema import order_lines as lines

_PAGE = 2_000
_FIRST = -(2**62)  # before any moment, in microseconds
_PLACE = (orders.c.placed_at, orders.c.id, lines.c.position)
_SALES = (
    select(*_PLACE, orders.c.customer_id, orders.c.status, lines.c.product_id, lines.c.variant_id,
           lines.c.quantity, lines.c.unit_amount, lines.c.currency)
    .join(lines, lines.c.order_id == orders.c.id)
    .order_by(*_PLACE)
    .limit(_PAGE)
)
_AFTER = [bindparam("at", type_=BigInteger), bindparam("id", type_=Text), bindparam("position", type_=Integer)]
_LINES = (
    select(orders.c.id, type_coerce(orders.c.placed_at, BigInteger), orders.c.customer_id, lines.c.product_id, lines.c.position)
    .join(lines, lines.c.order_id == orders.c.id)
    .where(orders.c.placed_at >= _AFTER[0], tuple_(*_PLACE) > tuple_(*_AFTER))  # as in `OrderRecords.sales`
    .order_by(*_PLACE)
    .limit(_PAGE)
)
_SUMS = (
    select(orders.c.id, orders.c.placed_at, orders.c.status, orders.c.customer_id, func.min(lines.c.currency).label("currency"),
           func.sum(lines.c.quantity * lines.c.unit_amount).label("amount"), func.count().label("lines"),
           func.sum(lines.c.quantity).label("units"))
    .join(lines, lines.c.order_id == orders.c.id)
    .group_by(orders.c.id, orders.c.placed_at, orders.c.status, orders.c.customer_id)
    .order_by(orders.c.id)
    .limit(_PAGE)
)  # the lines of an order have one currency
_STANDING = f"status <> '{OrderStatus.CANCELLED.value}'"
_BY_DAY = text(f"""
    SELECT placed_at / 86400000000 AS day, product_id, variant_id, currency, SUM(quantity), SUM(quantity * unit_amount)
    FROM orders JOIN order_lines ON order_id = orders.id WHERE {_STANDING} AND quantity <= :most
    GROUP BY placed_at / 86400000000, product_id, variant_id, currency""")
# Without a join: the cancelled are few, the lines many.
_SIZES = text(f"""
    SELECT quantity, COUNT(*) FROM order_lines
    WHERE order_id NOT IN (SELECT id FROM orders WHERE NOT {_STANDING}) GROUP BY quantity""")
_LARGER = _SALES.limit(None).where(orders.c.status != OrderStatus.CANCELLED.value)
_UNDONE = select(orders.c.id).where(orders.c.status.in_([OrderStatus.CANCELLED.value, OrderStatus.RETURNED.value]))


class OrderRecords(Records[Order]):
    """The `Orders` of the protocol."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, ORDERS)

    def sales(self, since: datetime | None = None) -> Iterator[Sale]:
        """See `Orders.sales`."""
        page = _SALES if since is None else _SALES.where(orders.c.placed_at >= since)
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(page).all()
            yield from map(_sale, rows)
            if len(rows) < _PAGE:
                return
            last = rows[-1]
            # The first condition says nothing new, but it is what the index on placed_at can use.
            after = tuple_(last.placed_at, last.id, last.position, types=[column.type for column in _PLACE])
            page = _SALES.where(orders.c.placed_at >= last.placed_at, tuple_(*_PLACE) > after)

    def lines(self, since: datetime | None = None) -> Iterator[Bought]:
        """See `Orders.lines`."""
        id, at, position = "", _FIRST if since is None else microseconds(since), -1
        while True:
            rows = self._database.rows(_LINES, {"at": at, "id": id, "position": position})
            yield from map(Bought._make, rows)
            if len(rows) < _PAGE:
                return
            id, at, _, _, position = rows[-1]

    def by_day(self, most: int) -> list[VariantDay]:
        """See `Orders.by_day`."""
        return [VariantDay(day, product, variant, currency, int(units), int(amount))
                for day, product, variant, currency, units, amount in self._database.rows(_BY_DAY, {"most": most})]

    def sizes(self) -> dict[int, int]:
        """See `Orders.sizes`."""
        return dict(map(tuple, self._database.rows(_SIZES, {})))

    def larger(self, than: int) -> list[Sale]:
        """See `Orders.larger`."""
        with self._database.reading() as connection:
            return list(map(_sale, connection.execute(_LARGER.where(lines.c.quantity > than))))

    def sums(self) -> Iterator[OrderSum]:
        """See `Orders.sums`."""
        page = _SUMS
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(page).all()
            yield from map(_sum, rows)
            if len(rows) < _PAGE:
                return
            page = _SUMS.where(orders.c.id > rows[-1].id)

    def undone(self) -> set[str]:
        """See `Orders.undone`."""
        with self._database.reading() as connection:
            return set(connection.execute(_UNDONE).scalars())


def _sale(row: Any) -> Sale:
    return Sale(
        order_id=row.id, placed_at=row.placed_at, status=OrderStatus(row.status), customer_id=row.customer_id,
        product_id=row.product_id, variant_id=row.variant_id, quantity=row.quantity, unit_price=Money(row.unit_amount, row.currency),
    )


def _sum(row: Any) -> OrderSum:
    amount, units = int(row.amount), int(row.units)  # PostgreSQL adds up in numerics
    return OrderSum(row.id, row.placed_at, OrderStatus(row.status), row.customer_id, row.currency, amount, row.lines, units)
