"""What shoppers did with each product, summed by the database: sold, viewed, rated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import text

from ..shop import Money, OrderStatus
from .counts import ProductState, Rating
from .database import Database
from .schema import EPOCH, MICROSECOND, microseconds

MONTH = timedelta(days=30)
WINDOW = 12 * MONTH  # what happened before counts no more
_UNDONE = f"('{OrderStatus.CANCELLED.value}', '{OrderStatus.RETURNED.value}')"
_HALVED = "(1 << CAST((:now - at) / :month AS integer))"  # 1 in the last month, 2 in the one before, 4 ...
_SOLD = f"""
    SELECT product_id, SUM(quantity * 1.0 / {_HALVED}) FROM
    (SELECT product_id, quantity, placed_at AS at FROM orders JOIN order_lines ON order_id = orders.id
     WHERE placed_at > :since AND placed_at <= :now AND status NOT IN {_UNDONE}) AS lines
    GROUP BY product_id"""
_VIEWED = f"""
    SELECT product_id, SUM(1.0 / {_HALVED}) FROM
    (SELECT {{product}} AS product_id, at FROM events, {{items}} WHERE name = 'view_item' AND at > :since AND at <= :now) AS views
    GROUP BY product_id"""
_JSON = {
    "sqlite": {"items": "json_each(payload, '$.items') AS item", "product": "json_extract(item.value, '$.product_id')",
               "created": "json_extract(payload, '$.created_at')"},
    "postgresql": {"items": "json_array_elements(CAST(payload AS json) -> 'items') AS item", "product": "item ->> 'product_id'",
                   "created": "CAST(payload AS json) ->> 'created_at'"},
}
_STATES = """
    SELECT p.id, p.created, p.present, MIN(v.price_amount) AS price, MIN(v.price_currency) AS currency,
           MAX(CASE WHEN v.id IS NOT NULL AND (v.stock IS NULL OR v.stock > 0) THEN 1 ELSE 0 END) AS in_stock, MAX(p.revision) AS revision
    FROM (SELECT id, revision, payload IS NOT NULL AS present, {created} AS created FROM products
          WHERE revision > :since ORDER BY revision LIMIT :page) AS p
    LEFT JOIN variants v ON v.product_id = p.id GROUP BY p.id, p.created, p.present ORDER BY MAX(p.revision)"""
_STAMP = f"""
    SELECT (SELECT COUNT(*) FROM orders), (SELECT MAX(placed_at) FROM orders), (SELECT COUNT(*) FROM orders WHERE status IN {_UNDONE}),
           (SELECT MAX(at) FROM events), (SELECT COUNT(*) FROM events WHERE name = 'view_item'), (SELECT COUNT(*) FROM reviews)"""
# The name is asked of the items, not of the events: by their names a database would look at all purchases of the shop.
_BOUGHT = f"""
    SELECT product_id, MAX(at) FROM
    (SELECT product_id, placed_at AS at FROM orders JOIN order_lines ON order_id = orders.id
     WHERE customer_id = :customer AND status <> '{OrderStatus.CANCELLED.value}'
     UNION ALL SELECT product_id, item.at FROM events JOIN event_items AS item ON event_id = events.id
     WHERE customer_id = :customer AND item.name = 'purchase'
     UNION ALL SELECT product_id, at FROM event_items WHERE session_id = :session AND name = 'purchase') AS lines
    GROUP BY product_id"""
_BOUGHT_STATEMENT = text(_BOUGHT)
_PAGE = 2_000


class ActivityTotals:
    """The `Activity` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stamp(self) -> tuple[int | None, ...]:
        """See `Activity.stamp`."""
        with self._database.reading() as connection:
            return tuple(connection.execute(text(_STAMP)).one())

    def sold(self, now: datetime) -> dict[str, float]:
        """See `Activity.sold`."""
        return self._halved(_SOLD, now)

    def viewed(self, now: datetime) -> dict[str, float]:
        """See `Activity.viewed`."""
        return self._halved(_VIEWED, now)

    def rated(self) -> dict[str, Rating]:
        """See `Activity.rated`."""
        with self._database.reading() as connection:
            rows = connection.execute(text("SELECT product_id, COUNT(*), AVG(rating) FROM reviews GROUP BY product_id")).all()
        return {id: Rating(count, float(mean)) for id, count, mean in rows}

    def bought(self, customer_id: str | None, session_id: str | None = None) -> dict[str, datetime]:
        """See `Activity.bought`."""
        rows = self._database.rows(_BOUGHT_STATEMENT, {"customer": customer_id, "session": session_id})
        return {id: EPOCH + at * MICROSECOND for id, at in rows}

    def states(self, since: int) -> Iterator[ProductState]:
        """See `Activity.states`."""
        while True:
            with self._database.reading() as connection:
                statement = text(_STATES.format(**_JSON[connection.dialect.name]))
                rows = connection.execute(statement, {"since": since, "page": _PAGE}).all()
            for row in rows:
                price = None if row.price is None else float(Money(row.price, row.currency).major)
                yield ProductState(row.id, row.revision, not row.present, _moment(row.created), price, bool(row.in_stock))
            if len(rows) < _PAGE:
                return
            since = rows[-1].revision

    def _halved(self, statement: str, now: datetime) -> dict[str, float]:
        moments = {"now": microseconds(now), "since": microseconds(now - WINDOW), "month": MONTH // timedelta(microseconds=1)}
        with self._database.reading() as connection:
            rows = connection.execute(text(statement.format(**_JSON[connection.dialect.name])), moments).all()
        return {id: float(total) for id, total in rows}


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)
