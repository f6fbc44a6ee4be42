"""A shop with customers and orders in every state: what the tests of customer service stand on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from shopkeeper.assistant.desk import Desk
from shopkeeper.assistant.session import Session
from shopkeeper.shop import (
    Address,
    Customer,
    Fulfilment,
    Localized,
    Money,
    Option,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentKind,
    PaymentMethod,
    Product,
    Variant,
)
from shopkeeper.shop.policy import Policy
from shopkeeper.store import Store, open_store

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
HOME = Address("12 Hill Street", "", "Boston", "MA", "02101", "US")


def usd(cents: int) -> Money:
    return Money(cents, "USD")


def variant(id: str, cents: int, stock: int | None = None, **options: str) -> Variant:
    names = {"colour": Localized("颜色", "colour"), "size": Localized("尺码", "size")}
    return Variant(id, id.upper(), options=tuple(Option(names[n], Localized.of(v, "en")) for n, v in options.items()), price=usd(cents),
                   stock=stock)


SHIRT = Product("shirt", Localized("T恤", "T-shirt"), (
    variant("shirt-s", 2000, colour="blue", size="S"), variant("shirt-m", 2000, colour="blue", size="M"),
    variant("shirt-l", 2550, colour="red", size="L"), variant("shirt-x", 2000, 0, colour="red", size="XL"),
    variant("shirt-2", 1800, 1, colour="green", size="M")))
MUG = Product("mug", Localized("马克杯", "Mug"), (variant("mug-w", 999, colour="white"), variant("mug-b", 999, colour="black")))
CARD = PaymentMethod("card_1", PaymentKind.CREDIT_CARD, "visa", "4242")
GIFT = PaymentMethod("gift_1", PaymentKind.GIFT_CARD, balance=usd(550))
PAYPAL = PaymentMethod("paypal_1", PaymentKind.PAYPAL)
ANNA = Customer("anna_1", "Anna Miller", "Anna.Miller@example.com", address=HOME, payment_methods=(CARD, GIFT, PAYPAL))
WEI = Customer("wei_2", "张伟", "wei@example.cn", address=Address("人民路 8 号", "", "杭州", "浙江", "310000", "CN"))


def line(variant_id: str, quantity: int = 1, cents: int | None = None) -> OrderLine:
    product = SHIRT if variant_id.startswith("shirt") else MUG
    price = usd(cents) if cents is not None else product.variant(variant_id).price
    assert price
    return OrderLine(product.id, quantity, price, variant_id, variant_id.upper(), product.title.en)


def order(id: str, *lines: OrderLine, status: OrderStatus = OrderStatus.PENDING, pay: str = "card_1", **more: Any) -> Order:
    """An order of Anna's that is paid; `pay=""` for one that is not."""
    made = Order(id, lines, "USD", NOW - timedelta(days=20), customer_id="anna_1", status=status, address=HOME, **more)
    paid = Payment(f"{id}-pay", made.total, "payment", method_id=pay, at=made.placed_at)
    return Order(**{name: getattr(made, name) for name in made.__slots__} | {"payments": (paid,) if pay else ()})


def parcel(days_ago: float | None, *variant_ids: str, id: str = "p1") -> Fulfilment:
    return Fulfilment(id, variant_ids, "UPS", "1Z9", delivered_at=None if days_ago is None else NOW - timedelta(days=days_ago))


PENDING = order("#1", line("shirt-s"), line("mug-w", 2))
TWICE = order("#2", line("shirt-s"), line("shirt-s"), line("mug-w"))
SENT = order("#3", line("mug-w"), status=OrderStatus.SHIPPED)
DELIVERED = order("#4", line("shirt-s"), line("mug-w", 3), status=OrderStatus.DELIVERED, fulfilments=(parcel(3),))
BY_GIFT = order("#5", line("mug-b"), pay="gift_1")
WEIS = Order("#9", (line("shirt-s"),), "USD", NOW, customer_id="wei_2", status=OrderStatus.PENDING)
ORDERS = (PENDING, TWICE, SENT, DELIVERED, BY_GIFT, WEIS)


def service(folder: Path) -> Store:
    """A store with all of it."""
    store = open_store(folder / "shop.db")
    store.products.put([SHIRT, MUG])
    store.customers.put([ANNA, WEI])
    store.orders.put(ORDERS)
    return store


def desk_of(store: Store, **more: Any) -> Desk:
    """The desk of a shop with time limits, at noon of a day."""
    return Desk(store, **{"policy": Policy(return_days=7, exchange_days=30), "now": lambda: NOW, **more})


def annas(language: str = "en") -> Session:
    """A conversation with Anna, who is known."""
    return Session("s1", "zh" if language == "zh" else "en", customer_id="anna_1")


class Notes(list[tuple[str, Any]]):
    """Takes the notes of a turn."""

    def __call__(self, kind: str, fact: Any) -> None:
        self.append((kind, fact))

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self]
