from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from shopkeeper.recommend.held import MISSED, gains, held_by_time, held_last, ranks
from shopkeeper.recommend.history import History
from shopkeeper.recommend.sources.popular import Popular
from shopkeeper.recommend.train import sequences
from shopkeeper.shop import Event, EventItem
from small_shop import small_shop

PEOPLE = [("ann", ["a", "b", "c", "b"]), ("bea", ["b", "c"]), ("cy", ["c", "a", "d", "d"]), ("dee", ["a", "a"])]
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def _met(history, customer):
    return history.products.ids(history.of(customer)["item"].tolist())


def test_of_each_person_the_last_new_product_is_held_out_with_all_that_came_after():
    history = History.of_sequences(PEOPLE)
    held = held_last(history)
    assert [(case.customer, history.products.id(case.wanted)) for case in held.cases] == [("0", "c"), ("2", "d")]
    assert [_met(held.history, str(user)) for user in range(4)] == [["a", "b"], ["b", "c"], ["c", "a"], ["a", "a"]]


@pytest.fixture
def store(tmp_path):
    front = small_shop(tmp_path / "shop")
    looks = [("ann", "a", 1), ("ann", "b", 2), ("bea", "a", 3), ("cy", "c", 4), ("ann", "a", 8), ("ann", "c", 9), ("dee", "a", 10)]
    front.put_events([Event(f"{who}{day}", "view_item", NOW + timedelta(days=day), customer_id=who, items=(EventItem(item),))
                      for who, item, day in looks])
    yield front.store
    front.close()


def test_by_time_what_came_later_is_unknown_and_only_those_known_before_are_asked_about(store):
    history = History.read(store)
    held = held_by_time(history, share=0.45)
    assert [history.products.id(case.wanted) for case in held.cases] == ["c"]  # dee came later; ann had met a before
    assert _met(held.history, held.cases[0].customer) == ["a", "b"]
    assert len(held.history.every().deeds) == 4
    assert held.now == NOW + timedelta(days=4)
    assert held.cases[0].at == int((NOW + timedelta(days=9)).timestamp() * 1e6)


def test_a_shop_where_nothing_happened_has_nothing_to_hold_out(tmp_path):
    assert held_by_time(History()).cases == ()
    assert list(held_last(History()).cases) == []


def test_ranks_count_the_products_before_the_wanted_one_that_were_not_met():
    history = History.of_sequences([*PEOPLE, ("eve", ["d", "d", "d", "d", "d"])])
    held = held_last(history)
    # ann met a and b; of the others d is met five times (cy's are held out), c twice
    found = ranks(Popular(held.history), held)
    assert found.tolist() == [1, 0]
    assert ranks(Popular(held.history), held, cut=1).tolist() == [MISSED, 0]
    assert gains(np.array([0, 1, 9, 10, MISSED])).tolist() == pytest.approx([1, 1 / np.log2(3), 1 / np.log2(11), 0, 0])


def test_many_shoppers_are_drawn_from(monkeypatch):
    monkeypatch.setattr("shopkeeper.recommend.held.MOST", 5)
    history = History.of_sequences([(str(i), ["a", "b", "c"]) for i in range(40)])
    held = held_last(history)
    assert len(held.cases) == 5
    assert [case.customer for case in held_last(history).cases] == [case.customer for case in held.cases]


def test_sequences_hold_each_product_once_in_a_row_and_no_shorter_than_two():
    history = History.of_sequences(PEOPLE)
    assert [history.products.ids(each.tolist()) for each in sequences(history.every())] == [list("abcb"), list("bc"), list("cad")]
