from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from shopkeeper.search.signals import PRIOR, SIGNALS, VIEW, StoreSignals
from shopkeeper.shop import Event, EventItem, Money, Order, OrderLine, Review
from shopkeeper.store import open_store
from small_shop import product

NOW = datetime(2026, 9, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    store.products.put([product("a", "A", prices=[30, 20], created_at=NOW - 3 * DAY), product("b", "B", prices=[None], stock=0)])
    yield store
    store.close()


def signals(store, **options):
    return StoreSignals(store.activity, clock=lambda: NOW, **options)


def test_a_product_is_described_by_numbers_and_what_is_not_known_is_nan(store):
    store.orders.put([Order("o", (OrderLine("a", 2, Money(1, "CNY")),), "CNY", NOW - DAY)])
    store.events.put([Event("e", "view_item", NOW - DAY, items=(EventItem("a"),))])
    a, b, nobody = signals(store).values(SIGNALS, ["a", "b", "nobody"])
    assert a.tolist() == pytest.approx([2 + VIEW, np.nan, 0, 3, 20, 1], nan_ok=True)
    assert b.tolist() == pytest.approx([0, np.nan, 0, np.nan, np.nan, 0], nan_ok=True)
    assert nobody.tolist() == pytest.approx([0, np.nan, 0, np.nan, np.nan, np.nan], nan_ok=True)


def test_few_reviews_are_drawn_towards_the_mean_of_the_shop(store):
    store.reviews.put([Review("1", "a", 5), *(Review(f"b{i}", "b", 3) for i in range(4))])
    mean = (5 + 4 * 3) / 5
    rating = signals(store).values(["rating", "reviews"], ["a", "b"])
    assert rating[:, 0].tolist() == pytest.approx([(PRIOR * mean + 5) / (PRIOR + 1), (PRIOR * mean + 12) / (PRIOR + 4)])
    assert rating[:, 1].tolist() == [1, 4]


def test_values_come_in_the_order_that_is_asked_for(store):
    found = signals(store).values(["in_stock", "price"], ["b", "a", "a"])
    assert found.dtype == np.float32
    assert found.ravel().tolist() == pytest.approx([0, np.nan, 1, 20, 1, 20], nan_ok=True)
    assert signals(store).values(["price"], []).shape == (0, 1)


def test_a_change_is_seen_after_the_reading_that_a_search_set_off(store):
    known = signals(store, refresh=0)
    assert known.values(["price"], ["a"]).tolist() == [[20]]
    known.close()
    store.products.put([product("a", "A", prices=[15]), product("c", "C", prices=[7])])
    store.products.delete(["b"])
    known.values(["price"], ["a"])
    known.close()
    assert known.values(["price"], ["a", "b", "c"]).ravel().tolist() == pytest.approx([15, np.nan, 7], nan_ok=True)
    known.close()


def test_values_are_not_read_again_before_their_time(store):
    known = signals(store, refresh=3600)
    assert known.values(["price"], ["a"]).tolist() == [[20]]
    store.products.put([product("a", "A", prices=[15])])
    known.values(["price"], ["a"])
    known.close()
    assert known.values(["price"], ["a"]).tolist() == [[20]]
    known.reload()
    assert known.values(["price"], ["a"]).tolist() == [[15]]


def test_a_store_that_fails_leaves_the_values_as_they_were(store, caplog):
    known = signals(store, refresh=0)
    known.values(["price"], ["a"])
    known.close()
    store.close()
    known.values(["price"], ["a"])
    known.close()
    assert known.values(["price"], ["a"]).tolist() == [[20]]
    known.close()
    assert "could not be read" in caplog.text
