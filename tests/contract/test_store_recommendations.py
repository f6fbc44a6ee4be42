"""The log of recommendations on both databases: its order, what lists are credited with, who saw an experiment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from contract.samples import AT, DAY
from shopkeeper.shop import Event, EventItem, LoggedRecommendation, LoggedSearch, Money, Thumb
from shopkeeper.store import Store
from shopkeeper.store.counts import Came, Visited


def shown(id, at=AT, *arms, session="s1", **more):
    return LoggedRecommendation(id, at, "home", ("p1", "p2"), arms=arms, session_id=session, **more)


def event(id, name, product="p1", *, query_id=None, session="s1", after=1, price=None):
    items = (EventItem(product, quantity=2, price=price),)
    return Event(id, name, AT + timedelta(minutes=after), session_id=session, items=items, query_id=query_id)


def test_an_empty_log_answers(store: Store) -> None:
    log = store.recommendations
    assert list(log.between()) == log.came() == log.visitors("e") == []
    assert log.prune(AT) == 0


def test_lists_are_read_oldest_first_between_two_moments(store: Store) -> None:
    store.recommendations.put(shown(f"r{i:04}", AT + timedelta(hours=1200 - i)) for i in range(1200))
    read = [each.id for each in store.recommendations.between()]
    assert read == [f"r{i:04}" for i in reversed(range(1200))]
    some = [each.id for each in store.recommendations.between(AT + timedelta(hours=2), AT + timedelta(hours=4))]
    assert some == ["r1198", "r1197"]


def test_lists_of_one_moment_are_each_read_once(store: Store) -> None:
    store.recommendations.put(shown(f"r{i:04}") for i in range(1100))
    assert [each.id for each in store.recommendations.between()] == [f"r{i:04}" for i in range(1100)]


def test_pruning_removes_what_is_older_with_its_place_in_experiments(store: Store) -> None:
    store.recommendations.put([shown("r1", AT, "e=a"), shown("r2", AT + DAY, "e=a")])
    assert store.recommendations.prune(AT + DAY) == 1
    assert [each.id for each in store.recommendations.all()] == ["r2"]
    assert [(v.since, v.lists) for v in store.recommendations.visitors("e")] == [(AT + DAY, 1)]


def test_what_comes_of_a_list_names_it_or_follows_the_click_that_did(store: Store) -> None:
    store.recommendations.put([shown("r1")])
    store.searches.put([LoggedSearch("q1", AT, "mug")])
    store.events.put([
        event("e1", "select_item", query_id="r1"), event("e2", "purchase", after=9, price=Money(500, "CNY")),
        event("e3", "purchase", "p9", after=9), event("e4", "select_item", "p2", query_id="q1"), event("e5", "purchase", session="s2"),
    ])
    assert store.recommendations.came() == [
        Came("r1", "purchase", "p1", 2, Money(500, "CNY")), Came("r1", "select_item", "p1", 2, None)]
    assert store.recommendations.came(since=AT + DAY) == store.recommendations.came(until=AT) == []


def test_visitors_of_an_experiment_are_counted_with_their_clicks_and_thumbs(store: Store) -> None:
    thumbs = Thumb(True), Thumb(False, "p1"), Thumb(False, "p2")
    store.recommendations.put([
        shown("r1", AT + DAY, "e=a", "f=x"), shown("r2", AT, "e=a", thumbs=thumbs), shown("r3", AT, "e=b", session="s2", customer_id="c1"),
        shown("r4", AT, "e=a", session=None), shown("r5", AT, session="s3"),
    ])
    store.events.put([event("e1", "select_item", query_id="r1"), event("e2", "select_item", "p2", query_id="r1"),
                      event("e3", "view_item", query_id="r2"), event("e4", "add_to_cart", query_id="r3")])
    assert store.recommendations.visitors("e") == [
        Visited("customer/c1", "b", "b", AT, 1, 1, 0, 0), Visited("session/s1", "a", "a", AT, 2, 1, 1, 2)]
    assert [v.visitor for v in store.recommendations.visitors("f")] == ["session/s1"]


def test_who_saw_two_arms_is_known(store: Store) -> None:
    store.recommendations.put([shown("r1", AT, "e=b"), shown("r2", AT + DAY, "e=a")])
    [seen] = store.recommendations.visitors("e")
    assert (seen.arm, seen.other) == ("a", "b")


@pytest.mark.parametrize("again", [{"thumbs": (Thumb(True),)}, {"arms": ("e=a", "g=z")}])
def test_a_list_that_is_written_again_is_counted_once_as_it_is_now(store: Store, again) -> None:
    store.recommendations.put([shown("r1", AT, "e=a")])
    store.recommendations.put([replace(shown("r1", AT, "e=a"), **again)])
    [seen] = store.recommendations.visitors("e")
    assert (seen.lists, seen.up) == (1, len(again.get("thumbs", ())))
    store.recommendations.delete(["r1"])
    assert store.recommendations.visitors("e") == []
