"""Who bought when and for how much: the orders of a shop as arrays, which the models of value are fitted to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from ..shop import InvalidFile, OrderStatus
from ..shop.money import exponent
from ..store.counts import OrderSum
from ..store.protocol import Act
from .lifetimes.counts import WEEK, Counts, Floats

DAY = timedelta(days=1)
MICROSECONDS = 1e6  # in a second
UNDONE = (OrderStatus.CANCELLED, OrderStatus.RETURNED)
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(slots=True)
class Order:
    """What an order says here: whose, when, what its lines cost in minor units, how many lines and units there are."""

    customer_id: str
    at: datetime
    amount: int = 0
    lines: int = 0
    units: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What customers did on the shop's pages, in order of time: `who` and `at` as in `Purchases`; whether it was a look at a product
    (`looked`) or into the basket (`took`). The first event is at `begin`: before it nobody can have been seen."""

    who: Ints
    at: Floats
    looked: Bools
    took: Bools
    begin: float


@dataclass(frozen=True, slots=True)
class Purchases:
    """Orders that came to something, sorted by customer, then time. `customers`: the ids, sorted. Of each order: `order_ids`; `who`, its
    customer's place among them; `at`, days since `start`; `amount`, what its lines cost, in major units of `currency`; `lines` and `units`
    in it. Of each order that was cancelled or sent back: `undone_who`, `undone_at`. Left out are orders of another currency (`foreign`: how
    many) and those whose customer is not known (`nameless`). `seen`: what they did besides, where events tell."""

    customers: tuple[str, ...]
    order_ids: tuple[str, ...]
    who: Ints
    at: Floats
    amount: Floats
    lines: Ints
    units: Ints
    start: datetime
    currency: str
    undone_who: Ints
    undone_at: Floats
    foreign: int = 0
    nameless: int = 0
    seen: Seen | None = None

    def day(self, moment: datetime) -> float:
        """A moment in days since `start`."""
        return (moment - self.start) / DAY

    def moment(self, day: float) -> datetime:
        """What a number of days since `start` stands for."""
        return self.start + day * DAY

    @property
    def end(self) -> float:
        """The day after the last order, a whole number of days since `start`."""
        return float(np.floor(self.at.max()) + 1)

    def before(self, day: float) -> Ints:
        """The rows of the orders before a day."""
        return np.flatnonzero(self.at < day)


def purchases_of(sums: Iterable[OrderSum]) -> Purchases:
    """The orders of a shop (`store.orders.sums()`). `InvalidFile` when nobody known bought anything."""
    paid: dict[str, dict[str, Order]] = {}  # by currency, then id
    undone, nameless = list[tuple[str, datetime]](), 0
    for each in sums:
        if not each.customer_id:
            nameless += 1
        elif each.status in UNDONE:
            undone.append((each.customer_id, each.placed_at))
        else:
            order = Order(each.customer_id, each.placed_at, each.amount, each.lines, each.units)
            paid.setdefault(each.currency, {})[each.order_id] = order
    if not paid:
        raise InvalidFile("orders: expected orders with a customer, got none; next: shopkeeper import FILE --kind orders")
    currency = max(paid, key=lambda name: (len(paid[name]), name))
    foreign = sum(map(len, paid.values())) - len(paid[currency])
    return arrays(paid[currency], currency, undone, foreign=foreign, nameless=nameless)


def arrays(
    orders: Mapping[str, Order], currency: str, undone: Sequence[tuple[str, datetime]] = (), *, foreign: int = 0, nameless: int = 0,
) -> Purchases:  # fmt: skip
    """Orders by id, at least one, all of one currency, as arrays; `undone` are customers and moments of orders that came to nothing."""
    customers = tuple(sorted({order.customer_id for order in orders.values()}))
    place = {id: row for row, id in enumerate(customers)}
    rows = sorted((place[order.customer_id], order.at, id) for id, order in orders.items())
    start = min(at for _, at, _ in rows).replace(hour=0, minute=0, second=0, microsecond=0)
    found = [orders[id] for _, _, id in rows]
    gone = sorted((place[id], at) for id, at in undone if id in place)
    return Purchases(
        customers, tuple(id for _, _, id in rows), np.array([who for who, _, _ in rows], np.int64),
        np.array([(at - start) / DAY for _, at, _ in rows]),
        np.array([each.amount for each in found]) / 10.0 ** exponent(currency),
        np.array([each.lines for each in found], np.int64), np.array([each.units for each in found], np.int64), start, currency,
        np.array([who for who, _ in gone], np.int64), np.array([(at - start) / DAY for _, at in gone]), foreign, nameless,
    )  # fmt: skip


def with_events(purchases: Purchases, acts: Iterable[Act]) -> Purchases:
    """The purchases with what events (`store.events.acts()`, oldest first) tell of the same customers."""
    place = {id: row for row, id in enumerate(purchases.customers)}
    begin = purchases.start.timestamp() * MICROSECONDS
    rows = [(place[each.customer_id], each.at, each.name) for each in acts if each.customer_id in place]
    if not rows:
        return purchases
    names = np.array([name for *_, name in rows])
    at = (np.array([at for _, at, _ in rows], float) - begin) / (MICROSECONDS * DAY.total_seconds())
    seen = Seen(np.array([who for who, *_ in rows], np.int64), at, names == "view_item", names == "add_to_cart", float(at[0]))
    return replace(purchases, seen=seen)


@dataclass(frozen=True, slots=True)
class Summary:
    """The customers as they were at the start of a day: `who` bought before it; their `counts` in weeks; on how many days they bought
    (`days`) and what such a day cost on average (`spent`). Orders of one day are one purchase, as in the papers."""

    who: Ints
    counts: Counts
    days: Floats
    spent: Floats


def summary(purchases: Purchases, day: float) -> Summary:
    """The customers as they were at the start of this day (days since `purchases.start`)."""
    rows = purchases.before(day)
    who, bought_on = purchases.who[rows], np.floor(purchases.at[rows])
    visits, at = np.unique(np.stack([who, bought_on.astype(np.int64)]), axis=1, return_inverse=True)
    paid = np.bincount(at, purchases.amount[rows], visits.shape[1])
    people, first, days = np.unique(visits[0], return_index=True, return_counts=True)
    begin, last = visits[1][first], visits[1][first + days - 1]
    age = np.maximum(int(day) - 1 - begin, last - begin)
    counts = Counts((days - 1).astype(float), (last - begin) / WEEK, age / WEEK)
    return Summary(people, counts, days.astype(float), np.add.reduceat(paid, first) / days)


def bought(purchases: Purchases, who: Ints, since: float, until: float) -> tuple[Floats, Floats]:
    """Of each of these customers, in the days from `since` up to `until`: on how many days they bought, what they paid: float64[n]."""
    rows = np.flatnonzero((purchases.at >= since) & (purchases.at < until))
    place = np.full(len(purchases.customers), -1)
    place[who] = np.arange(len(who))
    row_of = place[purchases.who[rows]]
    rows, row_of = rows[row_of >= 0], row_of[row_of >= 0]
    visits = np.unique(np.stack([row_of, np.floor(purchases.at[rows]).astype(np.int64)]), axis=1)[0]
    paid: Floats = np.bincount(row_of, purchases.amount[rows], len(who)).astype(float)
    return np.bincount(visits, minlength=len(who)).astype(float), paid
