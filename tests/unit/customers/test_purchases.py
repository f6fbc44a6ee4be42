"""Orders as arrays: who counts, what a purchase is, and what comes of a summary of a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from shopkeeper.customers.purchases import bought, purchases_of, summary, with_events
from shopkeeper.customers.value_features import FEATURES, features
from shopkeeper.shop import InvalidFile, OrderStatus
from shopkeeper.store.counts import OrderSum
from shopkeeper.store.protocol import Act

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def sale(order: str, customer: str | None, day: float, amount: int, status=OrderStatus.DELIVERED, currency="CNY", lines=1) -> OrderSum:
    return OrderSum(order, START + timedelta(days=day), status, customer, currency, amount, lines, lines + 1)


SALES = [
    sale("o1", "anna", 0, 2000, lines=2), sale("o2", "anna", 0.2, 100), sale("o3", "anna", 14, 3000),
    sale("o4", "bo", 7, 800), sale("o5", "bo", 8, 800, OrderStatus.CANCELLED), sale("o6", "bo", 30, 400), sale("o7", None, 1, 999),
    sale("o8", "bo", 9, 700, currency="USD"), sale("o9", "cy", 31, 50),
]  # fmt: skip


def test_orders_of_somebody_known_in_the_shop_s_currency_that_came_to_something():
    found = purchases_of(SALES)
    assert found.customers == ("anna", "bo", "cy")
    assert found.order_ids == ("o1", "o2", "o3", "o4", "o6", "o9")
    assert found.amount.tolist() == [20.0, 1.0, 30.0, 8.0, 4.0, 0.5]
    assert found.lines.tolist() == [2, 1, 1, 1, 1, 1]
    assert found.units.tolist() == [3, 2, 2, 2, 2, 2]
    assert (found.currency, found.foreign, found.nameless) == ("CNY", 1, 1)
    assert found.undone_who.tolist() == [1]
    assert found.moment(found.at[2]) == START + timedelta(days=14)


def test_orders_of_one_day_are_one_purchase():
    found = purchases_of(SALES)
    at = summary(found, 21)
    assert at.who.tolist() == [0, 1]  # cy came later
    assert at.counts.repeats.tolist() == [1, 0]
    assert at.counts.last.tolist() == [2, 0]
    assert at.counts.age == pytest.approx([20 / 7, 13 / 7])
    assert at.days.tolist() == [2, 1]
    assert at.spent.tolist() == [25.5, 8]
    orders, amount = bought(found, at.who, 21, 40)
    assert (orders.tolist(), amount.tolist()) == ([0, 1], [0, 4])


def test_features_are_of_before_the_day_alone():
    found, who = purchases_of(SALES), np.array([0, 1])
    rows = {name: column.tolist() for name, column in zip(FEATURES, features(found, who, 21).T, strict=True)}
    assert rows["orders"] == [3, 1]
    assert rows["days with an order"] == [2, 1]
    assert rows["spent"] == [51, 8]
    assert rows["last order"] == [30, 8]
    assert rows["orders undone"] == [0, 1]
    assert rows["orders in 30 days"] == [3, 1]
    assert rows["mean gap"][0] == 14
    assert np.isnan(rows["mean gap"][1])
    assert rows["days since the last order"] == pytest.approx([21 - 14.375, 21 - 7.375])
    without = purchases_of([each for each in SALES if each.placed_at < START + timedelta(days=20)])
    np.testing.assert_array_equal(features(without, who, 21), features(found, who, 21))


def test_what_was_looked_at_before_the_day():
    def act(id: str, name: str, customer: str, day: float) -> Act:
        return Act(id, int((START + timedelta(days=day)).timestamp() * 1e6), customer, name)

    events = [act("e1", "view_item", "anna", 3), act("e2", "add_to_cart", "anna", 4), act("e3", "view_item", "anna", 15),
              act("e4", "search", "bo", 16), act("e5", "view_item", "stranger", 17), act("e6", "view_item", "anna", 30)]
    found = with_events(purchases_of(SALES), events)
    rows = dict(zip(FEATURES, features(found, np.array([0, 1]), 21).T, strict=True))
    assert rows["products looked at in 7 days"].tolist() == [1, 0]
    assert rows["taken in 7 days"].tolist() == [0, 0]
    assert np.isnan(rows["products looked at in 30 days"]).all()  # events tell of 18 days alone
    assert rows["days since the last event"] == pytest.approx([21 - 15.375, 21 - 16.375])
    assert np.isnan(features(found, np.array([0]), 2)[0, FEATURES.index("days since the last event")])
    assert np.isnan(features(purchases_of(SALES), np.array([0]), 21)[0, FEATURES.index("taken in 7 days")])


def test_no_order_of_anybody_known_is_a_sentence():
    with pytest.raises(InvalidFile, match="expected orders with a customer, got none"):
        purchases_of([sale("o7", None, 1, 999)])
