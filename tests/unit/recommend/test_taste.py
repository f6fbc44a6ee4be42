"""What a visitor likes of some products."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from shopkeeper.recommend.kept import Kept
from shopkeeper.recommend.taste import Tastes
from shopkeeper.recommend.watermark import micros
from shopkeeper.shop import Event, EventItem, Localized, Product, Variant
from shopkeeper.store import open_store

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def event(id, name, product, minutes, **who):
    return Event(id, name, NOW + timedelta(minutes=minutes), items=(EventItem(product),), **who)


def tastes_of(tmp_path, *events):
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    brands = {"a1": "Ada", "a2": "Ada", "b1": "Bo", "c1": ""}
    store.products.put([Product(id, Localized(en=id), (Variant(f"{id}/1"),), brand=Localized(en=brand)) for id, brand in brands.items()])
    store.events.put(events)
    return Tastes(Kept(store, lambda history, shelf: []))


def test_what_was_met_is_liked_most_then_its_brand_by_how_much_was_done_with_it(tmp_path):
    tastes = tastes_of(tmp_path, event("1", "purchase", "a1", 0, customer_id="ann", session_id="s"),
                       event("2", "view_item", "b1", 1, session_id="s"))
    liking = tastes.liking("s", ["a1", "a2", "b1", "c1", "never"])
    np.testing.assert_allclose(liking, [1, 0.95 / 1.15, 1, 0, 0], rtol=1e-6)
    assert tastes.liking("s", []) is None


def test_only_what_was_done_before_a_moment_counts(tmp_path):
    tastes = tastes_of(tmp_path, event("1", "view_item", "a1", 0, session_id="s"), event("2", "view_item", "b1", 5, session_id="s"))
    assert tastes.liking("s", ["a1", "b1"], micros(NOW + timedelta(minutes=5))).tolist() == [1, 0]
    assert tastes.liking("s", ["a1"], micros(NOW)) is None


def test_a_customer_is_known_by_their_sessions_and_strangers_are_not(tmp_path):
    tastes = tastes_of(tmp_path, event("1", "purchase", "a1", 0, customer_id="ann", session_id="old"),
                       event("2", "view_item", "b1", 9, customer_id="ann", session_id="new"))
    assert tastes.liking("new", ["a1"]).tolist() == [1]
    assert tastes.liking("another", ["a1"]) is None
