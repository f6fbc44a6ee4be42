"""Orders, read by the line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from contract.samples import AT, DAY, order
from shopkeeper.shop import Money, Order, OrderLine, OrderStatus
from shopkeeper.store import Sale, Store
from shopkeeper.store.counts import OrderSum
from shopkeeper.store.protocol import VariantDay
from shopkeeper.store.schema import microseconds


def test_sales_are_the_lines_of_all_orders_oldest_first(store: Store) -> None:
    lines = (OrderLine("p1", 2, Money(29900, "CNY"), "p1/黑"), OrderLine("p2", 1, Money(500, "CNY")))
    store.orders.put([replace(order("o1", None, *lines), placed_at=AT + DAY), replace(order("o2"), status=OrderStatus.CANCELLED)])
    assert list(store.orders.sales()) == [
        Sale("o2", AT, OrderStatus.CANCELLED, "c1", "p1", "p1/黑", 2, Money(29900, "CNY")),
        Sale("o1", AT + DAY, OrderStatus.PENDING, None, "p1", "p1/黑", 2, Money(29900, "CNY")),
        Sale("o1", AT + DAY, OrderStatus.PENDING, None, "p2", "", 1, Money(500, "CNY")),
    ]


def test_sums_add_up_the_lines_of_each_order(store: Store) -> None:
    lines = (OrderLine("p1", 2, Money(29900, "USD"), "p1/黑"), OrderLine("p2", 1, Money(500, "USD")))
    dollars = Order("o1", lines, "USD", AT + DAY)
    store.orders.put([dollars, replace(order("o2"), status=OrderStatus.CANCELLED)])
    assert list(store.orders.sums()) == [
        OrderSum("o1", AT + DAY, OrderStatus.PENDING, None, "USD", 60300, 2, 3),
        OrderSum("o2", AT, OrderStatus.CANCELLED, "c1", "CNY", 59800, 1, 2),
    ]
    store.orders.put(order(f"m{number:05}") for number in range(2001))  # more than are read at once
    assert [each.order_id for each in store.orders.sums()] == sorted(each.id for each in store.orders.all())


def test_the_database_adds_up_what_was_sold_of_each_variant_on_each_day(store: Store) -> None:
    def line(quantity: int, variant: str = "p1/黑") -> OrderLine:
        return OrderLine("p1", quantity, Money(29900, "CNY"), variant)

    late = AT.replace(hour=23, minute=59)
    store.orders.put([replace(order("o1", "c", line(2), line(1, "")), placed_at=AT), replace(order("o2", "c", line(4)), placed_at=late),
                      replace(order("o3", "c", line(5)), placed_at=late + DAY), replace(order("o4", "c", line(90)), placed_at=AT),
                      replace(order("o5", "c", line(7)), status=OrderStatus.CANCELLED),
                      replace(order("o6", "c", line(1)), status=OrderStatus.RETURNED, placed_at=AT + DAY)])
    day = (AT - datetime(1970, 1, 1, tzinfo=UTC)).days
    assert sorted(store.orders.by_day(most=5)) == [
        VariantDay(day, "p1", "", "CNY", 1, 29900), VariantDay(day, "p1", "p1/黑", "CNY", 6, 6 * 29900),
        VariantDay(day + 1, "p1", "p1/黑", "CNY", 6, 6 * 29900)]  # fmt: skip
    assert store.orders.sizes() == {1: 2, 2: 1, 4: 1, 5: 1, 90: 1}
    assert [(sale.order_id, sale.quantity) for sale in store.orders.larger(4)] == [("o4", 90), ("o3", 5)]
    assert store.orders.larger(90) == []


def test_sales_begin_at_since(store: Store) -> None:
    store.orders.put(replace(order(f"o{day}"), placed_at=AT + day * DAY) for day in range(4))
    assert [sale.order_id for sale in store.orders.sales(since=AT + 2 * DAY)] == ["o2", "o3"]
    assert list(store.orders.sales(since=AT + 4 * DAY)) == []


def test_thousands_of_lines_stream_once_each_even_of_one_moment(store: Store) -> None:
    lines = [OrderLine(f"p{i}", 1, Money(i, "CNY")) for i in range(700)]
    store.orders.put(order(f"o{i}", "c", *lines) for i in range(7))
    seen = [(sale.order_id, sale.product_id) for sale in store.orders.sales(since=AT)]
    assert seen == [(f"o{i}", f"p{j}") for i in range(7) for j in range(700)]


def test_lines_are_those_of_sales(store: Store) -> None:
    lines = [OrderLine(f"p{i}", 1, Money(i, "CNY")) for i in range(700)]
    store.orders.put(order(f"o{i}", None if i % 2 else "c", *lines) for i in range(7))
    store.orders.put([replace(order("early"), placed_at=AT - DAY), replace(order("late"), placed_at=AT + DAY)])
    for since in (None, AT, AT + DAY, AT + 2 * DAY):
        told = [(line.order_id, line.at, line.customer_id, line.product_id) for line in store.orders.lines(since)]
        sales = store.orders.sales(since)
        assert told == [(sale.order_id, microseconds(sale.placed_at), sale.customer_id, sale.product_id) for sale in sales]
    assert [line.position for line in store.orders.lines(AT) if line.order_id == "o3"] == list(range(700))


def test_sales_follow_an_order_that_changes_or_goes(store: Store) -> None:
    store.orders.put([order("o1"), order("o2")])
    store.orders.put([order("o1", "c9", OrderLine("p9", 3, Money(1, "CNY")))])
    store.orders.delete(["o2"])
    assert [(sale.customer_id, sale.product_id, sale.quantity) for sale in store.orders.sales()] == [("c9", "p9", 3)]
