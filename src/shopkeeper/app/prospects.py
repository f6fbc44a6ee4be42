"""What the shop's customers will do: their value, whether they stay, whether a visit ends in a purchase."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from ..customers.intention import CAPABILITY as INTENTION
from ..customers.intention import Intention, Reader, visit_of
from ..customers.intention_train import TrainedIntention, train_intention
from ..customers.purchases import Ints, Purchases, Summary, purchases_of, summary
from ..customers.value import Said, fitted
from ..customers.value_train import CAPABILITY as VALUE
from ..customers.value_train import DAYS, TrainedValue, Valuer, train_value
from ..models.active import Active
from ..models.capabilities import Models
from ..shop import InvalidFile, InvalidQuery, NotFound
from ..store.protocol import Store

Progress = Callable[[str, int, int], None]
UNTRAINED = "Pareto/NBD"  # what is fitted where no model was chosen


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
        orders = np.flatnonzero(purchases.who == who)
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
        place = np.searchsorted(np.array(self.purchases.customers), customer_id)
        found = np.flatnonzero(self.at.who == place)
        if not len(found) or self.purchases.customers[int(place)] != customer_id:
            raise NotFound("customer with an order", customer_id)
        return int(found[0])

    def best(self, k: int) -> list[Prospect]:
        """The `k` who will pay most, first the most."""
        return [self.of(row) for row in _first(-self.said.amount, k)]

    def at_risk(self, k: int) -> list[Prospect]:
        """The `k` with whom most is at stake: what a purchase of theirs is worth times the chance that there will be none, of those who
        bought more than once."""
        stake = np.where(self.at.counts.repeats > 0, self.at.spent * self.at.days * (1 - self.said.buys), -np.inf)
        return [self.of(row) for row in _first(-stake, k) if np.isfinite(stake[row])]


def _first(keys: np.ndarray[Any, np.dtype[np.float64]], k: int) -> list[int]:
    order: Ints = np.argsort(keys, kind="stable")
    return [int(row) for row in order[:k]]


@dataclass(frozen=True, slots=True)
class TrainedCustomers:
    """What became of the models of customers; None where one could not be learnt, and then in `left_out` why not, by capability."""

    value: TrainedValue | None
    intention: TrainedIntention | None
    left_out: dict[str, str]

    @property
    def all_in_use(self) -> bool:
        """Whether everything was learnt and is in use."""
        return not self.left_out and bool(self.intention and self.intention.active)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {VALUE: self.value and self.value.to_dict(), INTENTION: self.intention and self.intention.to_dict(),
                "left_out": self.left_out}

    def __str__(self) -> str:
        lines = [f"{name}: {why}" for name, why in self.left_out.items()]
        return "\n".join([*_told_value(self.value), *_told_intention(self.intention), *lines])


def _told_value(made: TrainedValue | None) -> list[str]:
    if made is None:
        return []
    found = made.trials
    head = f"value: {len(found.best.who):,} customers, measured on the latest {found.days} days, which were not learnt from"
    table = ["  model        deviance   auc     mae of orders   top tenth paid   said over paid"]
    for trial in found.trials:
        m = {name: f"{each.value:.3f}" for name, each in trial.metrics().items()}
        table.append(f"  {trial.model:<12} {m['deviance']:<10} {m.get('auc', '-'):<7} {m['mae_orders']:<15} {m.get('top_decile', '-'):<16} "
                     f"{m.get('calibration', '-')}")  # fmt: skip
    saved = [f"  smaller than {trial.model} by {found.less(trial.model)}" for trial in found.trials if trial is not found.best]
    return [head, *table, f"  best: {found.best.model}; its deviance is", *saved,
            *(f"  left out: {name}: {why}" for name, why in found.left_out.items()), f"  version {made.version}: in use now"]


def _told_intention(made: TrainedIntention | None) -> list[str]:
    if made is None:
        return []
    figures = [f"  {name:<14} {each}" for name, each in made.metrics.items()]
    against = [f"  squared error, smaller than of the one in use by {made.difference}"] if made.difference else []
    verdict = "in use now" if made.active else "worse than the one in use, which stays"
    return [f"intention: {made.visits:,} visits, {made.purchases:,} with a purchase; on those held out:", *figures, *against,
            f"  version {made.version}: {verdict}"]


class Prospects:
    """The prospects of a shop's customers, by the models that are in use; read anew when orders came in. Any number of threads may ask."""

    def __init__(self, store: Store, models: Models) -> None:
        self._store, self._models, self._lock = store, models, threading.Lock()
        self._valuer = Active[Valuer, None](models[VALUE], Valuer, None)
        self._reader = Active[Reader, None](models[INTENTION], Reader, None)
        self._known: tuple[Any, Purchases] | None = None
        self._outlooks: dict[tuple[int, str, int], Outlook] = {}

    def purchases(self) -> Purchases:
        """The shop's orders as they are now. `InvalidFile` when there are none of anybody known."""
        with self._lock:
            stamp = self._store.activity.stamp()
            if self._known is None or self._known[0] != stamp:
                self._known = stamp, purchases_of(self._store.orders.sales())
                self._outlooks.clear()
            return self._known[1]

    def outlook(self, days: int | None = None) -> Outlook:
        """What is said of all customers for the coming days, by default as many as the model was chosen for."""
        if days is not None and not 1 <= days <= 3650:
            raise InvalidQuery(f"days: expected 1 to 3650, got {days}")
        purchases, valuer = self.purchases(), self._valuer()
        asked = days or (valuer.days if valuer else DAYS)
        key = (id(purchases), valuer.version if valuer else "", asked)
        if key not in self._outlooks:
            self._outlooks[key] = self._look(purchases, valuer, asked)
        return self._outlooks[key]

    def _look(self, purchases: Purchases, valuer: Valuer | None, days: int) -> Outlook:
        day = purchases.end
        model = valuer.model if valuer else fitted(UNTRAINED, purchases, day, days)
        at = summary(purchases, day)
        return Outlook(purchases, at, model.say(purchases, at, day, days), days, model.name, valuer.version if valuer else "")

    def value(self, customer_id: str, days: int | None = None) -> Prospect:
        """One customer's prospect; `NotFound` for whoever has no order that counts."""
        outlook = self.outlook(days)
        return outlook.of(outlook.row(customer_id))

    def intention(self, session_id: str) -> Intention:
        """How likely a visit is to end in a purchase, from its events so far; `NotFound` when it has none."""
        return self._needed().read(visit_of(self._store, session_id))

    def _needed(self) -> Reader:
        reader = self._reader()
        if reader is None:
            raise InvalidQuery("intention: no model is in use; next: shopkeeper train customers")
        return reader

    def train(self, days: int = DAYS, progress: Progress | None = None) -> TrainedCustomers:
        """Learns all that can be learnt from what the shop has. `InvalidFile` when that is nothing."""
        left_out: dict[str, str] = {}
        value, intention = None, None
        try:
            value = train_value(self.purchases(), self._models[VALUE], days, progress)
        except InvalidFile as error:
            left_out[VALUE] = str(error)
        try:
            intention = train_intention(self._store, self._models[INTENTION], progress)
        except InvalidFile as error:
            left_out[INTENTION] = str(error)
        if value is None and intention is None:
            raise InvalidFile("; ".join(f"{name}: {why}" for name, why in left_out.items()))
        return TrainedCustomers(value, intention, left_out)
