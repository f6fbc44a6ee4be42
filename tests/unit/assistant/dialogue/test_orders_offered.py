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
