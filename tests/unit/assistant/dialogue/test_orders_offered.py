"""Which of several orders it is about, said by its place in the list, its age or its number; and short lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations import Talk
from small_service import DELIVERED, NOW, line, parcel


@pytest.fixture
def two(desk):
    newer = replace(DELIVERED, id="#77", placed_at=DELIVERED.placed_at + timedelta(days=2))
    desk.store.orders.put([newer])
    return desk


@pytest.mark.parametrize(
    ("said", "answer", "order"),
    [
        ("i want to return something", "the latest one", "#77"), ("i want to return something", "number 2", "#4"),
        ("i want to return something", "order #77", "#77"), ("我想退货", "最近的那个", "#77"), ("我想退货", "第二个", "#4"),
    ],
)  # fmt: skip
def test_an_order_is_chosen_and_then_its_goods(two, said, answer, order):
    talk = Talk(two, customer_id="anna_1")
    assert "ask:items" in talk.say(said).marks
    reply = talk.say(answer)
    assert "ask:items" in reply.marks
    assert order in reply.text


def test_only_what_may_still_be_returned_is_offered_and_few_of_many(desk):
    late = replace(DELIVERED, id="#50", fulfilments=(parcel(30),))
    ids, lines = [f"#{60 + n}" for n in range(9)], (line("shirt-s"), line("mug-w"))
    many = [replace(DELIVERED, id=id, lines=lines, placed_at=NOW - timedelta(days=5, hours=n)) for n, id in enumerate(ids)]
    desk.store.orders.put([late, *many])
    reply = Talk(desk, customer_id="anna_1").say("i want to return something")
    offered = next(action for action in reply.actions if action.mark == "ask:items").data["choices"]
    assert offered == ids[:6]
    assert "#50" not in reply.text


@pytest.fixture
def months(desk):
    """Three orders that may be sent back, of which two were placed in November and one in October."""
    at = {"#81": (11, 3), "#82": (11, 20), "#83": (10, 9)}
    desk.store.orders.put([replace(DELIVERED, id=id, placed_at=DELIVERED.placed_at.replace(month=month, day=day)) for id, (month, day) in at.items()])
    return desk


@pytest.mark.parametrize(("said", "answer"), [
    ("i want to return something", "the one from october"), ("i want to return something", "the october one please"),
    ("我想退货", "10月的那个"), ("我想退货", "十月份买的"), ("我想退货", "10月9号那单")])  # fmt: skip
def test_an_order_is_chosen_by_its_month(months, said, answer):
    talk = Talk(months, customer_id="anna_1")
    talk.say(said)
    reply = talk.say(answer)
    assert "#83" in reply.text
    assert "#81" not in reply.text


@pytest.mark.parametrize(("said", "answer"), [("i want to return something", "from november"), ("我想退货", "11月的那个")])
def test_of_several_in_a_month_one_is_asked_for(months, said, answer):
    talk = Talk(months, customer_id="anna_1")
    talk.say(said)
    reply = talk.say(answer)
    assert {"#81" in reply.text, "#82" in reply.text} == {True}
    assert "#83" not in reply.text


def test_orders_that_arrived_are_told_in_one_sentence(two):
    assert "These 2 orders are marked as delivered: #77 and #4." in Talk(two, customer_id="anna_1").say("where are all my delivered orders?").text


def test_what_no_order_holds_is_said_and_no_empty_list_offered(desk):
    reply = Talk(desk, customer_id="anna_1").say("帐篷不想要了")
    assert "没有找到帐篷" in reply.text
    assert "ask:order" not in reply.marks or "#" in reply.text
