"""The lists of recommendations that were shown: kept for a while, read in their order, counted with what came of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, select, tuple_

from ..shop import LoggedRecommendation, Money
from .counts import Came, Visited
from .credit import COUNTED, credited
from .database import Database
from .kinds import RECOMMENDATIONS
from .records import BATCH, Records, prune
from .schema import events, exposures
from .schema import recommendations as lists

_PRUNED_AT_ONCE = 2_000  # so that other writers need not wait for long
_PLACE = (lists.c.at, lists.c.id)
_CLICKS = "select_item", "add_to_cart"  # who puts a product of a list into the basket at once has clicked it too


class RecommendationRecords(Records[LoggedRecommendation]):
    """The `Recommendations` of the protocol."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, RECOMMENDATIONS)

    def prune(self, before: datetime) -> int:
        """See `Recommendations.prune`."""
        return prune(self._database, lists, before, _PRUNED_AT_ONCE)

    def between(self, since: datetime | None = None, until: datetime | None = None) -> Iterator[LoggedRecommendation]:
        """See `Recommendations.between`."""
        ordered = select(*_PLACE, lists.c.payload).where(*_within(since, until)).order_by(*_PLACE).limit(BATCH)
        page = ordered
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(page).all()
            for row in rows:
                yield RECOMMENDATIONS.decode(row.payload)
            if len(rows) < BATCH:
                return
            last = rows[-1]
            after = tuple_(last.at, last.id, types=[column.type for column in _PLACE])
            page = ordered.where(lists.c.at >= last.at, tuple_(*_PLACE) > after)

    def came(self, since: datetime | None = None, until: datetime | None = None) -> list[Came]:
        """See `Recommendations.came`."""
        goods = credited(since, (*COUNTED, "view_item"))
        asked = select(goods).join_from(lists, goods, goods.c.query_id == lists.c.id).where(*_within(since, until))
        with self._database.reading() as connection:
            rows = connection.execute(asked.order_by(lists.c.id, goods.c.product_id, goods.c.name)).all()
        return [Came(row.query_id, row.name, row.product_id, row.quantity, _price(row)) for row in rows]

    def visitors(self, experiment_id: str) -> list[Visited]:
        """See `Recommendations.visitors`."""
        clicked = exists().where(events.c.query_id == exposures.c.recommendation_id, events.c.name.in_(_CLICKS))
        clicks = func.sum(case((clicked, 1), else_=0))
        arms = func.min(exposures.c.arm), func.max(exposures.c.arm)
        asked = select(exposures.c.visitor, *arms, func.min(exposures.c.at), func.count(), clicks, func.sum(lists.c.up),
                       func.sum(lists.c.down)).join_from(exposures, lists, lists.c.id == exposures.c.recommendation_id)
        asked = asked.where(exposures.c.experiment == experiment_id).group_by(exposures.c.visitor).order_by(exposures.c.visitor)
        with self._database.reading() as connection:
            rows = connection.execute(asked).all()
        return [Visited(visitor, arm, other, since, *map(int, counts)) for visitor, arm, other, since, *counts in rows]


def _within(since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if since is not None:
        conditions.append(lists.c.at >= since)
    if until is not None:
        conditions.append(lists.c.at < until)
    return conditions


def _price(row: Any) -> Money | None:
    return None if row.amount is None or row.currency is None else Money(int(row.amount), row.currency)
