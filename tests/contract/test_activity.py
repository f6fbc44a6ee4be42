"""What happened to products, summed by the database: the same in both."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contract.samples import AT, DAY, product
from shopkeeper.shop import Event, EventItem, Localized, Money, Order, OrderLine, OrderStatus, Review, Variant
from shopkeeper.shop import Product as ShopProduct
from shopkeeper.store import Store
from shopkeeper.store.counts import Rating

NOW = AT + 10 * DAY


def sale(id, ago, *lines, status=OrderStatus.DELIVERED):
    sold = tuple(OrderLine(product, quantity, Money(100, "CNY"), f"{product}/v") for product, quantity in lines)
    return Order(id, sold, "CNY", NOW - ago * DAY, status=status)


def view(id, ago, *products, name="view_item"):
    return Event(id, name, NOW - ago * DAY, items=tuple(EventItem(product) for product in products))


def test_an_empty_store_has_no_activity(store: Store) -> None:
    activity = store.activity
    assert (activity.sold(NOW), activity.viewed(NOW), activity.rated(), list(activity.states(0))) == ({}, {}, {}, [])


def test_units_sold_count_half_for_each_month_that_they_are_older(store: Store) -> None:
    store.orders.put([sale("a", 0, ("p", 2), ("q", 1)), sale("b", 29, ("p", 1)), sale("c", 31, ("p", 1)), sale("d", 61, ("p", 4))])
    assert store.activity.sold(NOW) == {"p": 2 + 1 + 0.5 + 1, "q": 1}


def test_a_sale_of_a_year_ago_of_tomorrow_and_one_undone_count_nothing(store: Store) -> None:
    gone = [sale(f"x{i}", 1, ("p", 9), status=status) for i, status in enumerate([OrderStatus.CANCELLED, OrderStatus.RETURNED])]
    store.orders.put([sale("old", 361, ("p", 9)), sale("next", -1, ("p", 9)), *gone])
    assert store.activity.sold(NOW) == {}


def test_views_are_counted_for_each_product_of_an_event(store: Store) -> None:
    store.events.put([view("a", 1, "p", "商品/1"), view("b", 40, "p"), view("c", 1, "p", name="select_item"), view("d", 1)])
    assert store.activity.viewed(NOW) == {"p": 1.5, "商品/1": 1}


def test_reviews_are_counted_with_the_mean_of_their_stars(store: Store) -> None:
    store.reviews.put([Review("a", "p", 5), Review("b", "p", 2), Review("c", "q", 4.5)])
    assert store.activity.rated() == {"p": Rating(2, 3.5), "q": Rating(1, 4.5)}


def test_states_follow_the_revisions_of_products(store: Store) -> None:
    sold_out = Variant("b/1", price=Money(1500, "JPY"), stock=0)
    store.products.put([product("a"), ShopProduct("b", Localized(en="B"), (sold_out, Variant("b/2", stock=0)), created_at=AT)])
    first, second = store.activity.states(0)
    assert (first.id, first.price, first.in_stock, first.created_at, first.deleted) == ("a", 299.0, True, None, False)
    assert (second.id, second.price, second.in_stock, second.created_at) == ("b", 1500.0, False, AT)
    store.products.delete(["a"])
    [gone] = store.activity.states(second.revision)
    assert (gone.id, gone.deleted, gone.revision) == ("a", True, store.products.revision())
    assert list(store.activity.states(gone.revision)) == []


def test_states_of_many_products_come_page_by_page(store: Store) -> None:
    store.products.put(product(f"p{i:04}") for i in range(2_100))
    assert [state.id for state in store.activity.states(0)] == [f"p{i:04}" for i in range(2_100)]


@pytest.mark.parametrize("change", [
    lambda store: store.orders.put([sale("a", 0, ("p", 1))]),
    lambda store: store.orders.put([sale("known", 5, ("p", 1), status=OrderStatus.CANCELLED)]),
    lambda store: store.events.put([view("a", 1, "p")]),
    lambda store: store.reviews.put([Review("a", "p", 5)]),
    lambda store: store.reviews.delete(["known"]),
], ids=["order", "cancellation", "view", "review", "review gone"])
def test_the_stamp_is_another_one_after_each_change(store: Store, change) -> None:
    store.orders.put([sale("known", 5, ("p", 1))])
    store.reviews.put([Review("known", "p", 1)])
    before = store.activity.stamp()
    assert store.activity.stamp() == before
    change(store)
    assert store.activity.stamp() != before


def test_the_activity_of_a_product_that_is_gone_is_still_summed(store: Store) -> None:
    store.orders.put([sale("a", 0, ("ghost", 1))])
    assert store.activity.sold(NOW + timedelta(days=1)) == {"ghost": 1}


def test_what_somebody_bought_comes_from_orders_and_from_purchases(store: Store) -> None:
    def ordered(id, ago, product, customer, status=OrderStatus.DELIVERED):
        line = OrderLine(product, 1, Money(100, "CNY"), f"{product}/v")
        return Order(id, (line,), "CNY", NOW - ago * DAY, customer_id=customer, status=status)

    def purchase(id, ago, product, customer=None, session=None):
        return Event(id, "purchase", NOW - ago * DAY, customer, session, (EventItem(product),))

    store.orders.put([ordered("a", 5, "p", "anna"), ordered("b", 3, "p", "anna"), ordered("c", 1, "q", "bo"),
                      ordered("d", 1, "r", "anna", OrderStatus.CANCELLED), ordered("e", 1, "s", "anna", OrderStatus.RETURNED)])
    store.events.put([purchase("f", 2, "t", "anna"), purchase("g", 2, "u", session="s1"), view("h", 1, "v")])
    assert store.activity.bought("anna") == {"p": NOW - 3 * DAY, "s": NOW - DAY, "t": NOW - 2 * DAY}
    assert store.activity.bought(None, "s1") == {"u": NOW - 2 * DAY}
    assert store.activity.bought("anna", "s1").keys() == {"p", "s", "t", "u"}
    assert store.activity.bought(None) == store.activity.bought("nobody", "none") == {}
