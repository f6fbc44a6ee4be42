"""Sequence and basket: what goes with what, by everybody's deeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from scipy import sparse

from shopkeeper.recommend.asked import Asked
from shopkeeper.recommend.history import History
from shopkeeper.recommend.sources.basket import Basket
from shopkeeper.recommend.sources.lists import Lists, summed
from shopkeeper.recommend.sources.protocol import Source
from shopkeeper.recommend.sources.sequence import Sequence
from shopkeeper.shop import Event, EventItem, Money, Order, OrderLine
from shopkeeper.store import Store, open_store

AT = datetime(2026, 9, 1, tzinfo=UTC)
BOTH = pytest.mark.parametrize("make", [Sequence, Basket])


def ids(history: History, source: Source, n: int = 10, **asked) -> list[str]:
    return history.products.ids(source.candidates(Asked(**asked), n).rows.tolist())


def five(*products: str) -> list[tuple[str, list[str]]]:
    """Five customers who did the same."""
    return [(f"{products} {i}", list(products)) for i in range(5)]


@pytest.fixture
def store(tmp_path) -> Store:
    return open_store(tmp_path / "shop.db")


def test_what_followed_comes_before_what_went_before() -> None:
    history = History.of_sequences([*five("tent", "mat", "lamp"), ("me", ["mat"])])
    assert ids(history, Sequence(history), customer="me") == ["lamp", "tent", "mat"][:2]


def test_the_newest_product_counts_most_and_the_reason_is_what_adds_most() -> None:
    history = History.of_sequences([*five("a", "x"), *five("b", "y"), ("me", ["b", "a"])])
    found = Sequence(history).candidates(Asked(customer="me"), 2)
    assert history.products.ids(found.rows.tolist()) == ["x", "y"]
    assert history.products.ids(found.because.tolist()) == ["a", "b"]
    assert found.scores[0] > found.scores[1] > 0


@BOTH
def test_the_page_decides_and_what_it_shows_is_not_proposed(make: Callable[[History], Source]) -> None:
    history = History.of_sequences([*five("a", "x", "z"), *five("b", "y"), ("me", ["b"])])
    source = make(history)
    assert set(ids(history, source, customer="me", place="product", about=("a",))) == {"x", "z"}
    assert ids(history, source, customer="me", place="basket", about=("a", "x")) == ["z"]
    assert ids(history, source, place="product", about=("unknown",)) == []


@BOTH
@pytest.mark.parametrize("lines", [[], [("one", ["a"])], [("same", ["a", "a", "a"])]], ids=["none", "one", "one again"])
def test_nothing_is_proposed_where_nothing_is_known(make: Callable[[History], Source], lines) -> None:
    history = History.of_sequences(lines)
    source = make(history)
    assert ids(history, source, customer="one") == ids(history, source) == ids(history, source, recent=("a",)) == []


def test_what_was_just_done_changes_the_answer_of_a_source_that_is_made(store: Store) -> None:
    store.events.put(Event(f"{i}{p}", "view_item", AT + timedelta(seconds=s), f"u{i}", items=(EventItem(p),))
                     for i in range(5) for s, p in enumerate(("a", "b") if i % 2 else ("c", "d")))
    history = History.read(store)
    source = Sequence(history)
    store.events.put([Event("1", "view_item", AT + timedelta(hours=1), session_id="s", items=(EventItem("c"),))])
    history.catch_up(store)
    assert ids(history, source, session="s") == ["d"]
    store.events.put([Event("2", "view_item", AT + timedelta(hours=2), session_id="s", items=(EventItem("a"), EventItem("new")))])
    history.catch_up(store)
    assert ids(history, source, session="s") == ["b", "d"]
    assert ids(history, source, session="s", recent=("c",)) == ["d", "b"]


def test_bought_together_is_of_one_order(store: Store) -> None:
    def order(id, day, *products):
        return Order(id, tuple(OrderLine(p, 1, Money(1, "EUR")) for p in products), "EUR", AT + timedelta(days=day), "u")

    store.orders.put([order("1", 0, "shoes", "socks"), order("2", 0, "pot", "pan"), order("3", 1, "shoes", "socks", "wax")])
    store.orders.put([order("4", 1, "pan")])
    store.events.put([Event("e", "view_item", AT, "u", items=(EventItem("shoes"), EventItem("pan")))])
    history = History.read(store)
    assert ids(history, Basket(history), place="product", about=("shoes",)) == ["socks", "wax"]


def test_what_is_met_these_days_comes_before_what_had_its_time() -> None:
    then, now = [("a", "old", *"mnopqrst"), ("a", "new")], range(6)
    history = History.of_sequences([(f"{i} {products}", list(products)) for i in now for products in then] + [("me", ["a"])])
    found = Sequence(history).candidates(Asked(customer="me"), 2)
    assert history.products.ids(found.rows.tolist()) == ["new", "old"]
    assert found.scores[0] > 1.3 * found.scores[1]


def test_lists_keep_the_highest_of_each_row() -> None:
    draw = np.random.default_rng(0)
    dense = draw.random((40, 30)).astype(np.float32) * (draw.random((40, 30)) < 0.5)
    dense[7] = 0
    dense[39] = 0
    lists = Lists.of(sparse.csr_matrix(dense), 5)
    for row in range(40):
        mine = slice(lists.starts[row], lists.starts[row + 1])
        top = sorted(dense[row][dense[row] > 0], reverse=True)[:5]
        assert sorted(lists.scores[mine], reverse=True) == pytest.approx(top)
        assert dense[row][lists.rows[mine]] == pytest.approx(lists.scores[mine])


def test_sums_over_lists_are_those_of_the_whole_matrix() -> None:
    draw = np.random.default_rng(1)
    dense = draw.random((20, 20)).astype(np.float32) * (draw.random((20, 20)) < 0.6)
    rows, weights = np.array([3, 11, 99, 5]), np.array([1, 0.5, 9, 0.25], np.float32)
    found = Lists.of(sparse.csr_matrix(dense), 20).sum(rows, weights, 4, without=[2])
    parts = dense[[3, 11, 5]] * np.array([[1], [0.5], [0.25]], np.float32)
    expected = parts.sum(0)
    expected[2] = 0
    best = np.argsort(-expected)[:4]
    assert found.rows.tolist() == best.tolist()
    assert found.scores == pytest.approx(expected[best])
    assert found.because.tolist() == np.array([3, 11, 5])[parts.argmax(0)[best]].tolist()
    assert len(summed(np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(0, np.int64), 3)) == 0
