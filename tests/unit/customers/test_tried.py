"""Who took part in an experiment, from a file and from the shop's own, and what they brought."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.customers.purchases import Order, arrays
from shopkeeper.customers.tried import Assigned, assigned_of, read_assigned, tried
from shopkeeper.customers.value_features import FEATURES
from shopkeeper.shop import InvalidFile, InvalidRecord, LoggedRecommendation, NotFound
from shopkeeper.shop.experiment import Arm, Experiment
from shopkeeper.store import open_store

START = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def shown(id: str, day: int, arm: str, customer: str | None, session: str = "s") -> LoggedRecommendation:
    return LoggedRecommendation(id, START + day * DAY, "home", ("p1",), arms=(f"voucher={arm}", "other=a"), customer_id=customer,
                                session_id=session)


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "shop.db")
    store.experiments.put([Experiment("voucher", (Arm("as it is"), Arm("with voucher"))), Experiment("unseen", (Arm("a"), Arm("b")))])
    store.recommendations.put([
        shown("rec_1", 1, "as it is", "anna"), shown("rec_2", 2, "with voucher", "bo"), shown("rec_3", 5, "with voucher", "bo"),
        shown("rec_4", 3, "as it is", "cy"), shown("rec_5", 4, "with voucher", "cy"), shown("rec_6", 6, "with voucher", None, "s9"),
    ])  # fmt: skip
    yield store
    store.close()


def test_whoever_is_not_in_the_first_arm_was_treated_from_the_first_list_on(store):
    found = {each.customer_id: each for each in assigned_of(store, "voucher")}
    assert set(found) == {"anna", "bo"}  # cy saw both, and nobody knows who s9 is
    assert found["bo"] == Assigned("bo", True, START + 2 * DAY)
    assert not found["anna"].treated
    with pytest.raises(NotFound, match="customer in the experiment"):
        assigned_of(store, "unseen")
    with pytest.raises(NotFound, match="none"):
        assigned_of(store, "none")


def test_who_took_part_by_a_file():
    rows = [{"customer_id": "anna", "treated": 1, "at": "2026-03-01T00:00:00+00:00"}, {"customer_id": "bo", "treated": "No", "at": START}]
    assert read_assigned(enumerate(rows, 1), "f") == [Assigned("anna", True, START), Assigned("bo", False, START)]
    with pytest.raises(InvalidRecord, match="f, row 1, at: expected a moment"):
        read_assigned([(1, {"customer_id": "a", "treated": 1, "at": "May"})], "f")
    with pytest.raises(InvalidRecord, match="f, row 1, customer_id"):
        read_assigned([(1, {"treated": 1, "at": "2026-03-01"})], "f")


def test_what_was_known_before_and_what_came_after():
    orders = {"o1": Order("anna", START, 10000, 1, 1), "o2": Order("anna", START + 12 * DAY, 5000, 1, 1),
              "o3": Order("anna", START + 45 * DAY, 900, 1, 1), "o4": Order("new", START + 11 * DAY, 700, 1, 1)}
    purchases = arrays(orders, "CNY")
    people = [Assigned("anna", True, START + 10 * DAY), Assigned("new", False, START + 10 * DAY),  # had not bought before
              Assigned("anna", False, START + 40 * DAY), Assigned("stranger", True, START)]  # whose days are not over; unknown
    found = tried(purchases, people, days=30, margin=0.3)
    assert found.ids == ("anna",)
    assert found.earned.tolist() == [15.0]
    assert found.rows[0, FEATURES.index("spent")] == 100
    with pytest.raises(InvalidFile, match="whose 30 days are over, got none"):
        tried(purchases, people[1:2])
