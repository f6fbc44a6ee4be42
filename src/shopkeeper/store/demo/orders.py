"""Baskets become orders: paid, sent, delivered, sometimes cancelled or returned, as far as `until` has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from ...shop import Fulfilment, Money, Order, OrderLine, OrderStatus, Payment
from .catalogue import CURRENCY
from .dice import Dice
from .shopping import Basket, Market
from .words import both, read

FREE_SHIPPING_FROM, SHIPPING = 9900, 1000
WELCOME_FROM, WELCOME = 15000, 2000
# Orders by hour of the day, in the shop's time: a bump at noon and a larger one in the evening.
_HOURS = (2, 1, 1, 1, 1, 1, 2, 4, 6, 8, 9, 10, 12, 10, 8, 8, 8, 9, 10, 13, 17, 18, 13, 6)
_METHODS = ("card", "wallet", "bank transfer", "gift card")


def orders(market: Market, baskets: Sequence[Basket]) -> Iterator[Order]:
    """One order for each basket, in order of day; ids count up."""
    carriers = [both(name) for name in read("people")["carriers"]]
    notes = [both(text) for text in read("people")["notes"]]
    seen: set[int] = set()
    for number, basket in enumerate(baskets, 1):
        dice = Dice(market.seed, "order", number)
        person = market.people[basket.shopper]
        language = person.customer.language or "zh"
        lines = tuple(_lines(market, basket))
        goods = sum(line.unit_price.amount * line.quantity for line in lines)
        welcome = basket.shopper not in seen and goods >= WELCOME_FROM and person.joined >= market.first
        seen.add(basket.shopper)
        placed = datetime.combine(basket.day, time(dice.weighted(range(24), _HOURS), dice.whole(0, 59), dice.whole(0, 59)), UTC)
        order = Order(
            id=f"o{number:06}", lines=lines, currency=CURRENCY, placed_at=placed, customer_id=person.customer.id,
            discount=Money(WELCOME, CURRENCY) if welcome else None,
            shipping=Money(0 if goods >= FREE_SHIPPING_FROM else SHIPPING, CURRENCY),
            address=person.customer.address, note=dice.pick(notes).get(language) if dice.chance(0.05) else "",
        )  # fmt: skip
        yield _settled(market, basket, order, dice.pick(carriers).get(language), dice)


def _lines(market: Market, basket: Basket) -> Iterator[OrderLine]:
    person = market.people[basket.shopper]
    for take in basket.takes:
        product = market.items[take.item].product
        variant = product.variants[take.variant]
        price = market.tariffs[product.id].price(variant, basket.day)
        title = product.title.get(person.customer.language or "zh")
        yield OrderLine(product.id, take.quantity, Money(price, CURRENCY), variant.id, variant.sku, title)


def _settled(market: Market, basket: Basket, order: Order, carrier: str, dice: Dice) -> Order:
    """The order with payments, parcel and status as they stand at the end of `until`."""
    now = datetime.combine(market.until + timedelta(days=1), time(), UTC)
    paid = order.placed_at + timedelta(minutes=dice.whole(1, 25))
    shipped = order.placed_at + timedelta(hours=dice.whole(8, 44))
    delivered = shipped + timedelta(hours=dice.whole(30, 120))
    method = dice.weighted(_METHODS, (5, 8, 1, 1))
    if paid >= now or (paid > now - timedelta(hours=2) and dice.chance(0.5)):
        return _with(order, OrderStatus.PENDING)
    payment = Payment(f"{order.id}-pay", order.total, method=method, at=paid)
    if basket.cancelled:
        refund = Payment(f"{order.id}-refund", order.total, "refund", method, min(now, paid + timedelta(hours=dice.whole(1, 6))))
        return _with(order, OrderStatus.CANCELLED, (payment, refund))
    if shipped >= now:
        return _with(order, OrderStatus.PENDING if dice.chance(0.5) else OrderStatus.PROCESSED, (payment,))
    ids = tuple(line.variant_id for line in order.lines)
    number = f"{dice.whole(10, 99)}{dice.whole(10**9, 10**10 - 1)}"
    arrived = delivered if delivered < now else None
    parcel = (Fulfilment(f"{order.id}-f1", ids, carrier, number, shipped, arrived),)
    if arrived is None:
        return _with(order, OrderStatus.SHIPPED, (payment,), parcel)
    return _after(market, basket, order, payment, parcel, arrived, now, dice)


def _after(
    market: Market, basket: Basket, order: Order, payment: Payment, parcel: tuple[Fulfilment, ...], arrived: datetime, now: datetime,
    dice: Dice,
) -> Order:  # fmt: skip
    """Delivered orders come back the more often the worse the goods are, clothes and shoes most."""
    items = [market.items[take.item] for take in basket.takes]
    worst = min(item.worth for item in items)
    worn = any(item.kind.department.key in ("clothing", "shoes") for item in items)
    asked = arrived + timedelta(hours=dice.whole(6, 160))
    fate = dice.unit()
    if asked >= now or fate > 0.01 + 0.1 * max(0.0, 0.75 - worst) + (0.03 if worn else 0.0) + 0.008:
        return _with(order, OrderStatus.DELIVERED, (payment,), parcel)
    if asked + timedelta(days=8) > now:
        return _with(order, OrderStatus.EXCHANGE_REQUESTED if fate < 0.008 else OrderStatus.RETURN_REQUESTED, (payment,), parcel)
    if fate < 0.008:
        return _with(order, OrderStatus.DELIVERED, (payment,), parcel)
    goods = order.total - (order.shipping or Money(0, CURRENCY))
    refund = Payment(f"{order.id}-refund", goods, "refund", payment.method, asked + timedelta(days=dice.whole(3, 8)))
    return _with(order, OrderStatus.RETURNED, (payment, refund), parcel)


def _with(order: Order, status: OrderStatus, payments: tuple[Payment, ...] = (), parcels: tuple[Fulfilment, ...] = ()) -> Order:
    return replace(order, status=status, payments=payments, fulfilments=parcels)
