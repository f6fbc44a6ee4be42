"""Shopify's order and customer files."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopkeeper.shop import Address, Fulfilment, InvalidFile, Money, OrderStatus, Payment
from shopkeeper.store import open_store
from shopkeeper.store.importers import import_file
from unit.store.importers.sample_shop import SAMPLES, products, take

ORDERS, CUSTOMERS = "shopify-orders/orders_export.csv", "shopify-customers/customers_export.csv"


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "shop.db")
    opened.products.put(products())
    yield opened
    opened.close()


@pytest.fixture
def orders(store, tmp_path):
    take(store, CUSTOMERS, tmp_path)
    take(store, ORDERS, tmp_path)
    return store.orders


def usd(cents):
    return Money(cents, "USD")


def test_customers(store, tmp_path):
    report, reasons = take(store, CUSTOMERS, tmp_path)
    assert (report.kind, report.format, report.new, reasons) == ("customers", "shopify", 4, [])
    ada = store.customers.get("7001")
    assert (ada.name, ada.email, ada.phone, ada.tags) == ("Ada Byron", "ada@example.com", "+15550100", ("vip", "newsletter"))
    assert ada.address == Address("1 Mill Lane", "Flat 2", "Boston", "MA", "02108", "US")
    assert [store.customers.get(id).consents for id in ("7001", "7002", "7003")] == [("email",), (), ("sms",)]
    assert store.customers.get("7002").phone == "+8613800000000"
    assert store.customers.get("grace@example.com").name == "Grace Hopper"


def test_orders_and_what_was_wrong(store, tmp_path):
    report, reasons = take(store, ORDERS, tmp_path, kind="orders")
    assert (report.kind, report.format, report.read, report.new) == ("orders", "shopify", 12, 6)
    assert reasons == [("Lineitem quantity", 10, 1), ("Lineitem name", 11, 1), ("Financial Status", 12, 1)]
    assert sorted(report.notes) == [
        "1 × orders have a total that their lines, shipping, tax and discount do not add up to",
        "1 × orders have prices that include the tax: it is no addition to their total",
        "2 × order lines name products that the shop does not have: they keep the code of the file",
    ]


def test_lines_have_the_catalogues_ids_and_orders_the_customers(orders):
    order = orders.get("#1001")
    assert [(line.product_id, line.variant_id, line.sku, line.quantity) for line in order.lines] == [
        ("enamel-mug", "mug-v", "MUG-1", 2), ("linen-shirt", "SHIRT-S", "SHIRT-S", 1), ("Sticker", "", "", 1),
    ]  # fmt: skip
    assert [orders.get(id).customer_id for id in ("#1001", "#1002", "#1003")] == ["7001", "nobody@example.com", "+4915550101"]


def test_an_order_has_its_amounts_address_payment_and_parcel(orders):
    order = orders.get("#1001")
    assert (order.total, order.discount, order.shipping, order.tax) == (usd(4000), usd(500), usd(400), usd(100))
    assert order.address == Address("1 Mill Lane", "Flat 2", "Boston", "MA", "02108", "US")
    assert order.note == "Please ring"
    assert order.payments == (Payment("pay-1", usd(4000), "payment", "Shopify Payments", datetime(2024, 5, 1, 6, 31, tzinfo=UTC)),)
    assert order.fulfilments == (Fulfilment("#1001-1", ("mug-v", "SHIRT-S"), shipped_at=datetime(2024, 5, 2, 7, tzinfo=UTC)),)


def test_tax_that_is_in_the_prices_is_not_added(orders):
    order = orders.get("#1002")
    assert (order.tax, order.total) == (None, Money(2500, "EUR"))
    assert [(p.kind, p.amount.amount) for p in order.payments] == [("payment", 2500), ("refund", 1000)]


@pytest.mark.parametrize(
    ("id", "status"),
    [
        ("#1001", OrderStatus.SHIPPED), ("#1002", OrderStatus.PROCESSED), ("#1003", OrderStatus.RETURNED),
        ("#1004", OrderStatus.CANCELLED), ("#1005", OrderStatus.SHIPPED), ("#1006", OrderStatus.PROCESSED),
    ],
)  # fmt: skip
def test_the_status_says_no_more_than_shopify_does(orders, id, status):
    assert orders.get(id).status is status


def test_a_part_of_the_price_was_paid(orders):
    assert [p.amount for p in orders.get("#1005").payments] == [usd(1000)]
    assert orders.get("#1004").payments == ()


def test_totals_may_stand_in_a_row_without_a_line(orders):
    order = orders.get("#1003")
    assert [line.title for line in order.lines] == ['Old hat - "vintage"']
    assert [(p.kind, p.amount, p.method) for p in order.payments] == [("payment", usd(900), "PayPal"), ("refund", usd(900), "PayPal")]


def test_a_corrected_line_joins_its_order(store, tmp_path):
    report, _ = take(store, ORDERS, tmp_path)
    [line] = [each for each in report.rejects_file.read_text("utf-8").splitlines() if '"row":10' in each]
    report.rejects_file.write_text(line.replace('"Lineitem quantity":"0"', '"Lineitem quantity":"3"'), "utf-8")
    again = import_file(store, report.rejects_file, rejects_dir=tmp_path)
    assert (again.kind, again.changed, [each.quantity for each in store.orders.get("#1006").lines]) == ("orders", 1, [1, 3])


def test_the_same_orders_again_change_nothing(store, tmp_path):
    take(store, ORDERS, tmp_path)
    again, _ = take(store, ORDERS, tmp_path)
    assert (again.unchanged, again.new, again.changed) == (6, 0, 0)


def test_a_file_of_another_kind_is_refused(store):
    with pytest.raises(InvalidFile, match="expected Shopify's columns of customers"):
        import_file(store, SAMPLES / ORDERS, kind="customers", format="shopify")
