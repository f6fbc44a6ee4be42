"""What a shop took, day by day, and what it is about to run out of, in sums that the database makes: both databases give the same.

A day is 24 hours that end at the moment which is asked for, so that today is compared with as much of yesterday. Each question reads the
orders or events of its days alone, by the index on their moments.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from .counts import Cover, DaySales, DayVisits
from .database import Database
from .schema import microseconds
from .shoppers import SESSION, STEP, UNDONE, WITHIN

_AGO = "(:until - 1 - {}) / 86400000000"
_SALES = f"""
    SELECT {_AGO.format('placed_at')} AS ago, l.currency, COUNT(DISTINCT o.id), SUM(l.quantity * l.unit_amount), SUM(l.quantity)
    FROM orders o JOIN order_lines l ON l.order_id = o.id
    WHERE placed_at >= :since AND placed_at < :until AND status NOT IN {UNDONE} GROUP BY 1, 2 ORDER BY 1, 2"""
_VISITS = f"""
    SELECT {_AGO.format('began')} AS ago, COUNT(*), SUM(CASE WHEN step = 5 THEN 1 ELSE 0 END)
    FROM (SELECT MIN(at) AS began, MAX({STEP}) AS step FROM events WHERE {WITHIN} GROUP BY {SESSION}) AS visits GROUP BY 1 ORDER BY 1"""
_SHORT = f"""
    SELECT v.id, v.product_id, v.stock, s.units FROM
    (SELECT l.variant_id, SUM(l.quantity) AS units FROM orders o JOIN order_lines l ON l.order_id = o.id
     WHERE placed_at >= :since AND placed_at < :until AND status NOT IN {UNDONE} GROUP BY l.variant_id) AS s
    JOIN variants v ON v.id = s.variant_id WHERE v.stock IS NOT NULL AND s.units > 0 AND v.stock * :days <= s.units * :within
    ORDER BY v.stock * 1.0 / s.units, s.units DESC, v.id"""


class DailyTotals:
    """The `Daily` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sales(self, until: datetime, days: int) -> list[DaySales]:
        """See `Daily.sales`."""
        return [DaySales(int(ago), currency, int(orders), int(amount), int(units))
                for ago, currency, orders, amount, units in self._rows(_SALES, until, days)]

    def visits(self, until: datetime, days: int) -> list[DayVisits]:
        """See `Daily.visits`."""
        return [DayVisits(int(ago), int(visits), int(bought)) for ago, visits, bought in self._rows(_VISITS, until, days)]

    def short(self, until: datetime, days: int, within: int) -> list[Cover]:
        """See `Daily.short`."""
        return [Cover(variant, product, int(stock), int(units))
                for variant, product, stock, units in self._rows(_SHORT, until, days, days=days, within=within)]

    def _rows(self, asked: str, until: datetime, span: int, **values: int) -> list[Any]:
        told = {"since": microseconds(until - timedelta(days=span)), "until": microseconds(until), **values}
        with self._database.reading() as connection:
            return list(connection.execute(text(asked), told).all())
