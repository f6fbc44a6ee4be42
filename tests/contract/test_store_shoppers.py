"""What customers and their visits came to: the same on every database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.shop import Event, EventItem, Localized, Money, Order, OrderLine, OrderStatus, Product, Variant

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
END = START + timedelta(days=400)
SHOES, TEA = Localized("鞋", "Shoes"), Localized("茶", "Tea")


def _event(number, name, *products, minute=0, session="s1", who=None, **more):
    items = tuple(EventItem(id) for id in products)
    return Event(f"e{number:03}", name, START + timedelta(minutes=minute), who, session, items, **more)


def _order(id, who, days, *lines, currency="CNY", status=OrderStatus.DELIVERED):
    sold = tuple(OrderLine(product, quantity, Money(amount, currency)) for product, quantity, amount in lines)
    return Order(id, sold, currency, START + timedelta(days=days), customer_id=who, status=status)


@pytest.fixture
def shoppers(store):
    store.products.put([Product(id, Localized(en=id), (Variant(id),), category=(name,)) for id, name in (("p1", SHOES), ("p2", TEA))])
    store.events.put([
        _event(1, "view_item", "p1", device="mobile", source="google / cpc", who="c1"),
        _event(2, "add_to_cart", "p1", minute=1, device="desktop", source="bing / organic", who="c1"),
        _event(3, "begin_checkout", "p1", minute=2, who="c1"),
        _event(4, "search", session="s2", query="Tea", query_id="q1", who="c1"),
        _event(5, "view_search_results", "p2", session="s2", query="tea", query_id="q1", who="c1"),
        _event(6, "view_item", "p2", session="s2", device="mobile"),
        _event(7, "purchase", "p2", session=None, who="c2"),
        _event(8, "view_item", "p1", session=None, who="c2", minute=30),
        _event(9, "view_item", "p1", session=None),
        _event(10, "view_item", "gone", session="s3"),
        _event(11, "view_item", "p1", session="late", minute=60 * 24 * 500),
    ])  # fmt: skip
    store.orders.put([
        _order("o1", "c1", 0, ("p1", 2, 500), ("p2", 1, 100)), _order("o2", "c1", 35, ("p2", 1, 100)),
        _order("o3", "c2", 2, ("p2", 3, 100)),
        _order("o4", "c2", 40, ("p1", 1, 999), status=OrderStatus.RETURNED), _order("o5", None, 3, ("p1", 1, 500)),
        _order("o6", "c2", 70, ("p1", 1, 700), currency="USD"), _order("o7", "c3", 500, ("p1", 1, 500)),
    ])  # fmt: skip
    return store.shoppers


def test_visits_are_counted_by_how_far_they_came(shoppers):
    assert shoppers.reached(START, END) == [("", 2, 2), ("", 4, 1), ("", 5, 1)]
    assert shoppers.reached(START, START + timedelta(minutes=1)) == [("", 2, 3), ("", 5, 1)]


def test_the_device_and_the_source_are_the_first_that_a_visit_tells(shoppers):
    assert shoppers.reached(START, END, "device") == [("", 2, 1), ("", 5, 1), ("mobile", 2, 1), ("mobile", 4, 1)]
    assert shoppers.reached(START, END, "source") == [("", 2, 2), ("", 5, 1), ("google / cpc", 4, 1)]


def test_the_category_is_that_of_the_goods_and_paying_counts_for_what_is_paid(shoppers):
    shoes, tea = ('{"zh":"鞋","en":"Shoes"}', '{"zh":"茶","en":"Tea"}')
    expected = [("", 2, 1), (shoes, 2, 1), (shoes, 4, 1), (tea, 2, 1), (tea, 5, 1)]
    assert shoppers.reached(START, END, "category") == sorted(expected)


def test_the_visits_behind_a_count_can_be_read(shoppers):
    day = START.strftime("%s")
    known = f"c2/{int(day) // 86400}"
    found = shoppers.sessions(START, END)
    assert [(s.id, s.customer_id, s.step, s.events) for s in found] == [
        (known, "c2", 5, 2), ("s1", "c1", 4, 3), ("s2", "c1", 2, 3), ("s3", None, 2, 1),
    ]  # fmt: skip
    assert found[1].began == START
    assert [s.id for s in shoppers.sessions(START, END, "device", part="mobile", step=3)] == ["s1"]
    assert [s.id for s in shoppers.sessions(START, END, after=("s1", ""), limit=1)] == ["s2"]


def test_pages_of_visits_lose_none_of_their_categories(shoppers):
    whole, after, pages = shoppers.sessions(START, END, "category"), ("", ""), []
    while page := shoppers.sessions(START, END, "category", after=after, limit=1):
        pages += page
        after = page[-1].id, page[-1].part
    assert pages == whole
    assert len(whole) > len({row.id for row in whole}), "a visit of two categories is among them"


def test_what_customers_bought_and_how_often_without_what_came_back(shoppers):
    assert [(b.customer_id, b.currency, b.orders, b.amount, b.units) for b in shoppers.buyers(END)] == [
        ("c1", "CNY", 2, 1200, 4), ("c2", "CNY", 1, 300, 3), ("c2", "USD", 1, 700, 1),
    ]  # fmt: skip
    assert (shoppers.buyers(END)[0].first, shoppers.buyers(END)[0].last) == (START, START + timedelta(days=35))
    assert list(shoppers.bought(END)) == [("c1", "p1", 2, 1), ("c1", "p2", 2, 2), ("c2", "p1", 1, 1), ("c2", "p2", 3, 1)]


def test_cohorts_are_by_the_month_of_the_first_order(shoppers):
    assert shoppers.cohorts(END, "CNY") == [
        ("2026-03", "2026-03", 2, 2, 1400), ("2026-03", "2026-04", 1, 1, 100), ("2026-03", "2026-05", 1, 1, 0),
    ]  # fmt: skip


def test_what_customers_looked_at_and_searched_for(shoppers):
    assert [(b.customer_id, b.visits, b.views, b.carts) for b in shoppers.browsed(END)] == [("c1", 2, 1, 1), ("c2", 1, 1, 0)]
    assert shoppers.browsed(END)[0].last_cart == START + timedelta(minutes=1)
    assert shoppers.browsed(END)[1].last_cart is None
    assert list(shoppers.searched(END)) == [("c1", "Tea", 1), ("c1", "tea", 1)]
