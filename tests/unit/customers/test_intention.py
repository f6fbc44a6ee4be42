"""Whether a visit ends in a purchase: what is read from it, live as when it is learnt, and what comes of training."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from shopkeeper.customers.chance import Chance
from shopkeeper.customers.intention import Reader, past, sessions, visit_of
from shopkeeper.customers.intention_train import FEWEST, looks_of, train_intention
from shopkeeper.customers.visit import FEATURES, Past, Visit
from shopkeeper.models.versions import Versions
from shopkeeper.shop import Event, EventItem, InvalidFile, Money, NotFound, Order, OrderLine
from shopkeeper.store import Store, open_store

START = datetime(2026, 5, 4, 10, tzinfo=UTC)


def event(id: str, name: str, minute: float, session: str = "s1", product: str = "p1", customer: str | None = None, **more) -> Event:
    items = () if name == "search" else (EventItem(product, f"{product}-v", 1, Money(5000, "CNY")),)
    return Event(id, name, START + timedelta(minutes=minute), customer, session, items, **more)


def visits(count: int, seed: int = 0) -> list[Event]:
    """Visits of which those that put something into the basket mostly buy, and the others seldom."""
    draw, found = np.random.default_rng(seed), []
    for number in range(count):
        session, begin, basket = f"s{number:04}", number * 60, draw.random() < 0.4
        names = ["search", *["view_item"] * int(draw.integers(1, 5)), *(["add_to_cart"] if basket else [])]
        names += ["purchase"] if draw.random() < (0.8 if basket else 0.1) else ["view_item"]
        who = f"c{number % 50}" if draw.random() < 0.5 else None
        found += [event(f"{session}-{i}", name, begin + i, session, f"p{i}", who) for i, name in enumerate(names)]
    return found


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Iterator[Store]:
    store = open_store(tmp_path_factory.mktemp("intention") / "shop.db")
    store.events.put(visits(400))
    line = OrderLine("p1", 1, Money(5000, "CNY"))
    store.orders.put([Order("o1", (line,), "CNY", START - timedelta(days=10), "c1")])
    yield store
    store.close()


@pytest.fixture(scope="module")
def versions(store: Store, tmp_path_factory) -> Versions:
    versions = Versions(tmp_path_factory.mktemp("models") / "intention")
    train_intention(store, versions)
    return versions


def test_what_is_read_from_a_visit():
    visit = Visit("s1", Past(2, 3, START - timedelta(days=5), None))
    for each in (event("e1", "search", 0, device="mobile", source="google / cpc"), event("e2", "view_item", 1), event("e3", "view_item", 2),
                 event("e4", "add_to_cart", 3, product="p2"), event("e5", "remove_from_cart", 4, product="p9")):
        visit.add(each)
    read = dict(zip(FEATURES, visit.features(), strict=True))
    assert (read["events"], read["minutes"], read["minutes an event"]) == (5, 4, 1)
    assert (read["search"], read["view_item"], read["products viewed"], read["most views of a product"]) == (1, 2, 1, 2)
    assert (read["units in the basket"], read["value of the basket"], read["mean price viewed"]) == (1, 50, 50)
    assert (read["device"], read["paid source"], read["hour"], read["weekday"]) == (1, 1, 10, 0)
    assert (read["orders before"], read["visits before"], read["days since the last order"]) == (2, 3, 5)
    assert np.isnan(read["days since the last visit"])


def test_the_past_is_what_was_before():
    moments = [START - timedelta(days=3), START, START + timedelta(days=1)]
    assert past(moments, moments[1:], START) == Past(1, 0, moments[0], None)


def test_sessions_are_in_the_order_of_time():
    found = sessions([event("e3", "view_item", 9, "b"), event("e1", "search", 5, "a"), event("e2", "search", 1, "b"),
                      event("e0", "search", 0, session=None)])
    assert [[each.id for each in group] for group in found] == [["e2", "e3"], ["e1"]]


def test_what_is_learnt_from_is_what_is_read_live(store):
    looks = looks_of(store)
    for session in ("s0001", "s0051", "s0399"):  # the second visit of a customer knows of the first
        events = sorted(store.events.all(session_id=session), key=lambda each: each.at)
        if events[-1].name != "purchase":
            last = max(row for row, name in enumerate(looks.visits) if name == session)
            np.testing.assert_array_equal(looks.rows[last], visit_of(store, session).features())


def test_nothing_of_a_purchase_or_after_it_is_looked_at(store):
    looks = looks_of(store)
    bought = {each.session_id for each in store.events.all(name="purchase")}
    assert {visit for visit, later in zip(looks.visits, looks.bought, strict=True) if later} == bought
    counts = {each.session_id: 0 for each in store.events.all()}
    for each in store.events.all():
        counts[each.session_id] += 1
    for visit, row in zip(looks.visits, looks.rows, strict=True):
        assert row[0] <= counts[visit] - (visit in bought)
    for visit in set(looks.visits):
        assert sum(w for name, w in zip(looks.visits, looks.weights, strict=True) if name == visit) == pytest.approx(1)


def test_a_basket_speaks_for_a_purchase(store, versions):
    reader = Reader(versions.get(versions.active).folder)
    visit = Visit("s9")
    for each in (event("e1", "search", 0), event("e2", "view_item", 1)):
        visit.add(each)
    before = reader.read(visit)
    visit.add(event("e3", "add_to_cart", 2))
    after = reader.read(visit)
    assert before.chance < 0.5 < after.chance
    assert after.times > 1 > before.times
    assert any(what in ("add_to_cart", "units in the basket", "value of the basket") and share > 0 for what, _, share in after.because)
    assert after.event_ids == ("e1", "e2", "e3")
    assert after.to_dict()["events"] == ["e1", "e2", "e3"]


def test_a_version_is_measured_on_visits_held_out_and_compared(store, versions):
    again = train_intention(store, versions)
    assert again.active
    assert again.difference.value == 0  # the same visits make the same trees
    assert again.metrics["auc_end"].value > 0.75
    assert "visits held out" in versions.get(again.version).card
    assert versions.rollback() != again.version


def test_too_few_visits_are_a_sentence(tmp_path):
    store = open_store(tmp_path / "shop.db")
    try:
        store.events.put(visits(30))
        with pytest.raises(InvalidFile, match=f"expected at least {FEWEST} visits with a purchase and {FEWEST} without, got"):
            looks_of(store)
        with pytest.raises(NotFound, match="session"):
            visit_of(store, "s-none")
    finally:
        store.close()


def test_chances_are_kept_and_need_no_value_to_be_known(tmp_path: Path):
    draw = np.random.default_rng(0)
    rows = draw.normal(size=(600, 4))
    happened = (rows[:, 0] + 0.3 * draw.normal(size=600) > 0.5).astype(float)
    chance = Chance.learn(rows, happened)
    chance.save(tmp_path)
    looked = np.array([[2.0, 0, 0, 0], [-2.0, 0, 0, 0], [np.nan] * 4])
    np.testing.assert_allclose(Chance.load(tmp_path).predict(looked), chance.predict(looked))
    high, low, unknown = chance.predict(looked)
    assert high > 0.9
    assert low < 0.1
    assert 0 < unknown < 1
    assert np.argmax(np.abs(chance.shares(looked[:1])[0])) == 0
