"""A visit as far as it has gone: what the intention to buy is read from, the same live as when it is learnt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..shop import Event

KINDS = (
    "search", "view_search_results", "view_item_list", "select_item", "view_item", "add_to_wishlist", "add_to_cart", "remove_from_cart",
    "view_cart", "begin_checkout", "add_shipping_info", "add_payment_info", "view_promotion", "select_promotion",
)  # fmt: skip
_PAID = ("cpc", "ppc", "paid", "ads", "affiliate", "display", "cpm")
_DEVICES = ("desktop", "mobile", "tablet")
_DAY = timedelta(days=1)
NOT_KNOWN = float("nan")


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a visitor before a visit began: how many orders and visits, and when the last of each was."""

    orders: int = 0
    visits: int = 0
    last_order: datetime | None = None
    last_visit: datetime | None = None


@dataclass(slots=True)
class Visit:
    """The events of one session so far, in order of time."""

    session_id: str
    past: Past = Past()
    events: list[Event] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    viewed: Counter[str] = field(default_factory=Counter)
    prices: list[float] = field(default_factory=list)
    basket: dict[tuple[str, str], tuple[int, float]] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Takes in the next event."""
        self.events.append(event)
        self.counts[event.name] += 1
        for item in event.items:
            price = float(item.price.major) if item.price else None
            if event.name == "view_item":
                self.viewed[item.product_id] += 1
                self.prices += [price] if price is not None else []
            elif event.name in ("add_to_cart", "remove_from_cart"):
                self._put((item.product_id, item.variant_id), item.quantity if event.name == "add_to_cart" else -item.quantity, price)

    def _put(self, key: tuple[str, str], quantity: int, price: float | None) -> None:
        had, cost = self.basket.get(key, (0, 0.0))
        self.basket[key] = (max(0, had + quantity), cost if price is None else price)

    @property
    def bought(self) -> bool:
        """Whether the visit has ended in a purchase already."""
        return self.counts["purchase"] > 0

    def features(self) -> list[float]:
        """The values of `FEATURES`; NaN where one is not known. There is at least one event."""
        return [read(self) for read in FEATURES.values()]


def _minutes(visit: Visit) -> float:
    return (visit.events[-1].at - visit.events[0].at) / timedelta(minutes=1)


def _since(visit: Visit, moment: datetime | None) -> float:
    return (visit.events[0].at - moment) / _DAY if moment else NOT_KNOWN


def _source(visit: Visit) -> float:
    """1 for a paid one, 0 for another, NaN where none is told."""
    source = next((event.source for event in visit.events if event.source), "").lower()
    return float(any(word in source for word in _PAID)) if source else NOT_KNOWN


def _device(visit: Visit) -> float:
    device = next((event.device for event in visit.events if event.device), "")
    return float(_DEVICES.index(device)) if device in _DEVICES else NOT_KNOWN


def _times(kind: str) -> Callable[[Visit], float]:
    return lambda visit: float(visit.counts[kind])


FEATURES: dict[str, Callable[[Visit], float]] = {
    "events": lambda visit: float(len(visit.events)),
    "minutes": _minutes,
    "minutes an event": lambda visit: _minutes(visit) / max(1, len(visit.events) - 1),
    **{kind: _times(kind) for kind in KINDS},
    "products viewed": lambda visit: float(len(visit.viewed)),
    "most views of a product": lambda visit: float(max(visit.viewed.values(), default=0)),
    "mean price viewed": lambda visit: sum(visit.prices) / len(visit.prices) if visit.prices else NOT_KNOWN,
    "highest price viewed": lambda visit: max(visit.prices, default=NOT_KNOWN),
    "units in the basket": lambda visit: float(sum(quantity for quantity, _ in visit.basket.values())),
    "value of the basket": lambda visit: sum(quantity * price for quantity, price in visit.basket.values()),
    "device": _device,
    "paid source": _source,
    "hour": lambda visit: float(visit.events[0].at.hour),
    "weekday": lambda visit: float(visit.events[0].at.weekday()),
    "known customer": lambda visit: float(any(event.customer_id for event in visit.events)),
    "orders before": lambda visit: float(visit.past.orders),
    "visits before": lambda visit: float(visit.past.visits),
    "days since the last order": lambda visit: _since(visit, visit.past.last_order),
    "days since the last visit": lambda visit: _since(visit, visit.past.last_visit),
}
