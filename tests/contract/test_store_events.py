"""Events, read in the order of time."""

from __future__ import annotations

from dataclasses import replace

from contract.samples import AT, DAY, event, order
from shopkeeper.shop import EventItem, OrderStatus
from shopkeeper.store import Store
from shopkeeper.store.protocol import Act, Trace

MICROSECONDS = 1_000_000


def test_traces_tell_who_did_what_oldest_first(store: Store) -> None:
    bought = replace(event("b", "purchase", session_id="s", transaction_id="o1"), items=(EventItem("p1"), EventItem("商品/2")))
    later, looked = replace(event("a", customer_id="c"), at=AT + DAY), event("c", "view_cart", customer_id="c", session_id="s")
    store.events.put([bought, later, looked])
    at = int(AT.timestamp()) * MICROSECONDS
    assert list(store.events.traces()) == [
        Trace("b", at, "purchase", None, "s", "o1", ("p1", "商品/2")),
        Trace("c", at, "view_cart", "c", "s", None, ()),
        Trace("a", at + 86_400 * MICROSECONDS, "view_item", "c", None, None, ("p1",)),
    ]


def test_traces_begin_at_since(store: Store) -> None:
    store.events.put(replace(event(f"e{day}"), at=AT + day * DAY) for day in range(4))
    assert [trace.id for trace in store.events.traces(since=AT + 2 * DAY)] == ["e2", "e3"]
    assert list(store.events.traces(since=AT + 4 * DAY)) == []


def test_acts_tell_what_known_customers_did_oldest_first(store: Store) -> None:
    named = replace(event("b", customer_id="客"), at=AT + DAY), event("a", "view_cart", customer_id="c", session_id="s")
    store.events.put([*named, event("n", session_id="s")])
    at = int(AT.timestamp()) * MICROSECONDS
    later = Act("b", at + 86_400 * MICROSECONDS, "客", "view_item")
    assert list(store.events.acts()) == [Act("a", at, "c", "view_cart"), later]
    assert list(store.events.acts(since=AT + DAY)) == [later]
    store.events.put(event(f"e{i:04}", customer_id="c") for i in range(4_100))
    assert [act.id for act in store.events.acts(since=AT)] == ["a", *(f"e{i:04}" for i in range(4_100)), "b"]


def test_thousands_of_events_of_one_moment_stream_once_each(store: Store) -> None:
    store.events.put(event(f"e{i:04}") for i in range(4_100))
    assert [trace.id for trace in store.events.traces(since=AT)] == [f"e{i:04}" for i in range(4_100)]


def test_orders_that_were_cancelled_or_returned_are_undone(store: Store) -> None:
    store.orders.put(replace(order(status.value), status=status) for status in OrderStatus)
    assert store.orders.undone() == {"cancelled", "returned"}
