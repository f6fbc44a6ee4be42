"""What is said of a shop's customers for some days ahead, one by one, with what it is read from."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from ..shop import NotFound
from .lifetimes.counts import Floats
from .purchases import Purchases, Summary
from .value import Said


@dataclass(frozen=True, slots=True)
class Prospect:
    """One customer: what is said of the coming `days`, and what it is read from. `buys`: the chance of an order; `orders`: on how many days
    there will be one; `amount`: what they will pay; `alive`: the chance that they are still a customer; `usual_gap`: days between two of
    their orders, None after a single one."""

    customer_id: str
    days: int
    buys: float
    orders: float
    amount: float
    alive: float
    currency: str
    bought_on: int
    spent: float
    first: datetime
    last: datetime
    usual_gap: float | None
    order_ids: tuple[str, ...]

    @property
    def churn(self) -> float:
        """The chance that they will not buy in the coming days."""
        return 1 - self.buys

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        numbers = {"buys": self.buys, "churn": self.churn, "orders": self.orders, "amount": self.amount, "alive": self.alive}
        return {"customer_id": self.customer_id, "days": self.days, **{name: round(value, 4) for name, value in numbers.items()},
                "currency": self.currency, "bought_on": self.bought_on, "spent": round(self.spent, 2), "first": self.first.isoformat(),
                "last": self.last.isoformat(), "usual_gap": None if self.usual_gap is None else round(self.usual_gap, 1),
                "order_ids": list(self.order_ids)}


@dataclass(frozen=True, slots=True)
class Outlook:
    """All customers. `model` says it (`version` empty: fitted on the spot, as none was trained), as of the end of `day`."""

    purchases: Purchases
    at: Summary
    said: Said
    days: int
    model: str
    version: str

    def of(self, row: int) -> Prospect:
        """The prospect of a row of `at`."""
        purchases, who = self.purchases, int(self.at.who[row])
        orders = np.arange(*np.searchsorted(purchases.who, [who, who + 1]))  # they are sorted by customer
        first, last = (purchases.moment(float(purchases.at[orders[place]])) for place in (0, -1))
        repeats, said = float(self.at.counts.repeats[row]), self.said
        return Prospect(
            purchases.customers[who], self.days, float(said.buys[row]), float(said.orders[row]), float(said.amount[row]),
            float(said.alive[row]), purchases.currency, int(self.at.days[row]), float(self.at.days[row] * self.at.spent[row]), first, last,
            7 * float(self.at.counts.last[row]) / repeats if repeats else None,
            tuple(purchases.order_ids[order] for order in orders.tolist()),
        )  # fmt: skip

    def row(self, customer_id: str) -> int:
        """Where a customer is; `NotFound` for whoever has no order that counts."""
        found = self.find(customer_id)
        if found is None:
            raise NotFound("customer with an order", customer_id)
        return found

    def find(self, customer_id: str) -> int | None:
        """Where a customer is, None for whoever has no order that counts."""
        place = bisect_left(self.purchases.customers, customer_id)
        if place == len(self.purchases.customers) or self.purchases.customers[place] != customer_id:
            return None
        found = np.flatnonzero(self.at.who == place)
        return int(found[0]) if len(found) else None

    def best(self, k: int) -> list[Prospect]:
        """The `k` who will pay most, first the most."""
        return [self.of(row) for row in _first(-self.said.amount, k)]

    def at_risk(self, k: int) -> list[Prospect]:
        """The `k` with whom most is at stake: what a purchase of theirs is worth times the chance that there will be none, of those who
        bought more than once."""
        stake = np.where(self.at.counts.repeats > 0, self.at.spent * self.at.days * (1 - self.said.buys), -np.inf)
        return [self.of(row) for row in _first(-stake, k) if np.isfinite(stake[row])]


def _first(keys: Floats, k: int) -> list[int]:
    return [int(row) for row in np.argsort(keys, kind="stable")[:k]]
