"""The search log: kept for a while, and counted together with what came of the searches.

A click, a cart or a purchase belongs to the search that its event names. A cart or purchase that names none is
credited to the last search by which the same session came to this product before.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Subquery, case, func, select

from ..shop import LoggedSearch, Money
from .counts import PositionCounts, QueryCounts, SearchCounts, Window
from .credit import credited
from .database import Database
from .kinds import SEARCHES
from .records import Records, prune
from .schema import event_items as items
from .schema import searches

_PRUNED_AT_ONCE = 5_000  # so that other writers need not wait for long
_FLAGS = {"clicked": "select_item", "carted": "add_to_cart", "bought": "purchase"}
_COUNT: Any = func.count().label("searches")
_EMPTY = func.sum(case((searches.c.total == 0, 1), else_=0)).label("empty")


class SearchRecords(Records[LoggedSearch]):
    """The `Searches` of the protocol."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, SEARCHES)

    def prune(self, before: datetime) -> int:
        """See `Searches.prune`."""
        return prune(self._database, searches, before, _PRUNED_AT_ONCE)

    def counts(self, window: Window) -> SearchCounts:
        """See `Searches.counts`."""
        [row] = self._rows(_within(cast("Select[Any]", select(_COUNT, _EMPTY)), window))
        per = _per_search(window)
        [came] = self._rows(_within(select(*_sums(per)).join_from(searches, per, per.c.query_id == searches.c.id), window))
        return _counts(row, came)

    def queries(self, window: Window, limit: int, *, empty: bool = False) -> list[QueryCounts]:
        """See `Searches.queries`."""
        statement = _within(select(searches.c.query, func.max(searches.c.at).label("last"), _COUNT, _EMPTY), window)
        if empty:
            statement = statement.where(searches.c.total == 0)
        rows = self._rows(statement.group_by(searches.c.query).order_by(_COUNT.desc(), searches.c.query).limit(limit))
        came = {} if empty or not rows else self._outcomes(window, [row.query for row in rows])
        return [QueryCounts(row.query, row.last, _counts(row, came.get(row.query))) for row in rows]

    def revenue(self, window: Window) -> list[Money]:
        """See `Searches.revenue`."""
        sold = credited(window.since)
        amount = func.sum(sold.c.amount * sold.c.quantity)
        statement = _within(select(sold.c.currency, amount).join_from(searches, sold, sold.c.query_id == searches.c.id), window)
        statement = statement.where(sold.c.name == "purchase", sold.c.amount.is_not(None)).group_by(sold.c.currency)
        return [Money(int(total), currency) for currency, total in self._rows(statement.order_by(sold.c.currency))]

    def positions(self, window: Window, deepest: int) -> list[PositionCounts]:
        """See `Searches.positions`."""
        depth = case((searches.c.total < deepest, searches.c.total), else_=deepest)
        counted: Select[Any] = select(depth, func.count())
        found = self._rows(_within(counted, window).group_by(depth))
        clicks = dict(map(tuple, self._rows(_clicks(window, deepest))))
        shown = {place: sum(count for deep, count in found if deep >= place) for place in range(1, deepest + 1)}
        return [PositionCounts(place, count, clicks.get(place, 0)) for place, count in shown.items() if count]

    def _outcomes(self, window: Window, queries: list[str]) -> dict[str, Any]:
        per = _per_search(window)
        statement = _within(select(searches.c.query, *_sums(per)).join_from(searches, per, per.c.query_id == searches.c.id), window)
        # As it stands SQLite would begin with the queries' searches and go through all that came of any for each of them.
        named = func.coalesce(searches.c.query, "").in_(queries)
        return {row.query: row for row in self._rows(statement.where(named).group_by(searches.c.query))}

    def _rows(self, statement: Select[Any]) -> list[Any]:
        with self._database.reading() as connection:
            return list(connection.execute(statement).all())


def _within(statement: Select[Any], window: Window) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = []
    if window.since is not None:
        conditions.append(searches.c.at >= window.since)
    if window.until is not None:
        conditions.append(searches.c.at < window.until)
    if window.language is not None:
        conditions.append(searches.c.language == window.language)
    return statement.where(*conditions)


def _per_search(window: Window) -> Subquery:
    """A row for each search of which something came, with a 1 for each kind of thing."""
    goods = credited(window.since)
    flags = [func.max(case((goods.c.name == name, 1), else_=0)).label(flag) for flag, name in _FLAGS.items()]
    return select(goods.c.query_id, *flags).where(goods.c.query_id.is_not(None)).group_by(goods.c.query_id).subquery()


def _sums(per: Subquery) -> list[Any]:
    return [func.coalesce(func.sum(per.c[flag]), 0).label(flag) for flag in _FLAGS]


def _clicks(window: Window, deepest: int) -> Select[Any]:
    """How many searches had a click at each position; two clicks at one count once."""
    clicked = select(items.c.position, func.count(items.c.query_id.distinct()))
    clicked = clicked.join_from(searches, items, items.c.query_id == searches.c.id)
    clicked = clicked.where(items.c.name == _FLAGS["clicked"], items.c.position.between(1, deepest))
    return _within(clicked, window).group_by(items.c.position)


def _counts(row: Any, came: Any) -> SearchCounts:
    # An empty sum is no number, and PostgreSQL's sums are decimals.
    flags = {flag: int(getattr(came, flag)) for flag in _FLAGS} if came is not None else {}
    return SearchCounts(row.searches, int(row.empty or 0), **flags)
