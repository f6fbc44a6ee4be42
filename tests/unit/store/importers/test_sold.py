"""Products out of order lines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.shop import Localized, Money, Order, OrderLine, OrderStatus, Product, ProductStatus, Variant
from shopkeeper.store import open_store
from shopkeeper.store.importers.sold import products_sold

START = datetime(2026, 1, 1, tzinfo=UTC)


def order(id: str, day: int, *lines: tuple[str, str, int], status=OrderStatus.DELIVERED) -> Order:
    sold = tuple(OrderLine(code, 1, Money(amount, "GBP"), title=title) for code, title, amount in lines)
    return Order(id, sold, "GBP", START + timedelta(days=day), status=status)


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "shop.db")
    store.orders.put([
        order("1", 0, ("85123A", "WHITE LANTERN", 255), ("POST", "POSTAGE", 1800)),
        order("2", 9, ("85123A", "WHITE LANTERN", 295), ("22", "红色茶杯", 100)),
        order("3", 5, ("85123A", "LANTERN, WHITE", 275), ("22", "damaged", 0)),
        order("4", 12, ("85123A", "WHITE LANTERN", 1), ("99", "NEVER SOLD", 5), status=OrderStatus.CANCELLED),
        order("5", 13, ("77", "given away", 0), ("known", "KNOWN", 5)),
    ])  # fmt: skip
    store.products.put([Product("known", Localized(en="Known"), (Variant("known-v"),))])
    yield store
    store.close()


def test_what_lines_say_of_a_product(store):
    found = {product.id: product for product in products_sold(store)}
    assert set(found) == {"85123A", "POST", "22"}  # what was cancelled, given away or is known makes none
    lantern = found["85123A"]
    assert lantern.title == Localized(en="WHITE LANTERN")
    assert lantern.variants[0].price == Money(295, "GBP")
    assert lantern.created_at == START
    assert found["22"].title == Localized(zh="红色茶杯")
    assert (lantern.status, found["POST"].status) == (ProductStatus.ACTIVE, ProductStatus.DRAFT)


def test_the_second_time_there_is_nothing_to_make(store):
    assert store.products.put(list(products_sold(store))).new == 3
    assert list(products_sold(store)) == []
