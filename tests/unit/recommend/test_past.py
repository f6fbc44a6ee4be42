"""What a request starts from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.recommend.asked import Asked
from shopkeeper.recommend.history import History
from shopkeeper.recommend.past import LONGEST, past
from shopkeeper.shop import Event, EventItem
from shopkeeper.store import open_store


def start(history: History, **asked) -> dict[str, float]:
    rows, weights = past(history, Asked(**asked), 0.5)
    return dict(zip(history.products.ids(rows.tolist()), weights.tolist(), strict=True))


def test_the_newest_counts_most_and_each_product_once() -> None:
    history = History.of_sequences([("u", ["a", "b", "a", "c"]), ("v", ["d"])])
    assert start(history, customer="u") == {"c": 1, "a": 0.5, "b": 0.25}
    assert start(history, customer="u", recent=("b", "never met", "d")) == {"d": 1, "b": 0.5, "c": 0.25, "a": 0.125}
    assert start(history, customer="u", place="basket", about=("a", "d", "a")) == {"a": 1, "d": 1}
    assert start(history) == start(history, customer="nobody", session="none") == {}


def test_a_look_counts_less_than_a_purchase(tmp_path) -> None:
    store = open_store(tmp_path / "shop.db")
    names = ["purchase", "view_item", "view_item", "add_to_cart"]
    store.events.put(Event(str(i), name, datetime(2026, 1, 1, tzinfo=UTC) + i * timedelta(hours=1), "u", items=(EventItem(p),))
                     for i, (name, p) in enumerate(zip(names, ["old", "look", "both", "both"], strict=True)))
    assert start(History.read(store), customer="u") == pytest.approx({"both": 0.6**0.5, "look": 0.5 * 0.2**0.5, "old": 0.25})


def test_a_long_life_is_looked_back_on_only_so_far() -> None:
    history = History.of_sequences([("u", [f"p{i}" for i in range(1_000)])])
    rows, _ = past(history, Asked(customer="u"), 0.99)
    assert history.products.ids(rows.tolist()) == [f"p{999 - i}" for i in range(LONGEST)]
    assert len(start(history, customer="u")) == 8  # the ninth counts so little that it changes nothing
