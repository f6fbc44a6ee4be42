"""The history: who did what, in step with the store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.recommend.history import History
from shopkeeper.recommend.ledger import PURCHASE
from shopkeeper.shop import Event, EventItem, Money, Order, OrderLine, OrderStatus
from shopkeeper.store import Store, open_store

AT = datetime(2026, 9, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    store = open_store(tmp_path / "shop.db")
    yield store
    store.close()


def event(id, minute, *products, name="view_item", customer=None, session=None, order=None) -> Event:
    return Event(id, name, AT + minute * MINUTE, customer, session, tuple(EventItem(p) for p in products), transaction_id=order)


def order(id, minute, *products, customer=None, status=OrderStatus.DELIVERED) -> Order:
    lines = tuple(OrderLine(p, 1, Money(100, "EUR")) for p in products)
    return Order(id, lines, "EUR", AT + minute * MINUTE, customer, status)


def done(history: History, customer=None, session=None) -> list[str]:
    return history.products.ids(history.of(customer, session)["item"].tolist())


def test_an_empty_store_has_an_empty_history(store: Store) -> None:
    history = History.read(store)
    assert (len(history.of("c", "s")), len(history.products), len(history.every().deeds), history.catch_up(store)) == (0, 0, 0, 0)


def test_orders_and_events_stand_in_the_order_of_time(store: Store) -> None:
    store.events.put([event("late", 9, "c", customer="u"), event("early", 1, "a", customer="u")])
    store.orders.put([order("o", 5, "b", "x", customer="u"), order("other", 5, "z", customer="v")])
    history = History.read(store)
    assert done(history, "u") == ["a", "b", "x", "c"]
    assert (history.of("u")["kind"] == PURCHASE).tolist() == [False, True, True, False]
    assert len(history.every().users) == 5


@pytest.mark.parametrize("order_first", [True, False])
def test_a_purchase_counts_once_however_it_is_told(store: Store, order_first: bool) -> None:
    history = History.read(store)
    tell = [lambda: store.orders.put([order("o", 5, "a", "b", "a", customer="u")]),
            lambda: store.events.put([event("e", 5, "a", "b", name="purchase", session="s", order="o")])]
    for each in tell if order_first else reversed(tell):
        each()
        history.catch_up(store)
    assert (sorted(done(history, "u")), done(history, session="s")) == (["a", "b"], [])
    assert sorted(done(History.read(store), "u")) == ["a", "b"]


def test_who_names_an_order_of_another_gets_nothing_of_it(store: Store) -> None:
    store.orders.put([order("o", 5, "secret", customer="victim")])
    store.events.put([event("e", 6, "lie", name="purchase", session="thief", order="o"), event("f", 7, "own", session="thief")])
    history = History.read(store)
    assert (done(history, session="thief"), done(history, "victim")) == (["own"], ["secret"])


def test_an_order_without_an_account_counts_for_nobody_else(store: Store) -> None:
    store.orders.put([order("o", 5, "a", "b"), order("p", 6, "a", "c")])
    users = History.read(store).every().users
    assert len(users) == 4
    assert len(set(users.tolist())) == 2


def test_the_purchase_of_a_visitor_is_the_visitors(store: Store) -> None:
    store.orders.put([order("o", 5, "a")])
    store.events.put([event("e", 5, "a", name="purchase", session="s", order="o")])
    history = History.read(store)
    assert (done(history, session="s"), len(history.every().users)) == (["a"], 1)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_session_is_the_customers_once_an_event_names_both(store: Store, at_once: bool) -> None:
    history = History()
    steps = [event("1", 1, "a", session="s"), event("2", 2, session="s", customer="u", name="view_cart"), event("3", 3, "b", session="s")]
    for step in steps:
        store.events.put([step])
        if not at_once:
            history.catch_up(store)
    history.catch_up(store)
    assert done(history, "u") == ["a", "b"] == done(history, session="s") == done(history, "u", "s")


def test_two_customers_of_one_device_stay_two(store: Store) -> None:
    store.events.put([event("1", 1, "a", session="s", customer="u"), event("2", 2, "b", session="s", customer="v"),
                      event("3", 3, "c", session="s")])
    history = History.read(store)
    assert (done(history, "u"), done(history, "v")) == (["a"], ["b", "c"])
    assert done(history, "u", "s") == ["a", "b", "c"]


def test_a_new_event_is_read_alone(store: Store, monkeypatch) -> None:
    store.events.put(event(f"e{i}", i, f"p{i}", customer="u") for i in range(100))
    history = History.read(store)
    read = []
    traces = store.events.traces
    monkeypatch.setattr(store.events, "traces", lambda since: (read.append(t) or t for t in traces(since)))
    store.events.put([event("new", 100, "new", customer="u")])
    assert history.catch_up(store) == 1
    assert done(history, "u")[-2:] == ["p99", "new"]
    assert len(read) <= 3
    assert history.catch_up(store) == 0


def test_an_event_that_was_committed_a_little_late_is_seen(store: Store) -> None:
    store.events.put([event("b", 10, "b", customer="u")])
    history = History.read(store)
    store.events.put([replace(event("a", 10, "a", customer="u"), at=AT + 10 * MINUTE - timedelta(seconds=5))])
    assert (history.catch_up(store), done(history, "u")) == (1, ["a", "b"])


def test_a_moment_in_the_future_hides_nothing_that_comes_later(store: Store) -> None:
    now = AT + MINUTE
    store.events.put([event("wrong clock", 60 * 24 * 365 * 50, "b", customer="u")])
    history = History()
    history.catch_up(store, now)
    store.events.put([event("now", 1, "a", customer="u")])
    assert (history.catch_up(store, now), done(history, "u"), history.catch_up(store, now)) == (1, ["a", "b"], 0)


@pytest.mark.parametrize("change", [
    lambda store: store.events.put([event("old", -60 * 24 * 400, "new", customer="u")]),
    lambda store: store.orders.put([order("old", -60 * 24 * 400, "new", customer="u")]),
], ids=["event", "order"])
def test_what_comes_in_years_late_is_found_when_it_is_counted(store: Store, change) -> None:
    store.events.put([event("e", 1, "a", customer="u")])
    store.orders.put([order("o", 1, "a", customer="u")])
    history = History(check=0)
    history.catch_up(store)
    change(store)
    history.catch_up(store)
    assert done(history, "u")[0] == "new"


def test_deleted_records_are_gone_when_it_is_counted(store: Store) -> None:
    store.events.put([event("e", 1, "a", customer="u"), event("f", 2, "b", customer="u")])
    history = History(check=0)
    history.catch_up(store)
    store.events.delete(["e"])
    assert (history.catch_up(store), done(history, "u"), history.products.row("b")) == (0, ["b"], 1)


def test_cancelled_and_returned_orders_do_not_count(store: Store) -> None:
    bought = order("o", 5, "a", "b", customer="u")
    store.orders.put([bought, order("x", 6, "c", customer="u", status=OrderStatus.RETURNED), order("y", 7, "d", customer="u")])
    store.events.put([event("e", 6, "c", name="purchase", customer="u", order="x")])
    history = History.read(store)
    assert done(history, "u") == ["a", "b", "d"]
    store.orders.put([replace(bought, status=OrderStatus.CANCELLED)])
    history.catch_up(store)
    assert done(history, "u") == ["d"]
    store.orders.put([bought])
    history.catch_up(store)
    assert done(history, "u") == ["a", "b", "d"]


def test_a_forgotten_customer_has_no_history_and_no_sessions(store: Store) -> None:
    store.events.put([event("e", 1, "a", customer="u", session="s"), event("f", 1, "b", customer="v")])
    history = History.read(store)
    history.forget("u")
    history.forget("never seen")
    assert (done(history, "u", "s"), done(history, "v"), len(history.every().users)) == ([], ["b"], 1)


def test_a_history_of_sequences(store: Store) -> None:
    history = History.of_sequences([("1", ["c", "a", "b"]), ("2", []), ("3", ["b"])])
    assert (done(history, "1"), done(history, "2"), done(history, "3"), len(history.products)) == (["c", "a", "b"], [], ["b"], 3)


def test_thousands_of_users_are_folded_and_keep_their_deeds(store: Store) -> None:
    store.events.put(event(f"e{i:05}", i // 5_000, f"p{i % 7}", customer=f"u{i % 5_000}") for i in range(10_000))
    history = History.read(store)
    store.events.put(event(f"f{i:05}", 3, "last", customer=f"u{i}") for i in range(4_500))
    assert history.catch_up(store) == 4_500
    assert done(history, "u8") == ["p1", "p3", "last"]
    assert len(history.every().users) == 14_500


def test_threads_read_while_one_writes(store: Store) -> None:
    history, wrong, stop = History(), [], threading.Event()

    def reader() -> None:
        while not stop.is_set():
            seen = done(history, "u")
            if seen != [f"p{i}" for i in range(len(seen))] or len(history.every().users) < len(seen):
                wrong.append(seen)

    threads = [threading.Thread(target=reader) for _ in range(3)]
    for thread in threads:
        thread.start()
    for i in range(60):
        store.events.put([event(f"e{i:02}", i, f"p{i}", customer="u")])
        history.catch_up(store)
    stop.set()
    for thread in threads:
        thread.join()
    assert (wrong, len(done(history, "u"))) == ([], 60)
