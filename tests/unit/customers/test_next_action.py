"""One action for each customer, with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shopkeeper.customers.actions import Action
from shopkeeper.customers.next_action import Facts, Shown, next_action
from shopkeeper.customers.uplift import EVERYONE, NOBODY, TARGETED

LATE = Facts("c1", since=200, gap=40, own_gap=True, buys=0.1, worth=30, stake=60, currency="CNY", order_ids=("o1", "o2"))
VOUCHER = Shown(Action.WIN_BACK, TARGETED, 5.0, "treat those whom the model names")


@pytest.mark.parametrize(("change", "action", "says"), [
    ({}, Action.WIN_BACK, "may be gone (chance of an order 10%)"),
    ({"stake": 1.5}, Action.NOTHING, "what may be won back (1.50) is less than it costs (2.00)"),
    ({"since": 60}, Action.CROSS_SELL, "the next order is due"),
    ({"since": 60, "buys": 0.7}, Action.NOTHING, "likely to order unasked (70%)"),
    ({"since": 0.3}, Action.NOTHING, "ordered just now, usually every 40: the next order is not due yet"),
    ({"since": 30}, Action.NOTHING, "last order 30 days ago, usually every 40: the next order is not due yet"),
    ({"since": 9, "gap": 3.0}, Action.NOTHING, "not due yet"),  # nobody is bothered right after an order
    ({"own_gap": False}, Action.WIN_BACK, "bought once; others usually every 40"),
    ({"basket_days": 2.0, "basket_at": datetime(2026, 1, 1, tzinfo=UTC)}, Action.REMINDER, "left a basket 2 days ago"),
    ({"basket_days": 20.0}, Action.WIN_BACK, "may be gone"),
])  # fmt: skip
def test_the_rules(change, action, says):
    found = next_action(replace(LATE, **change), cost=2.0)
    assert found.action is action
    assert says in found.because.en
    assert found.because.zh
    assert not found.tested


@pytest.mark.parametrize(("tested", "uplift", "action"), [
    (VOUCHER, 9.0, Action.WIN_BACK), (VOUCHER, 3.0, Action.NOTHING), (VOUCHER, None, Action.NOTHING),
    (replace(VOUCHER, policy=EVERYONE), -9.0, Action.WIN_BACK), (replace(VOUCHER, policy=NOBODY), 9.0, Action.NOTHING),
])  # fmt: skip
def test_an_experiment_decides_on_its_action(tested, uplift, action):
    found = next_action(replace(LATE, uplift=uplift), 2.0, tested)
    assert (found.action, found.tested) == (action, True)
    assert "experiment" in found.because.en


def test_an_experiment_says_nothing_of_the_other_actions():
    due = replace(LATE, since=60, uplift=1.0)
    assert next_action(due, 2.0, VOUCHER).action is Action.CROSS_SELL
    assert next_action(replace(due, uplift=9.0), 2.0, VOUCHER).action is Action.WIN_BACK
    basket = replace(LATE, basket_days=1.0, uplift=9.0)
    assert next_action(basket, 2.0, VOUCHER).action is Action.REMINDER  # what costs nothing comes first


def test_each_action_tells_its_rows():
    found = next_action(replace(LATE, basket_days=1.0, basket=("p1",), basket_event_ids=("e1", "e2")), 2.0, consents=("email",)).to_dict()
    assert found["order_ids"] == ["o1", "o2"]
    assert found["event_ids"] == ["e1", "e2"]
    assert found["basket"] == ["p1"]
    assert found["consents"] == ["email"]
    assert set(found["because"]) == {"zh", "en"}
