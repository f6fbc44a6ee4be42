"""A shop with a year of orders, visits and reviews of a few customers whose story is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.shop import (
    Customer,
    Event,
    EventItem,
    Localized,
    Money,
    Option,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    Review,
    Variant,
)
from shopkeeper.store import open_store

END = datetime(2026, 9, 30, 20, tzinfo=UTC)
SIZE, COLOUR = Localized("尺码", "Size"), Localized("颜色", "Colour")
SHOES, TEA = (Localized("鞋靴", "Shoes"), Localized("跑鞋", "Running Shoes")), (Localized("食品", "Food"), Localized("茶叶", "Tea"))


def days_ago(days: float) -> datetime:
    return END - timedelta(days=days)


def order(id: str, who: str | None, ago: float, *lines: tuple[str, str, int], status: OrderStatus = OrderStatus.DELIVERED) -> Order:
    sold = tuple(OrderLine(product, 1, Money(amount, "CNY"), variant) for product, variant, amount in lines)
    return Order(id, sold, "CNY", days_ago(ago), customer_id=who, status=status)


def event(id: str, name: str, ago: float, who: str | None, session: str | None, *ids: str, **more: str) -> Event:
    return Event(id, name, days_ago(ago), who, session, tuple(EventItem(each) for each in ids), **more)


def _products() -> list[Product]:
    sizes = tuple(Variant(f"shoe-{size}", options=(Option(SIZE, Localized(size, size)), Option(COLOUR, Localized("黑色", "Black"))),
                          price=Money(40000, "CNY")) for size in ("40", "41"))  # fmt: skip
    brand = Localized("步月", "Moonstride")
    shoe = Product("shoe", Localized("轻跑鞋", "Light shoes"), sizes, category=SHOES, brand=brand)
    teas = [Product(f"tea{n}", Localized(f"茶{n}", f"Tea {n}"), (Variant(f"tea{n}", price=Money(3000 + 1000 * n, "CNY")),), category=TEA)
            for n in range(4)]  # fmt: skip
    return [shoe, *teas]


@pytest.fixture(scope="session")
def told_shop(tmp_path_factory):
    """Ann buys shoes monthly, twenty others drank tea once or twice, Bob only looks, Cy never came."""
    store = open_store(tmp_path_factory.mktemp("told") / "shop.db")
    store.products.put(_products())
    store.customers.put([
        Customer("ann", "Ann", email="ann@example.com", language="en", tastes=("Light shoes.",), excludes=("brand=Acme",),
                 consents=("email", "ads"), created_at=days_ago(400)),
        Customer("bob", "Bob", created_at=days_ago(100)), Customer("cy", "Cy", created_at=days_ago(300)),
        *(Customer(f"t{n:02}", f"Tea {n}", email=f"t{n}@example.com", consents=("email",) if n % 2 else (), created_at=days_ago(350))
          for n in range(20)),
    ])  # fmt: skip
    store.orders.put([
        *(order(f"a{n}", "ann", 5 + 30 * n, ("shoe", "shoe-40", 40000), ("tea0", "tea0", 3000)) for n in range(8)),
        *(order(f"o{n:02}", f"t{n:02}", 20 + 10 * n, (f"tea{n % 4}", f"tea{n % 4}", 3000 + 1000 * (n % 4))) for n in range(20)),
        *(order(f"p{n:02}", f"t{n:02}", 60 + 10 * n, ("tea1", "tea1", 4000)) for n in range(0, 20, 4)),
        order("gone", "bob", 3, ("shoe", "shoe-41", 40000), status=OrderStatus.CANCELLED),
    ])  # fmt: skip
    store.events.put([
        event("e1", "search", 5.1, "ann", "s1", query="Running shoes", query_id="q1", device="mobile", source="google / cpc"),
        event("e2", "view_item", 5.09, "ann", "s1", "shoe", device="mobile", source="google / cpc"),
        event("e3", "add_to_cart", 5.08, "ann", "s1", "shoe", device="mobile", source="google / cpc"),
        event("e4", "begin_checkout", 5.07, "ann", "s1", "shoe", device="mobile", source="google / cpc"),
        event("e5", "purchase", 5.0, "ann", "s1", "shoe", device="mobile", source="google / cpc"),
        event("e6", "view_item", 2, "bob", "s2", "shoe", device="desktop", source="(direct) / (none)"),
        event("e7", "add_to_cart", 1.9, "bob", "s2", "shoe", device="desktop", source="(direct) / (none)"),
        event("e8", "view_item", 1, None, "s3", "tea1", device="mobile"),
        event("e9", "view_cart", 0, None, "s4", device="mobile"),
    ])  # fmt: skip
    store.reviews.put([
        Review("r1", "shoe", 5, "Light and fast.", customer_id="ann", at=days_ago(20)),
        Review("r2", "tea0", 2, "太淡了", customer_id="ann", at=days_ago(10)),
        Review("r3", "tea1", 4, "香", customer_id="t01", at=days_ago(9)),
    ])  # fmt: skip
    yield store
    store.close()
