"""The search log on both databases: pruning, counts, and what searches are credited with."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from contract.samples import AT, DAY
from shopkeeper.shop import Event, EventItem, LoggedSearch, Money
from shopkeeper.store import Store, open_store
from shopkeeper.store.counts import PositionCounts, SearchCounts, Window

ALL = Window()


def search(id, query="mug", at=AT, total=30, language="en"):
    return LoggedSearch(id, at, query, language, total, ("p1", "p2"))


def event(id, name, product="p1", *, query_id=None, session="s1", after=1, position=None, quantity=1, price=None):
    goods = (EventItem(product, quantity=quantity, price=price, position=position),)
    return Event(id, name, AT + timedelta(minutes=after), session_id=session, items=goods, query_id=query_id)


@pytest.fixture
def log(store: Store) -> Store:
    """Four searches: two of mugs, of which one sold; one in Chinese without an event; one that found nothing."""
    store.searches.put([search("q1"), search("q2", "Mug "), search("q3", "杯子", AT + DAY, 2, "zh"), search("q4", "unicorn", AT + DAY, 0)])
    store.events.put([
        event("e1", "select_item", query_id="q1", position=2),
        event("e2", "select_item", query_id="q1", position=2, after=2),
        event("e3", "add_to_cart", query_id="q1", after=3),
        event("e4", "purchase", after=9, quantity=3, price=Money(500, "CNY")),
        event("e5", "select_item", "p2", query_id="q2", position=1, session="s2"),
        event("e6", "view_item", query_id="q3"),
    ])
    return store


def test_an_empty_log_answers(store: Store) -> None:
    assert store.searches.counts(ALL) == SearchCounts()
    assert store.searches.queries(ALL, 5) == store.searches.revenue(ALL) == store.searches.positions(ALL, 10) == []
    assert store.searches.prune(AT) == 0


def test_searches_are_counted_with_what_came_of_them(log: Store) -> None:
    assert log.searches.counts(ALL) == SearchCounts(4, empty=1, clicked=2, carted=1, bought=1)


def test_queries_are_counted_under_their_normalised_form_most_searched_first(log: Store) -> None:
    found = log.searches.queries(ALL, 2)
    assert [(q.query, q.last, q.counts) for q in found] == [
        ("mug", AT, SearchCounts(2, 0, 2, 1, 1)), ("unicorn", AT + DAY, SearchCounts(1, 1))]
    assert [q.query for q in log.searches.queries(ALL, 10)] == ["mug", "unicorn", "杯子"]


def test_only_what_found_nothing_when_that_is_asked(log: Store) -> None:
    assert [(q.query, q.counts.searches) for q in log.searches.queries(ALL, 5, empty=True)] == [("unicorn", 1)]


def test_a_window_is_half_open_and_may_name_a_language(log: Store) -> None:
    assert log.searches.counts(Window(until=AT + DAY)).searches == 2
    assert log.searches.counts(Window(since=AT + DAY)) == SearchCounts(2, 1)
    assert log.searches.counts(Window(language="zh")) == SearchCounts(1)


def test_a_purchase_without_a_query_id_is_credited_to_the_search_that_led_to_the_product(log: Store) -> None:
    assert log.searches.revenue(ALL) == [Money(1500, "CNY")]
    another = event("e7", "purchase", "p9", after=9, price=Money(70, "EUR"))
    log.events.put([another, event("e8", "purchase", session="s3", price=Money(1, "CNY"))])
    assert log.searches.revenue(ALL) == [Money(1500, "CNY")]  # another product, another session


def test_the_last_search_before_a_purchase_is_credited_not_a_later_one(log: Store) -> None:
    log.searches.put([search("q5", "cup", AT), search("q6", "pot", AT)])
    log.events.put([event("e9", "select_item", query_id="q5", after=5), event("e10", "select_item", query_id="q6", after=20)])
    counts = {q.query: q.counts for q in log.searches.queries(ALL, 9)}
    assert (counts["mug"].bought, counts["cup"].bought, counts["pot"].bought) == (0, 1, 0)


def test_clicks_by_position_count_a_search_once_and_are_shown_as_deep_as_it_found(log: Store) -> None:
    assert log.searches.positions(ALL, 3) == [PositionCounts(1, 3, 1), PositionCounts(2, 3, 1), PositionCounts(3, 2, 0)]


def test_an_event_that_is_written_again_is_counted_by_its_new_goods(log: Store) -> None:
    log.events.put([event("e4", "purchase", after=9, quantity=1, price=Money(200, "CNY"))])
    assert log.searches.revenue(ALL) == [Money(200, "CNY")]
    log.events.delete(["e4"])
    assert log.searches.revenue(ALL) == []


def test_pruning_removes_what_is_older(log: Store) -> None:
    assert log.searches.prune(AT + DAY) == 2
    assert [s.id for s in log.searches.all()] == ["q3", "q4"]


def test_counting_what_came_of_queries_takes_time_by_the_searches_and_not_by_their_square(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    n = 4000
    store.searches.put(LoggedSearch(f"q{i}", AT, "tea", "en", 1, ("p",)) for i in range(n))
    store.events.put(Event(f"e{i}", "select_item", AT, items=(EventItem("p", position=1),), query_id=f"q{i}") for i in range(n))
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    with store.searches._database.reading() as connection:  # type: ignore[attr-defined]
        connection.connection.driver_connection.set_progress_handler(step, 1000)
    [tea] = store.searches.queries(Window(), 10)
    store.close()
    assert (tea.counts.clicked, 0 < steps < n) == (n, True), "a thousand instructions of SQLite each"
