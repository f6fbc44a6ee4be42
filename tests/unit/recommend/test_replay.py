"""A log whose truth is known, and what the replay makes of it."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from shopkeeper.recommend.explore import explored
from shopkeeper.recommend.replay import Then, asked_of, replay, told
from shopkeeper.shop import Event, EventItem, InvalidFile, LoggedRecommendation, Money, Order, OrderLine
from shopkeeper.store import open_store

AT = datetime(2026, 11, 1, tzinfo=UTC)
PRODUCTS = [f"p{i}" for i in range(6)]
LIKED = {"p0": 0.2, "p1": 0.15, "p2": 0.1, "p3": 0.6, "p4": 0.1, "p5": 0.05}  # the shop puts p3 too far down
POPULARITY = dict.fromkeys(PRODUCTS, 1.0)
K = 3


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    yield store
    store.close()


def shown_to_many(store, share, n=1500, seed=0, liked=LIKED):
    """n lists in the shop's order with a share of chance; a product is clicked as it is liked, wherever it stands."""
    random, lists, events = Random(seed), [], []
    scores = [1 - i / 6 for i in range(6)]
    for i in range(n):
        order, chances = explored(scores, K, share, random)
        ids, at = tuple(PRODUCTS[each] for each in order), AT + timedelta(minutes=i)
        lists.append(LoggedRecommendation(f"rec_{i:05}", at, "home", ids, tuple(chances) if share else (), session_id=f"s{i // 2}"))
        events += [Event(f"e{i}-{id}", "select_item", at, session_id=f"s{i // 2}", items=(EventItem(id),), query_id=f"rec_{i:05}")
                   for id in ids if random.random() < liked[id]]
    store.recommendations.put(lists)
    store.events.put(events)


def test_a_replay_finds_what_another_order_would_earn(store):
    shown_to_many(store, 0.5)
    found = replay(store, AT, lambda shown: ["p0", "p1", "p3"], POPULARITY)
    truth = LIKED["p0"] + LIKED["p1"] + LIKED["p3"]
    for figure in (found.estimate.ips, found.estimate.snips, found.estimate.doubly_robust):
        assert figure.low < truth < figure.high
    assert found.estimate.decided
    assert found.estimate.gain.low > 0
    assert found.explored == 1.0
    assert 0.5 < found.same < 0.8
    assert "more (surely between +" in told(found, "en")
    assert told(found, "zh").startswith("照这样设置")
    assert found.other["coverage"].value == 0.5
    assert found.logged["coverage"].value == 1.0


def test_a_worse_order_is_told_to_be_worse(store):
    shown_to_many(store, 0.5, liked={**LIKED, "p3": 0.9})
    found = replay(store, AT, lambda shown: ["p1", "p0", "p2"], POPULARITY)
    assert told(found, "en").endswith(": worse.")


def test_where_all_are_liked_alike_no_order_is_told_to_be_better(store):
    shown_to_many(store, 0.5, liked=dict.fromkeys(PRODUCTS, 0.3))
    found = replay(store, AT, lambda shown: ["p0", "p1", "p3"], POPULARITY)
    assert not found.estimate.decided
    assert "Not decided yet" in told(found, "en")


def test_a_log_without_chance_cannot_tell(store):
    shown_to_many(store, 0.0, n=300)
    found = replay(store, AT, lambda shown: ["p0", "p1", "p3"], POPULARITY)
    assert (found.explored, found.estimate.supported) == (0.0, False)
    assert "recommend_explore" in told(found, "en")


def test_a_few_lists_decide_nothing(store):
    shown_to_many(store, 0.5, n=20)
    found = replay(store, AT, lambda shown: ["p3", "p1", "p2"], POPULARITY)
    assert not found.estimate.decided


def test_without_lists_there_is_nothing_to_replay(store):
    with pytest.raises(InvalidFile, match="expected at least one list"):
        replay(store, AT, lambda shown: [], {})


def test_what_was_asked_is_asked_again():
    shown = LoggedRecommendation("r", AT, "product", ("p1", "p2"), customer_id="c", session_id="s", about=("p9",), recent=("p8",),
                                 relation="goes_with", likes="tea", language="zh", country="CN")
    asked = asked_of(shown)
    assert (asked.place, asked.customer, asked.session, asked.about, asked.recent) == ("product", "c", "s", ("p9",), ("p8",))
    assert (asked.relation, asked.likes, asked.k, asked.language, asked.country, asked.now) == ("goes_with", "tea", 2, "zh", "CN", AT)


def test_a_store_of_then_knows_nothing_of_what_came_later(store):
    later = AT + timedelta(days=1)
    store.events.put([Event(id, "view_item", at, session_id="s", items=(EventItem("p"),)) for id, at in (("e1", AT), ("e2", later))])
    line = OrderLine("p", 1, Money(1, "CNY"), "v")
    store.orders.put([Order("o1", (line,), "CNY", AT, customer_id="c"),
                      Order("o2", (OrderLine("q", 1, Money(1, "CNY"), "w"),), "CNY", later, customer_id="c")])
    then = Then(store, later)
    assert [trace.id for trace in then.events.traces()] == ["e1"]
    assert [sale.order_id for sale in then.orders.sales()] == ["o1"]
    assert list(then.activity.bought("c")) == ["p"]
    assert then.products.count() == 0
