"""Everybody that a shop knows, each with what they bought and did: what segments are made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..shop import Money
from ..store.counts import Browsed, Buyer
from ..store.protocol import Store
from .window import end_of_history

BEST = 5  # the best score; the worst is 1
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Person:
    """A customer as the shop's records tell: `spent` in its main currency; `scores` of how recently, how often and for how much they
    bought (1 to `BEST`, by fifths of all buyers; all 0 for who never bought)."""

    id: str
    orders: int
    spent: Money
    first: datetime | None
    last: datetime | None
    visits: int
    views: int
    seen: datetime | None
    last_cart: datetime | None
    scores: tuple[int, int, int] = (0, 0, 0)

    def to_dict(self) -> dict[str, Any]:
        """`{id, orders, spent, first, last, visits, views, seen, last_cart, scores: {recency, frequency, money}}`."""
        moments = {name: moment and moment.isoformat() for name, moment in (
            ("first", self.first), ("last", self.last), ("seen", self.seen), ("last_cart", self.last_cart))}  # fmt: skip
        return {"id": self.id, "orders": self.orders, "spent": {"amount": self.spent.amount, "currency": self.spent.currency},
                "visits": self.visits, "views": self.views, **moments,
                "scores": dict(zip(("recency", "frequency", "money"), self.scores, strict=True))}  # fmt: skip


def people(store: Store, until: datetime | None = None) -> list[Person]:
    """Everybody with an account, an order or an event before `until` (default: the end of the shop's history), in the order of their ids.
    Orders of another than the main currency count, what they cost does not."""
    end = until or end_of_history(store)
    bought, browsed = store.shoppers.buyers(end), {each.customer_id: each for each in store.shoppers.browsed(end)}
    currency = Counter(each.currency for each in bought).most_common(1)[0][0] if bought else "CNY"
    totals: dict[str, list[Buyer]] = {}
    for each in bought:
        totals.setdefault(each.customer_id, []).append(each)
    known = {customer.id for customer in store.customers.all() if customer.created_at is None or customer.created_at < end}
    found = [_person(id, totals.get(id, []), browsed.get(id), currency) for id in sorted(known | totals.keys() | browsed.keys())]
    return _scored(found, end)


def _person(id: str, bought: list[Buyer], browsed: Browsed | None, currency: str) -> Person:
    return Person(
        id, sum(each.orders for each in bought), Money(sum(each.amount for each in bought if each.currency == currency), currency),
        min((each.first for each in bought), default=None), max((each.last for each in bought), default=None),
        browsed.visits if browsed else 0, browsed.views if browsed else 0, browsed.last if browsed else None,
        browsed.last_cart if browsed else None,
    )  # fmt: skip


def _scored(found: list[Person], end: datetime) -> list[Person]:
    buyers = [person for person in found if person.last]
    if not buyers:
        return found
    ago = np.array([-(end - person.last).total_seconds() for person in buyers if person.last])
    scores = zip(*(fifths(np.array(values, float)) for values in (
        ago, [person.orders for person in buyers], [person.spent.amount for person in buyers])), strict=True)  # fmt: skip
    by_id = {person.id: score for person, score in zip(buyers, scores, strict=True)}
    return [_with_scores(person, by_id[person.id]) if person.id in by_id else person for person in found]


def _with_scores(person: Person, scores: tuple[int, int, int]) -> Person:
    return Person(person.id, person.orders, person.spent, person.first, person.last, person.visits, person.views, person.seen,
                  person.last_cart, scores)  # fmt: skip


def fifths(values: Floats) -> list[int]:
    """Of each value the fifth of all values that it belongs to, 1 (the lowest) to `BEST`; equal values are in one."""
    bounds = np.quantile(values, [0.2, 0.4, 0.6, 0.8])
    return [int(score) for score in 1 + (values[:, None] > bounds[None, :]).sum(axis=1)]
