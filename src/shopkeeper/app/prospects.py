"""What the shop's customers will do: their value, whether they stay, whether a visit ends in a purchase."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from ..customers.actions import COST, MARGIN, Action
from ..customers.intention import CAPABILITY as INTENTION
from ..customers.intention import Intention, Reader, visit_of
from ..customers.intention_train import train_intention
from ..customers.next_action import NextAction
from ..customers.outlook import Outlook, Prospect
from ..customers.purchases import Purchases, purchases_of, summary, with_events
from ..customers.tried import DAYS as TRIED_DAYS
from ..customers.tried import Assigned, tried
from ..customers.uplift_train import CAPABILITY as UPLIFT
from ..customers.uplift_train import TrainedUplift, Uplifts, train_uplift
from ..customers.value import fitted
from ..customers.value_train import CAPABILITY as VALUE
from ..customers.value_train import DAYS, Valuer, train_value
from ..models.active import Active
from ..models.capabilities import Models
from ..shop import InvalidFile, InvalidQuery
from ..store.protocol import Store
from .next_actions import next_actions
from .trained_customers import TrainedCustomers

Progress = Callable[[str, int, int], None]
ORDERS = 3  # of the figures of the activity's stamp: those of orders, the first
UNTRAINED = "Pareto/NBD"  # what is fitted where no model was chosen


class Prospects:
    """The prospects of a shop's customers, by the models that are in use; read anew when orders came in. Any number of threads may ask."""

    def __init__(self, store: Store, models: Models) -> None:
        self._store, self._models, self._lock = store, models, threading.Lock()
        self._valuer = Active[Valuer, None](models[VALUE], Valuer, None)
        self._reader = Active[Reader, None](models[INTENTION], Reader, None)
        self._uplifts = Active[Uplifts, None](models[UPLIFT], Uplifts, None)
        self._known: tuple[Any, Purchases] | None = None
        self._outlooks: dict[tuple[str, int], Outlook] = {}

    def purchases(self) -> Purchases:
        """The shop's orders as they are now. `InvalidFile` when there are none of anybody known."""
        with self._lock:
            stamp = self._store.activity.stamp()[:ORDERS]
            if self._known is None or self._known[0] != stamp:
                found = with_events(purchases_of(self._store.orders.sums()), self._store.events.acts())
                self._known = stamp, found
                self._outlooks.clear()
            return self._known[1]

    def outlook(self, days: int | None = None) -> Outlook:
        """What is said of all customers for the coming days, by default as many as the model was chosen for."""
        if days is not None and not 1 <= days <= 3650:
            raise InvalidQuery(f"days: expected 1 to 3650, got {days}")
        purchases, valuer = self.purchases(), self._valuer()
        asked = days or (valuer.days if valuer else DAYS)
        key = (valuer.version if valuer else "", asked)
        found = self._outlooks.get(key)
        if found is None or found.purchases is not purchases:  # another thread may have read newer ones meanwhile
            found = self._outlooks[key] = self._look(purchases, valuer, asked)
        return found

    def _look(self, purchases: Purchases, valuer: Valuer | None, days: int) -> Outlook:
        day = purchases.end
        model = valuer.model if valuer else fitted(UNTRAINED, purchases, day, days)
        at = summary(purchases, day)
        return Outlook(purchases, at, model.say(purchases, at, day, days), days, model.name, valuer.version if valuer else "")

    def value(self, customer_id: str, days: int | None = None) -> Prospect:
        """One customer's prospect; `NotFound` for whoever has no order that counts."""
        outlook = self.outlook(days)
        return outlook.of(outlook.row(customer_id))

    def next(self, customer_id: str, *, cost: float = COST, margin: float = MARGIN) -> NextAction:
        """What to do next for a customer; `NotFound` for whoever has no order that counts."""
        outlook = self.outlook()
        return next_actions(self._store, outlook, [outlook.row(customer_id)], self._uplifts(), cost, margin)[0]

    def next_of_all(self, *, cost: float = COST, margin: float = MARGIN) -> list[NextAction]:
        """What to do next for each customer, those first with whom most is at stake."""
        outlook = self.outlook()
        found = next_actions(self._store, outlook, range(len(outlook.at.who)), self._uplifts(), cost, margin)
        return sorted(found, key=lambda each: (-each.facts.stake, each.facts.customer_id))

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

    def train_uplift(
        self, people: Sequence[Assigned], source: str, action: Action = Action.WIN_BACK, *, cost: float = COST, margin: float = MARGIN,
        days: int = TRIED_DAYS,
    ) -> TrainedUplift:
        """Learns from an experiment what an action changes, and whom it pays to treat. `InvalidFile` where too few took part."""
        found = tried(self.purchases(), people, days, margin)
        return train_uplift(found, action, cost, self._models[UPLIFT], source)
