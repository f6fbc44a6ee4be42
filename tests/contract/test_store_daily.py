"""What came in day by day: the same on every database."""

from __future__ import annotations

from datetime import timedelta

from contract.samples import AT, DAY
from shopkeeper.shop import Event, Localized, Money, Order, OrderLine, OrderStatus, Product, Variant
from shopkeeper.store import Store
from shopkeeper.store.counts import Cover, DaySales, DayVisits

NOW = AT + 100 * DAY


def _order(id, ago, *lines, currency="CNY", status=OrderStatus.DELIVERED):
    sold = tuple(OrderLine(product, quantity, Money(100, currency), f"{product}/v") for product, quantity in lines)
    return Order(id, sold, currency, NOW - timedelta(days=ago), status=status)


def _event(id, name, ago, session):
    return Event(id, name, NOW - timedelta(days=ago), None, session)


def test_an_empty_store_took_nothing(store: Store) -> None:
    assert (store.daily.sales(NOW, 56), store.daily.visits(NOW, 56), store.daily.short(NOW, 28, 14)) == ([], [], [])


def test_sales_are_told_by_day_and_currency_without_what_was_undone(store: Store) -> None:
    store.orders.put([
        _order("a", 0.5, ("p", 2), ("q", 1)), _order("b", 0.999, ("p", 1)), 
        _order("c", 1.001, ("p", 1)), _order("d", 3.5, ("p", 1), currency="USD"),
        _order("x", 0.1, ("p", 9), status=OrderStatus.CANCELLED), _order("late", 0, ("p", 9)), _order("old", 8, ("p", 9)),
    ])  # fmt: skip
    assert store.daily.sales(NOW, 7) == [DaySales(0, "CNY", 2, 400, 4), DaySales(1, "CNY", 1, 100, 1), DaySales(3, "USD", 1, 100, 1)]


def test_a_visit_counts_on_the_day_that_it_began(store: Store) -> None:
    store.events.put([_event("e1", "view_item", 1.01, "s1"), _event("e2", "purchase", 0.99, "s1"), _event("e3", "view_item", 0.5, "s2"),
                      _event("e4", "view_item", 9, "s3")])  # fmt: skip
    assert store.daily.visits(NOW, 7) == [DayVisits(0, 1, 0), DayVisits(1, 1, 1)]


def test_what_runs_out_at_the_pace_of_late_is_found_the_first_to_go_first(store: Store) -> None:
    stock = {"p": 10, "q": 2, "r": 500, "s": None, "t": 0}
    store.products.put([Product(id, Localized(en=id), (Variant(f"{id}/v", stock=n),)) for id, n in stock.items()])
    store.orders.put([_order("a", 2, ("p", 20), ("q", 5), ("r", 20), ("s", 50), ("t", 1))])
    assert store.daily.short(NOW, 28, 14) == [Cover("t/v", "t", 0, 1), Cover("q/v", "q", 2, 5), Cover("p/v", "p", 10, 20)]
