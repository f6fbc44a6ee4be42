"""What visitors bought, each purchase once, however often and by whom it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ..shop import Event, EventItem, Money, OrderStatus, visitor_of
from ..store.protocol import Sale, Store

_UNDONE = OrderStatus.CANCELLED, OrderStatus.RETURNED
FIRST = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Purchase:
    """Something bought: when, by which visitors (the customer and the session, as far as they are known), for how much; None when
    no price is known."""

    at: datetime
    visitors: tuple[str, ...]
    value: Money | None


def purchases(store: Store, since: datetime = FIRST, products: frozenset[str] = frozenset()) -> Iterator[Purchase]:
    """The purchases at `since` or later, in no order: the events, and orders that no event tells of. Orders that were cancelled or
    returned count neither way. With `products` those of these products, for what was paid for them."""
    orders = _orders(store.orders.sales(since))
    undone = {id for id, (_, kept) in orders.items() if not kept}
    told: set[str] = set()
    for event in store.events.all(name="purchase"):
        told.add(event.transaction_id or "")
        if event.at >= since and event.transaction_id not in undone:
            yield from _told(event, products)
    if products:
        orders = _orders(sale for sale in store.orders.sales(since) if sale.product_id in products)
    for id, (purchase, kept) in orders.items():
        if kept and id not in told:
            yield purchase


def _told(event: Event, products: frozenset[str]) -> Iterator[Purchase]:
    items = tuple(item for item in event.items if item.product_id in products)
    who = visitor_of(event.customer_id, None), visitor_of(None, event.session_id)
    visitors = tuple(each for each in who if each)
    if not products:
        yield Purchase(event.at, visitors, event.value or _sum(event.items))
    elif items:
        yield Purchase(event.at, visitors, _sum(items))


def _sum(items: Iterable[EventItem]) -> Money | None:
    prices = [Money(item.price.amount * item.quantity, item.price.currency) for item in items if item.price]
    if not prices or len({price.currency for price in prices}) > 1:
        return None
    return Money(sum(price.amount for price in prices), prices[0].currency)


def _orders(sales: Iterable[Sale]) -> dict[str, tuple[Purchase, bool]]:
    """Order id to what was bought, and whether it was kept."""
    found: dict[str, tuple[Purchase, bool]] = {}
    for sale in sales:
        amount = sale.unit_price.amount * sale.quantity
        so_far = found[sale.order_id][0].value if sale.order_id in found else None
        value = Money(amount + (so_far.amount if so_far else 0), sale.unit_price.currency)
        who = visitor_of(sale.customer_id, None)
        found[sale.order_id] = Purchase(sale.placed_at, (who,) if who else (), value), sale.status not in _UNDONE
    return found
