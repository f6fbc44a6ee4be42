"""Events as other programs write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopkeeper.shop import EventItem, Money
from shopkeeper.store import open_store
from shopkeeper.store.importers import import_file
from unit.store.importers.sample_shop import take


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "shop.db")
    yield opened
    opened.close()


@pytest.fixture
def taken(store, tmp_path):
    """Imports a sample; the report, its reasons, and the events by time."""

    def run(name, **options):
        report, reasons = take(store, name, tmp_path, **options)
        return report, reasons, sorted(store.events.all(), key=lambda event: (event.at, event.id))

    return run


def names(events):
    return [event.name for event in events]


def test_ga4s_export(taken):
    report, reasons, events = taken("ga4/events.jsonl")
    assert (report.kind, report.format, report.read, report.new) == ("events", "ga4", 10, 5)
    assert reasons == [("event_name", 1, 2), ("event_params.value", 7, 1), ("items.item_id", 8, 1), ("event_timestamp", 9, 1)]
    assert names(events) == ["view_search_results", "select_item", "view_item", "add_to_cart", "purchase"]
    assert events[0].at == datetime(2024, 5, 1, 8, 30, 1, 123456, tzinfo=UTC)
    assert {(event.session_id, event.customer_id) for event in events[:4]} == {("1234.5678.1714550000", "1234.5678")}


def test_ga4s_query_and_position_are_kept_from_1(taken):
    report, _, events = taken("ga4/events.jsonl")
    assert (events[0].query, events[0].query_id) == ("搪瓷杯", "q-1")
    assert events[0].items == (EventItem("enamel-mug", position=1), EventItem("lamp", position=2))
    assert (events[1].query_id, events[1].items) == ("q-1", (EventItem("lamp", position=2),))
    assert report.notes == ("2 × events count positions from 0: they are kept from 1",)


def test_ga4s_purchase_has_its_order_and_value(taken):
    _, _, events = taken("ga4/events.jsonl")
    bought = events[-1]
    assert (bought.customer_id, bought.transaction_id, bought.value) == ("7001", "#1001", Money(16350, "USD"))
    assert bought.items == (EventItem("lamp", quantity=2, price=Money(7900, "USD")),)


def test_segments_calls(taken):
    report, reasons, events = taken("segment/track.jsonl")
    assert (report.format, report.read, report.new) == ("segment", 12, 8)
    assert reasons == [("type", 1, 1), ("event", 10, 1), ("properties.products.item_id", 11, 1), ("timestamp", 12, 1)]
    by_name = {event.name: event for event in events}
    assert set(by_name) == {
        "search", "view_item_list", "select_item", "view_item", "add_to_cart", "remove_from_cart", "begin_checkout", "purchase",
    }  # fmt: skip
    click = by_name["select_item"]
    assert (click.id, click.query_id, click.customer_id, click.session_id) == ("m-product-clicked", "q-2", "anon-1", "1714550000")
    assert click.items == (EventItem("enamel-mug", price=Money(1250, "USD"), position=1),)
    assert [item.position for item in by_name["view_item_list"].items] == [1, 2]
    bought = by_name["purchase"]
    assert (bought.customer_id, bought.transaction_id, bought.value) == ("c1", "o-1", Money(1750, "EUR"))


def test_posthogs_events_with_properties_as_text(taken):
    report, reasons, events = taken("posthog/events.jsonl")
    assert (report.new, reasons) == (2, [("event", 2, 1), ("properties", 4, 1)])
    assert [(e.id, e.name, e.customer_id, e.session_id, e.query_id) for e in events] == [
        ("u1", "select_item", "d1", "s1", "q-3"), ("u3", "add_to_wishlist", "d1", None, None),
    ]  # fmt: skip
    assert events[0].items == (EventItem("lamp", position=3),)


def test_metaranks_interactions_have_the_place_in_their_ranking(taken):
    report, reasons, events = taken("metarank/events.jsonl")
    assert (report.format, report.read, report.new) == ("metarank", 12, 5)
    assert reasons == [("event", 1, 4), ("type", 9, 1), ("item", 10, 1), ("id", 11, 1)]
    ranking, click, purchase, browse, cart = events
    assert (ranking.name, ranking.query, ranking.query_id, browse.name) == ("view_search_results", "lamp", "r1", "view_item_list")
    assert [item.position for item in ranking.items] == [1, 2, 3]
    assert (click.name, click.query_id, click.items) == ("select_item", "r1", (EventItem("lamp", position=2),))
    assert purchase.items == (EventItem("linen-shirt", position=3),)
    assert (cart.query_id, cart.items) == ("gone", (EventItem("lamp"),))


def test_metaranks_items_and_users_are_products_and_customers(store, tmp_path):
    report, reasons = take(store, "metarank/events.jsonl", tmp_path, kind="products")
    assert (report.kind, report.format, report.new) == ("products", "metarank", 1)
    assert reasons == [("event", 2, 9), ("title", 3, 1)]
    lamp = store.products.get("lamp")
    assert (lamp.title.en, lamp.price, lamp.tags) == ("Lamp", Money(6900, "CNY"), ("light", "desk"))
    assert take(store, "metarank/events.jsonl", tmp_path, kind="customers")[0].new == 1
    assert store.customers.get("c1").name == "Ada"


def test_a_ranking_of_an_earlier_file_gives_the_place_too(store, taken, write, tmp_path):
    taken("metarank/events.jsonl")
    late = '{"event": "interaction", "id": "late", "ranking": "r1", "timestamp": "1714559999000", "type": "click", "item": "enamel-mug"}\n'
    report = import_file(store, write(late, "late.jsonl"), rejects_dir=tmp_path)
    assert (report.format, store.events.get("late").items) == ("metarank", (EventItem("enamel-mug", position=1),))


def test_gorses_feedback(taken):
    report, reasons, events = taken("gorse/feedback.csv")
    assert (report.kind, report.format, report.new) == ("events", "gorse", 3)
    assert sorted(reasons) == [("FeedbackType", 6, 1), ("FeedbackType", 7, 1), ("Timestamp", 5, 1)]
    assert [(e.name, e.customer_id, e.items, e.value) for e in events] == [
        ("view_item", "c1", (EventItem("lamp"),), None), ("add_to_wishlist", "c1", (EventItem("enamel-mug"),), None),
        ("add_to_wishlist", "c2", (EventItem("lamp"),), None),
    ]  # fmt: skip


def test_ubis_queries_and_events(taken):
    report, reasons, events = taken("ubi/queries-and-events.jsonl")
    assert (report.format, report.new, reasons) == ("ubi", 4, [("action_name", 4, 1), ("timestamp", 6, 1)])
    query, click, cart, nothing = events
    assert (query.id, query.query_id, query.query, [i.position for i in query.items]) == ("uq-1", "uq-1", "lamp", [1, 2])
    assert (click.name, click.query_id, click.items) == ("select_item", "uq-1", (EventItem("enamel-mug", position=2),))
    assert (cart.name, cart.items, cart.customer_id) == ("add_to_cart", (EventItem("lamp", position=1),), "b-1")
    assert (nothing.query, nothing.items) == ("nothing at all", ())


SAMPLES = ("ga4/events.jsonl", "segment/track.jsonl", "posthog/events.jsonl", "metarank/events.jsonl", "gorse/feedback.csv",
           "ubi/queries-and-events.jsonl")  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_sample_again_changes_nothing(taken, name):
    first, _, _ = taken(name)
    again, _, _ = taken(name)
    assert (again.new, again.changed, again.unchanged, again.rejected) == (0, 0, first.new, first.rejected)
