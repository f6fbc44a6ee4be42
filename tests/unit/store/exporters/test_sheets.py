"""Records of every kind but products as tables, and back: the same records."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategies as s
from shopkeeper.shop import (
    EVENT_NAMES,
    Address,
    Conversation,
    Customer,
    Event,
    EventItem,
    Fulfilment,
    Localized,
    Message,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    Product,
    Promotion,
    Review,
    Speaker,
    Supplier,
    SupplierItem,
    Variant,
)
from shopkeeper.store import open_store
from shopkeeper.store.exporters import export_file
from shopkeeper.store.importers import import_file
from unit.store.importers.sample_shop import SAMPLES, products

words = st.text("abcXYZ 019,;|\"-/杯茶·。", max_size=14).map(lambda text: " ".join(text.split()))
names = words.filter(bool)
codes = st.text("ABcd019-_", min_size=1, max_size=8).map("x".__add__)
moments = s.moments
cents = st.builds(Money, st.integers(0, 10**9), s.currencies)
days = st.none() | st.integers(0, 900).map(lambda n: n / 10)
countries = st.sampled_from(["", "CN", "US", "NO"])
addresses = st.builds(Address, words, words, words, words, words, countries)
VARIANTS = tuple(f"v{n}" for n in range(4))


@st.composite
def orders(draw):
    currency = draw(s.currencies)
    paid = st.builds(Money, st.integers(0, 10**9), st.just(currency))
    lines = st.builds(OrderLine, codes, st.integers(1, 99), paid, st.just("") | codes, st.just("") | codes, words)
    return Order(
        draw(codes), tuple(draw(st.lists(lines, min_size=1, max_size=3))), currency, draw(moments), customer_id=draw(s.maybe(codes)),
        status=draw(st.sampled_from(OrderStatus)), discount=draw(s.maybe(paid)), shipping=draw(s.maybe(paid)), tax=draw(s.maybe(paid)),
        payments=draw(s.some(st.builds(Payment, codes, paid, st.sampled_from(["payment", "refund"]), words, s.maybe(moments)))),
        fulfilments=draw(s.some(st.builds(Fulfilment, codes, s.some(codes), words, words, s.maybe(moments), s.maybe(moments)))),
        address=draw(addresses), note=draw(words),
    )  # fmt: skip


KINDS = {
    "customers": st.builds(
        Customer, codes, words, words, words, addresses, s.languages, s.maybe(moments), s.some(names), s.some(names),
        excludes=s.some(st.builds("{}={}".format, st.sampled_from(["product", "brand"]), codes)),
        consents=st.lists(st.sampled_from(["email", "sms", "ads"]), max_size=3, unique=True).map(tuple),
    ),
    "orders": orders(),
    "reviews": st.builds(Review, codes, codes, st.integers(1, 5).map(float), words, words, s.maybe(codes), s.languages, s.maybe(moments),
                         st.booleans()),
    "events": st.builds(
        Event, codes, st.sampled_from(sorted(EVENT_NAMES)), moments, s.maybe(codes), s.maybe(codes),
        s.some(st.builds(EventItem, codes, st.just("") | codes, st.integers(1, 9), s.maybe(cents), s.maybe(st.integers(1, 99)))),
        words, s.maybe(codes), s.maybe(codes), s.maybe(cents),
        device=st.sampled_from(["", "mobile", "desktop"]), source=st.sampled_from(["", "google / cpc", "(direct) / (none)", "newsletter"]),
    ),
    "promotions": s.promotions.flatmap(lambda p: st.builds(
        Promotion, codes, st.builds(Localized, names, names), st.just(p.starts_at), st.just(p.ends_at), st.just(p.percent_off),
        st.lists(codes, max_size=3, unique=True).map(tuple))),  # a product is in a promotion once
    "suppliers": st.builds(
        Supplier, codes, words, words, days, days, s.maybe(cents),
        st.lists(st.builds(SupplierItem, st.sampled_from(VARIANTS), s.maybe(cents), st.integers(1, 99), st.integers(1, 99), days, words),
                 max_size=3, unique_by=lambda item: item.variant_id).map(tuple), words,
    ),
    "conversations": st.builds(
        Conversation, codes, st.lists(st.builds(Message, st.sampled_from(Speaker), names), min_size=1, max_size=3).map(tuple),
        s.maybe(codes), s.maybe(codes), words, s.languages, s.maybe(moments), s.some(names),
    ),
}  # fmt: skip


@pytest.mark.parametrize("format", ["csv", "parquet"])
@pytest.mark.parametrize("kind", KINDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(st.data())
def test_a_record_comes_back_from_a_table_as_it_was(store, tmp_path, kind, format, data):
    record = data.draw(KINDS[kind])
    store.products.records = {"p": Product("p", Localized(en="Mug"), tuple(Variant(id) for id in VARIANTS))}
    getattr(store, kind).records = {record.id: record}
    path = tmp_path / f"out.{format}"
    assert export_file(store, path, kind=kind).notes == ()
    getattr(store, kind).records = {}
    report = import_file(store, path, kind=kind)
    assert (report.rejected, getattr(store, kind).records) == (0, {record.id: record}), report.reasons


TAKEN = {
    "shopify-orders/orders_export.csv": "orders", "shopify-customers/customers_export.csv": "customers", "ga4/events.jsonl": "events",
    "segment/track.jsonl": "events", "posthog/events.jsonl": "events", "metarank/events.jsonl": "events", "gorse/feedback.csv": "events",
    "ubi/queries-and-events.jsonl": "events", "stock/shopify-inventory.csv": "stock", "stock/盘点.csv": "stock",
    "prices/price-list.tsv": "prices", "promotions/活动.csv": "promotions", "promotions/campaigns.jsonl": "promotions",
    "suppliers/供应商.csv": "suppliers", "conversations/chats.csv": "conversations", "conversations/messages.jsonl": "conversations",
}  # fmt: skip


def records(store, kind):
    """All records of a kind, without what the catalogue lends."""
    series = {"stock": store.history.stock_points, "prices": store.history.price_points}
    return list(series[kind].all() if kind in series else getattr(store, kind).all())


@pytest.fixture
def shops(tmp_path):
    """Makes shops that have the products of the samples."""
    opened = []

    def make():
        shop = open_store(tmp_path / f"{len(opened)}.db")
        shop.products.put(products())
        opened.append(shop)
        return shop

    yield make
    for shop in opened:
        shop.close()


@pytest.mark.parametrize("sample", TAKEN)
def test_every_sample_goes_out_and_comes_in_again_the_same(shops, tmp_path, sample):
    kind, first = TAKEN[sample], shops()
    import_file(first, SAMPLES / sample, kind=kind, rejects_dir=tmp_path)
    before = records(first, kind)
    assert before
    for name in ("out.csv", "out.parquet", "out.jsonl.gz"):
        again = shops()
        export_file(first, tmp_path / name, kind=kind)
        report = import_file(again, tmp_path / name, rejects_dir=tmp_path)  # the kind shows by itself
        assert (report.kind, report.rejected, records(again, kind)) == (kind, 0, before), (name, report.reasons)


def test_shopifys_order_file_comes_back_the_same(shops, tmp_path):
    first, again = shops(), shops()
    import_file(first, SAMPLES / "shopify-customers/customers_export.csv", rejects_dir=tmp_path)
    import_file(first, SAMPLES / "shopify-orders/orders_export.csv", rejects_dir=tmp_path)
    report = export_file(first, tmp_path / "orders.csv", kind="orders", format="shopify")
    assert (report.records, report.rows, report.notes) == (6, 8, ())
    taken = import_file(again, tmp_path / "orders.csv", rejects_dir=tmp_path)
    assert (taken.format, taken.rejected) == ("shopify", 0)
    assert records(again, "orders") == records(first, "orders")


def test_shopifys_customer_file_comes_back_the_same(shops, tmp_path):
    first, again = shops(), shops()
    import_file(first, SAMPLES / "shopify-customers/customers_export.csv", rejects_dir=tmp_path)
    export_file(first, tmp_path / "customers.csv", kind="customers", format="shopify")
    assert import_file(again, tmp_path / "customers.csv", rejects_dir=tmp_path).format == "shopify"
    assert records(again, "customers") == records(first, "customers")


def test_what_shopifys_files_cannot_hold_is_said(shops, tmp_path):
    shop, at = shops(), datetime(2024, 5, 1, tzinfo=UTC)
    line = OrderLine("lamp", 1, Money(100, "USD"))
    shop.orders.put([Order("o", (line,), "USD", at, status=OrderStatus.DELIVERED, fulfilments=(Fulfilment("f", carrier="DHL"),))])
    shop.customers.put([Customer("c", language="zh", tags=("a, b",))])
    assert export_file(shop, tmp_path / "o.csv", kind="orders", format="shopify").notes == (
        "left out: the status delivered (1 of the orders, first: o)",
        "left out: parcels but for the day they were sent (1 of the orders, first: o)",
    )
    assert export_file(shop, tmp_path / "c.csv", kind="customers", format="shopify").notes == (
        "left out: the language (1 of the customers, first: c)",
        "left out: where a tag that holds a comma ends (1 of the customers, first: c)",
    )


def test_a_message_without_a_text_is_left_out_and_counted(shops, tmp_path):
    shop = shops()
    shop.conversations.put([Conversation("t", (Message(Speaker.CUSTOMER, "Hi"), Message(Speaker.AGENT, "")))])
    report = export_file(shop, tmp_path / "t.csv", kind="conversations")
    assert (report.rows, report.notes) == (1, ("left out: messages without a text (1 of the conversations, first: t)",))
