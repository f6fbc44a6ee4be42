"""What alike people met, what rises in the shop, and what is due again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import numpy as np
import pytest

from shopkeeper.recommend.asked import Asked
from shopkeeper.recommend.history import History
from shopkeeper.recommend.sources.people import People
from shopkeeper.recommend.sources.repeat import Repeat
from shopkeeper.recommend.sources.trend import Trend
from shopkeeper.shop import Event, EventItem
from shopkeeper.store import Store, open_store

AT = datetime(2026, 9, 1, tzinfo=UTC)
DAY = timedelta(days=1)
number = count()


def did(user: str, product: str, day: float, name: str = "purchase") -> Event:
    return Event(f"e{next(number)}", name, AT + day * DAY, user, items=(EventItem(product),))


@pytest.fixture
def store(tmp_path) -> Store:
    return open_store(tmp_path / "shop.db")


def ids(history: History, source, n: int = 10, **asked) -> list[str]:
    return history.products.ids(source.candidates(Asked(**asked), n).rows.tolist())


def test_people_with_more_in_common_have_more_to_say() -> None:
    history = History.of_sequences([("alike", ["a", "b", "x"]), ("less", ["p", "a", "y"]), ("other", ["q", "z"]), ("me", ["a", "b"])])
    found = ids(history, People(history), customer="me")
    assert [id for id in found if id not in ("a", "b")] == ["x", "y", "p"]
    assert ids(history, People(history), customer="nobody") == []


def test_a_candidate_of_people_is_owed_to_what_both_met() -> None:
    history = History.of_sequences([("u", ["a", "x"]), ("v", ["b", "y"]), ("me", ["a", "b"])])
    found = People(history).candidates(Asked(customer="me"), 9)
    owed = dict(zip(history.products.ids(found.rows.tolist()), history.products.ids(found.because.tolist()), strict=True))
    assert (owed["x"], owed["y"]) == ("a", "b")


def test_people_near_a_product_of_the_page(store: Store) -> None:
    history = History.of_sequences([("u", ["a", "x"]), ("v", ["b", "y"]), ("me", ["b"])])
    assert ids(history, People(history), customer="me", place="product", about=("a",)) == ["x"]


@pytest.mark.parametrize("source", [People, Trend, Repeat])
@pytest.mark.parametrize("lines", [[], [("one", ["a"])]], ids=["none", "one"])
def test_little_history_is_no_fault(source, lines) -> None:
    history = History.of_sequences(lines)
    assert len(source(history).candidates(Asked(customer="one", recent=("a", "new")), 5)) <= 1
    assert ids(history, source(history), place="product", about=("a",)) == []


def test_products_rise_that_are_wanted_more_than_before(store: Store) -> None:
    steady = [did(f"s{week}{i}", "steady", 7 * week + i / 10) for week in range(5) for i in range(10)]
    rising = [did(f"r{i}", "rising", 28 + i / 10) for i in range(9)]
    store.events.put([*steady, *rising, did("last", "once", 28.9), did("old", "forgotten", 0)])
    history = History.read(store)
    source = Trend(history)
    assert ids(history, source) == ["rising", "steady", "once"]
    assert ids(history, source, 1, place="product", about=("rising",)) == ["steady"]


def test_what_a_shopper_buys_at_intervals_is_due_when_they_are_over(store: Store) -> None:
    store.events.put([did("u", "coffee", day) for day in (0, 30, 60)] + [did("u", "tent", 5)])
    history = History.read(store)
    source = Repeat(history)

    def at(day: float) -> list[str]:
        return ids(history, source, customer="u", now=AT + day * DAY)

    assert (at(65), at(88), at(92), at(400)) == ([], ["coffee"], ["coffee"], [])
    asked = Asked(customer="u", now=AT + 90 * DAY)
    assert source.candidates(asked, 5).scores[0] == pytest.approx(1)
    assert source.candidates(asked, 5).because.tolist() == [history.products.row("coffee")]
    assert (source.days(asked, history.products.row("coffee")), source.days(asked, history.products.row("tent"))) == ((30, True), None)


def test_who_bought_it_once_is_due_after_the_time_of_others(store: Store) -> None:
    store.events.put([did(f"u{i}", "filter", day) for i in range(4) for day in (0, 20 + i)] + [did("me", "filter", 100)])
    history = History.read(store)
    source = Repeat(history)
    assert ids(history, source, customer="me", now=AT + 105 * DAY) == []
    assert ids(history, source, customer="me", now=AT + 121 * DAY) == ["filter"]
    assert source.days(Asked(customer="me"), history.products.row("filter")) == (21.5, False)
    assert np.isnan(Repeat(History.of_sequences([("a", ["x", "x"])])).intervals).all()
