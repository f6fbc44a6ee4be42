"""What to do next for each customer of the shop: the facts gathered, the rules and the experiment asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from ..customers.actions import COST, MARGIN, Action
from ..customers.next_action import BASKET_DAYS, Facts, NextAction, next_action
from ..customers.outlook import Outlook
from ..customers.purchases import DAY
from ..customers.uplift_train import Uplifts
from ..customers.value_features import features
from ..shop import Event
from ..store.protocol import Store

if TYPE_CHECKING:
    from ..recommend.result import Recommended
    from .shop import Shop

OFFERS = 3
FILLED = "add_to_cart"  # the event by which a basket is filled


def next_actions(
    store: Store, outlook: Outlook, rows: Sequence[int], uplifts: Uplifts | None, cost: float = COST, margin: float = MARGIN,
) -> list[NextAction]:  # fmt: skip
    """The next action for the customers of some rows of the outlook, in their order. `margin` is the part of what they pay that is earned,
    `cost` what it costs to treat one where no experiment says it."""
    asked = np.array(rows, np.int64)
    ids = [outlook.purchases.customers[who] for who in outlook.at.who[asked].tolist()]
    known = store.customers.get_many(ids)
    end = outlook.purchases.moment(outlook.purchases.end)
    baskets = _baskets(store, end, ids[0] if len(ids) == 1 else None)
    usual = _usual_gap(outlook)
    who = outlook.at.who[asked]
    gains = None
    if uplifts is not None and len(asked):
        order = np.argsort(who)
        gains = np.empty(len(asked))
        gains[order] = uplifts.of(features(outlook.purchases, who[order], outlook.purchases.end))
    found = []
    for place, (row, id) in enumerate(zip(asked.tolist(), ids, strict=True)):
        facts = _facts(outlook, row, end, usual, margin, baskets.get(id, []), None if gains is None else float(gains[place]))
        consents = known[id].consents if id in known else ()
        found.append(next_action(facts, cost, uplifts.tested if uplifts else None, consents))
    return found


def offers(shop: Shop, action: NextAction) -> list[Recommended]:
    """What to show the customer with the action: a few recommendations, none where there is nothing to do or to search in, or their
    basket is what to show."""
    if action.action in (Action.NOTHING, Action.REMINDER) or shop.indexed_revision < 0:
        return []
    return list(shop.recommend(customer=action.facts.customer_id, place="email", k=OFFERS, log=False))


def _facts(outlook: Outlook, row: int, end: datetime, usual: float, margin: float, basket: Sequence[Event], uplift: float | None) -> Facts:
    prospect = outlook.of(row)
    repeats = prospect.bought_on - 1
    gap = (usual + (prospect.usual_gap or 0.0) * repeats) / (repeats + 1)  # few gaps of their own say little: one of everybody's joins
    worth = prospect.spent / prospect.bought_on * margin
    before = prospect.bought_on / max((prospect.last - prospect.first) / DAY, outlook.days)  # orders a day, while they came
    left: dict[str, Any] = {}
    if basket and prospect.last < basket[-1].at:
        left = {"basket_at": basket[-1].at, "basket_days": (end - basket[-1].at) / DAY, "basket_event_ids": tuple(e.id for e in basket),
                "basket": tuple(dict.fromkeys(item.product_id for e in basket for item in e.items))}
    return Facts(
        prospect.customer_id, (end - prospect.last) / DAY, gap, prospect.usual_gap is not None, prospect.buys, worth,
        worth * before * outlook.days * (1 - prospect.buys), prospect.currency, prospect.order_ids, **left, uplift=uplift,
    )  # fmt: skip


def _usual_gap(outlook: Outlook) -> float:
    """The middle of the gaps of those who bought more than once, in days; without any, the days of the outlook."""
    counts = outlook.at.counts
    again = counts.repeats > 0
    return float(np.median(7 * counts.last[again] / counts.repeats[again])) if again.any() else float(outlook.days)


def _baskets(store: Store, now: datetime, customer: str | None) -> dict[str, list[Event]]:
    """The events by which known customers filled a basket in the latest days, oldest first."""
    since, found = now - timedelta(days=BASKET_DAYS), dict[str, list[Event]]()
    if customer:
        filled: Iterable[Event] = store.events.all(name=FILLED, customer_id=customer)
    else:
        filled = store.events.get_many([act.id for act in store.events.acts(since) if act.name == FILLED]).values()
    for event in filled:
        if event.customer_id and event.at >= since:
            found.setdefault(event.customer_id, []).append(event)
    return {id: sorted(events, key=lambda event: (event.at, event.id)) for id, events in found.items()}
