"""What an experiment comes to, over a store with visitors whose behaviour is known."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shopkeeper.recommend.results import result
from shopkeeper.shop import (
    Event,
    EventItem,
    Experiment,
    Guard,
    LoggedRecommendation,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    Thumb,
)
from shopkeeper.store import open_store
from small_experiment import ARMS, AT, PLAN, visited

NOW = AT + timedelta(days=10)


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    yield store
    store.close()


SAME = {"plain": 0.3, "new": 0.3}


def test_an_arm_that_is_better_and_does_no_harm_is_better(store):
    visited(store, {"plain": 0.2, "new": 0.45}, {"plain": 0.4, "new": 0.6})
    found = result(store, PLAN, NOW, "CNY")
    first, new = found.arms
    assert (found.trusted, found.crossed, found.foreign) == (True, 0, 0)
    assert first.visitors + new.visitors == first.lists + new.lists == 1200
    assert (new.verdict, new.guards[0].state) == ("better", "safe")
    assert new.compared["clicked"].low > 0
    share, low, high = new.change("clicked", first)
    assert low < share < high
    assert 0.8 < share < 1.8
    assert found.to_dict()["arms"][1]["verdict"] == "better"
    assert first.samples["revenue"].mean == pytest.approx(0.4 * 100, rel=0.15)  # major units


def test_two_equal_arms_are_not_decided_and_the_time_it_takes_is_told(store):
    visited(store, SAME, SAME)
    found = result(store, replace(PLAN, guards=(Guard("revenue", 0.02),)), NOW, "CNY")
    assert found.arms[1].verdict == "undecided"
    assert found.arms[1].guards[0].state == "undecided"
    assert found.needed > 1000
    least = min(arm.visitors for arm in found.arms)
    assert found.days == pytest.approx((found.needed - least) * 10 / least)


def test_an_arm_that_is_clicked_more_but_sells_less_is_stopped_by_its_guard(store):
    visited(store, {"plain": 0.2, "new": 0.45}, {"plain": 0.6, "new": 0.1})
    found = result(store, PLAN, NOW, "CNY")
    assert (found.arms[1].verdict, found.arms[1].guards[0].state) == ("hurt", "hurt")


def test_a_worse_arm_is_worse_and_more_dislikes_are_no_success(store):
    visited(store, {"plain": 0.45, "new": 0.2}, SAME)
    assert result(store, PLAN, NOW, "CNY").arms[1].verdict == "worse"
    visitors = [shown for shown in store.recommendations.all() if shown.arms == ("e=new",)]
    store.recommendations.put([LoggedRecommendation(shown.id, shown.at, "home", arms=shown.arms, session_id=shown.session_id,
                                                    thumbs=(Thumb(i % 3 == 0),)) for i, shown in enumerate(visitors)])
    disliked = Experiment("e", ARMS, "disliked", planned=1000, started_at=AT)
    assert result(store, disliked, NOW, "CNY").arms[1].verdict == "worse"


def test_visitors_lost_in_one_arm_are_noticed(store):
    visited(store, SAME, SAME, lose=0.3)
    assert not result(store, PLAN, NOW, "CNY").trusted


def test_without_visitors_nothing_is_said(store):
    found = result(store, PLAN, NOW, "CNY")
    assert (found.trusted, found.needed, found.days, found.arms[1].verdict) == (True, None, None, "undecided")
    assert found.to_dict()["arms"][1]["differences"]["clicked"] == {"value": 0.0, "p": 1.0}


def shown(id, arm, *, session=None, customer=None, at=AT):
    return LoggedRecommendation(id, at, "home", ("p",), arms=(f"e={arm}",), session_id=session, customer_id=customer)


def test_who_saw_both_arms_counts_in_neither(store):
    store.recommendations.put([shown("r1", "plain", session="s1"), shown("r2", "new", session="s1"), shown("r3", "new", session="s2")])
    found = result(store, PLAN, NOW, "CNY")
    assert (found.crossed, [arm.visitors for arm in found.arms]) == (1, [0, 1])


def test_each_purchase_counts_once_after_the_first_list_in_the_shops_currency(store):
    store.recommendations.put([shown("r1", "plain", customer="c1", session="s1", at=AT + timedelta(hours=1))])
    later = AT + timedelta(hours=2)
    price = Money(500, "CNY")
    store.events.put([
        Event("e1", "purchase", later, "c1", "s1", (EventItem("p", quantity=2, price=price),), transaction_id="o1"),
        Event("e2", "purchase", AT, "c1", "s1", value=Money(9900, "CNY")),  # before the first list
        Event("e3", "purchase", later, "c1", "s9", value=Money(100, "USD")),
        Event("e4", "purchase", later, "c2", "s2", value=Money(100, "CNY")),
        Event("e5", "purchase", later, "c1", value=Money(7700, "CNY"), transaction_id="o3"),  # cancelled, as its order says
    ])
    line = OrderLine("p", 1, price, "v")
    store.orders.put([
        Order("o1", (line, line), "CNY", later, customer_id="c1"), Order("o2", (line, line), "CNY", later, customer_id="c1"),
        Order("o3", (line,), "CNY", later, customer_id="c1", status=OrderStatus.CANCELLED),
    ])
    found = result(store, PLAN, NOW, "CNY")
    sample = found.arms[0].samples
    assert (sample["bought"].mean, sample["revenue"].mean, found.foreign) == (1.0, 20.0, 1)
    ended = Experiment("e", ARMS, started_at=AT, ended_at=later)
    assert result(store, ended, NOW, "CNY").arms[0].samples["bought"].mean == 0
