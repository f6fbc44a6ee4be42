"""What customers and their visits came to, in sums that the database makes: both databases give the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import text

from ..shop import OrderStatus
from .counts import Bought, Browsed, Buyer, CohortCell, Reached, SearchedFor, Session
from .database import Database
from .schema import microseconds, moment_of

UNDONE = f"('{OrderStatus.CANCELLED.value}', '{OrderStatus.RETURNED.value}')"
_SALE = f"customer_id IS NOT NULL AND status NOT IN {UNDONE}"
STEPS = {"view_item": 2, "add_to_cart": 3, "begin_checkout": 4, "add_shipping_info": 4, "add_payment_info": 4, "purchase": 5}
STEP = "CASE name " + " ".join(f"WHEN '{name}' THEN {step}" for name, step in STEPS.items()) + " ELSE 1 END"
_CHECKOUT = "('begin_checkout', 'add_shipping_info', 'add_payment_info')"
# Events of no session belong to the day's visit of their customer; with neither nothing is known of the visit.
SESSION = "COALESCE(session_id, customer_id || '/' || CAST(at / 86400000000 AS text))"
WITHIN = "at >= :since AND at < :until AND (session_id IS NOT NULL OR customer_id IS NOT NULL)"
_JSON = {
    "sqlite": {"field": "json_extract(payload, '$.{}')", "padded": "printf('%020d', at)", "exact": "",
               "month": "strftime('%Y-%m', {} / 1000000, 'unixepoch')",
               "items": "json_each(payload, '$.items') AS item", "product": "json_extract(item.value, '$.product_id')",
               "category": "json_extract(payload, '$.category[0]')"},
    "postgresql": {"field": "(CAST(payload AS json) ->> '{}')", "padded": "LPAD(CAST(at AS text), 20, '0')", "exact": ' COLLATE "C"',
                   "month": "to_char(to_timestamp({} / 1000000) AT TIME ZONE 'UTC', 'YYYY-MM')",
                   "items": "json_array_elements(CAST(payload AS json) -> 'items') AS item", "product": "(item ->> 'product_id')",
                   "category": "CAST(CAST(payload AS json) -> 'category' -> 0 AS text)"},
}  # fmt: skip
_VISITS = """
    SELECT {session} AS session, MAX(customer_id) AS customer, {part} AS part, MAX({step}) AS step, MIN(at) AS began, COUNT(*) AS events
    FROM events WHERE {within} GROUP BY {session}"""
_FIRST = "SUBSTR(MIN(({padded} || {field}){exact}), 21)"  # nothing joined to a moment is nothing, and no minimum
_OF_CATEGORIES = """
    SELECT e.session, MAX(e.customer_id) AS customer, c.category AS part, MAX(t.step) AS step, MIN(e.at) AS began,
           COUNT(DISTINCT e.id) AS events
    FROM (SELECT event_id, product_id, {step} AS step FROM event_items WHERE name IN ('view_item', 'add_to_cart', 'purchase')
          AND at >= :since AND at < :until
          UNION ALL SELECT events.id, {product}, 4 FROM events, {items} WHERE name IN {checkout} AND {within}) AS t
    JOIN (SELECT id, at, customer_id, {session} AS session FROM events WHERE {within}) AS e ON e.id = t.event_id
    LEFT JOIN categories c ON c.id = t.product_id GROUP BY e.session, c.category"""
_CATEGORIES = "WITH categories AS MATERIALIZED (SELECT id, {category} AS category FROM products WHERE payload IS NOT NULL) "
_BUYERS = f"""
    SELECT customer_id, currency, COUNT(*), MIN(placed_at), MAX(placed_at), SUM(amount), SUM(units) FROM
    (SELECT o.customer_id, o.placed_at, l.currency, SUM(l.quantity * l.unit_amount) AS amount, SUM(l.quantity) AS units
     FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE {_SALE} AND placed_at < :until
     GROUP BY o.id, o.customer_id, o.placed_at, l.currency) AS sales
    GROUP BY customer_id, currency ORDER BY customer_id, currency"""
_BROWSED = f"""
    SELECT customer_id, COUNT(DISTINCT {SESSION}), SUM(CASE name WHEN 'view_item' THEN 1 ELSE 0 END),
           SUM(CASE name WHEN 'add_to_cart' THEN 1 ELSE 0 END), MAX(at), MAX(CASE name WHEN 'add_to_cart' THEN at END)
    FROM events WHERE customer_id IS NOT NULL AND at < :until GROUP BY customer_id ORDER BY customer_id"""
_COHORTS = f"""
    SELECT {{first}}, {{month}}, COUNT(DISTINCT o.customer_id), COUNT(*), SUM(CASE WHEN s.currency = :currency THEN s.amount ELSE 0 END)
    FROM orders o JOIN (SELECT customer_id, MIN(placed_at) AS began FROM orders WHERE {_SALE} AND placed_at < :until
                        GROUP BY customer_id) AS f ON f.customer_id = o.customer_id
    JOIN (SELECT order_id, MAX(currency) AS currency, SUM(quantity * unit_amount) AS amount FROM order_lines GROUP BY order_id) AS s
         ON s.order_id = o.id
    WHERE status NOT IN {UNDONE} AND placed_at < :until GROUP BY {{first}}, {{month}} ORDER BY 1, 2"""
_PAGE = 2_000  # customers that are read at once
_SOME = "SELECT DISTINCT customer_id FROM {} WHERE customer_id > :after ORDER BY customer_id LIMIT :page"
_BOUGHT = f"""
    SELECT o.customer_id, l.product_id, SUM(l.quantity), COUNT(DISTINCT o.id) FROM orders o JOIN order_lines l ON l.order_id = o.id
    WHERE o.customer_id > :after AND o.customer_id <= :last AND status NOT IN {UNDONE} AND placed_at < :until
    GROUP BY o.customer_id, l.product_id"""
_SEARCHED = """
    SELECT customer_id, {query} AS query, COUNT(DISTINCT COALESCE(query_id, id)) FROM events
    WHERE customer_id > :after AND customer_id <= :last AND name IN ('search', 'view_search_results') AND at < :until
          AND {query} IS NOT NULL GROUP BY customer_id, {query}"""


class ShopperTotals:
    """The `Shoppers` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._json = _JSON[database.url.get_backend_name()]

    def reached(self, since: datetime, until: datetime, by: str = "") -> list[Reached]:
        """See `Shoppers.reached`."""
        inner, head = self._visits(by)
        asked = f"{head}SELECT COALESCE(part, ''), step, COUNT(*) FROM ({inner}) AS visits GROUP BY COALESCE(part, ''), step"
        rows = self._rows(asked, since=since, until=until)
        return sorted(Reached(part, int(step), int(sessions)) for part, step, sessions in rows)

    def sessions(
        self, since: datetime, until: datetime, by: str = "", *, part: str | None = None, step: int = 1, after: tuple[str, str] = ("", ""),
        limit: int = 1000,
    ) -> list[Session]:  # fmt: skip
        """See `Shoppers.sessions`."""
        inner, head = self._visits(by)
        wanted = "" if part is None else " AND COALESCE(part, '') = :part"
        exact = self._json["exact"]
        place = f"session{exact}, COALESCE(part, ''){exact}"
        where = f"WHERE ({place}) > (:after, :after_part) AND step >= :step{wanted} ORDER BY {place} LIMIT :limit"
        asked = f"{head}SELECT session, customer, part, step, began, events FROM ({inner}) AS visits {where}"
        more = {} if part is None else {"part": part}
        rows = self._rows(asked, since=since, until=until, after=after[0], after_part=after[1], step=step, limit=limit, **more)
        return [Session(id, who, each or "", int(far), moment_of(began), int(count)) for id, who, each, far, began, count in rows]

    def buyers(self, until: datetime) -> list[Buyer]:
        """See `Shoppers.buyers`."""
        rows = self._rows(_BUYERS, until=until)
        return [Buyer(who, currency, int(count), moment_of(first), moment_of(last), int(amount), int(units))
                for who, currency, count, first, last, amount, units in rows]

    def browsed(self, until: datetime) -> list[Browsed]:
        """See `Shoppers.browsed`."""
        rows = self._rows(_BROWSED, until=until)
        return [Browsed(who, int(visits), int(views), int(carts), moment_of(last), None if cart is None else moment_of(cart))
                for who, visits, views, carts, last, cart in rows]

    def cohorts(self, until: datetime, currency: str) -> list[CohortCell]:
        """See `Shoppers.cohorts`."""
        first, month = (self._json["month"].format(column) for column in ("f.began", "o.placed_at"))
        rows = self._rows(_COHORTS.format(first=first, month=month), until=until, currency=currency)
        return [CohortCell(began, each, int(people), int(orders), int(amount)) for began, each, people, orders, amount in rows]

    def bought(self, until: datetime) -> Iterator[Bought]:
        """See `Shoppers.bought`."""
        for who, product, units, orders in self._by_customer("orders", _BOUGHT, until):
            yield Bought(who, product, int(units), int(orders))

    def searched(self, until: datetime) -> Iterator[SearchedFor]:
        """See `Shoppers.searched`."""
        query = self._json["field"].format("query")
        for who, words, times in self._by_customer("events", _SEARCHED.format(query=query), until):
            yield SearchedFor(who, words, int(times))

    def _by_customer(self, table: str, asked: str, until: datetime) -> Iterator[Any]:
        """Page by page of customers, so that no more than a page is in memory and no connection is held between two."""
        after = ""
        while people := [who for (who,) in self._rows(_SOME.format(table), after=after, page=_PAGE)]:
            yield from sorted(map(tuple, self._rows(asked, after=after, last=people[-1], until=until)))
            after = people[-1]

    def _visits(self, by: str) -> tuple[str, str]:
        """The statement of one row a visit (and part), and what stands before it."""
        said = {"session": SESSION, "step": STEP, "within": WITHIN, "checkout": _CHECKOUT, **self._json}
        if by == "category":
            return _OF_CATEGORIES.format(**said), _CATEGORIES.format(**self._json)
        part = _FIRST.format(**{**self._json, "field": self._json["field"].format(by)}) if by else "''"
        return _VISITS.format(part=part, **{**said, "field": ""}), ""

    def _rows(self, asked: str, **values: Any) -> list[Any]:
        told = {name: microseconds(value) if isinstance(value, datetime) else value for name, value in values.items()}
        with self._database.reading() as connection:
            return list(connection.execute(text(asked), told).all())
