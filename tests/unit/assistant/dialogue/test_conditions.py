"""Wishes on a condition: that the price is so, that the shop promises something, that the same is to be had."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations import Talk
from shopkeeper.assistant.dialogue.conditions import decided
from shopkeeper.assistant.dialogue.heard import hear
from shopkeeper.assistant.dialogue.own import Own
from shopkeeper.shop import Customer
from small_service import BY_GIFT, DELIVERED, PENDING

NOBODY = Own(Customer("-"), (), {})


class Turned:
    """A turn in which a price of 226 dollars was told."""

    own = NOBODY

    class state:
        told = {"product": "p", "variant": "v", "amount": 22600, "currency": "USD"}  # noqa: RUF012
        lines = ()


def acts(text: str) -> list[str]:
    return [each.do for each in decided(Turned, [each for each in hear(text, NOBODY) if each.do != "ask"])]  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "done"), [
    ("if it's less than 200 bucks I want to swap my lamp for it. if it's not, I want to return mine", ["return"]),
    ("if that is under $300 swap my lamp for it, otherwise return mine", ["swap"]), ("if it costs more than 200 dollars cancel the lamp", ["cancel"]), ("if it costs over $250, cancel the lamp", []),
    ("要是不到200美元就把台灯换成它，不然我就退货", ["return"]), ("低于300美元就把台灯换成那款，不然我就退货", ["swap"]), ("超过200的话就取消台灯", ["cancel"]), ("如果高于250美元就取消台灯", []),
])  # fmt: skip
def test_a_price_decides(text: str, done: list[str]) -> None:
    assert acts(text) == done


@pytest.mark.parametrize("text", [
    "If you can't guarantee that the lamp comes this week, cancel it", "你们要是不能保证这周到，就给我取消台灯", "unless you can promise Friday for the lamp, cancel it",
])  # fmt: skip
def test_what_nobody_promises_is_taken_as_wanted(text: str) -> None:
    assert [each.do for each in hear(text, NOBODY)] == ["cancel"]


@pytest.mark.parametrize("text", [
    "I'd return the lamp, but if you have the same one available I'd rather exchange it for that", "台灯本来要退，不过要是有一模一样的，给我换个同款也行", "I would send the lamp back, but if the same is in stock please exchange it",
])  # fmt: skip
def test_rather_exchanged_than_returned_where_it_can_be(text: str) -> None:
    (heard,) = hear(text, NOBODY)
    assert heard.do == "swap" and heard.otherwise


@pytest.mark.parametrize(("text", "acted"), [
    ("cancel what you can, return the rest", True), ("cancel whatever hasn't shipped and send back the others", True), ("没发的取消，到手的退货", True), ("能取消的取消，能退的退", True), ("cancel the lamp, return the boots", False),
])  # fmt: skip
def test_each_as_it_can_be(text: str, acted: bool) -> None:
    assert (len(hear(text, NOBODY)) == 1) is acted


def test_orders_near_each_other_are_not_told_apart_by_age(desk):
    desk.store.orders.put([replace(BY_GIFT, placed_at=PENDING.placed_at)])
    talk = Talk(desk, customer_id="anna_1")
    assert "ask:order" in talk.say("please cancel the older order").marks


@pytest.mark.parametrize(("said", "mark"), [("the item in that delivered order, swap it to black", "!ask:order"), ("the item in my shipped order", "")])
def test_an_order_by_how_it_stands(desk, said, mark):
    talk = Talk(desk, customer_id="anna_1")
    reply = talk.say(said)
    assert mark.lstrip("!") not in reply.marks or not mark


def test_a_wish_beside_another_asks_about_its_own_order(desk):
    talk = Talk(desk, customer_id="anna_1")
    first = talk.say("In order #1, make the t-shirt size M, and send order #1 to 5 Oak Road, Boston, MA 02102 instead")
    assert "propose:modify_pending_order_address" in first.marks
    then = talk.say("yes")
    assert "done:modify_pending_order_address" in then.marks
    assert any(mark.startswith(("ask", "propose:modify_pending_order_items")) for mark in then.marks)
    assert desk.store.orders.get("#1").address.line1 == "5 Oak Road" and DELIVERED.address.line1 != "5 Oak Road"


@pytest.mark.parametrize(("said", "then"), [
    ("please exchange the t-shirt and the mug in order #4, both of them. The t-shirt in size M. The mug in black", "M"), ("订单 #4 的T恤和马克杯都要换。T恤换成M码。马克杯换成黑色", "M"),
])  # fmt: skip
def test_what_is_said_of_one_of_two_goods_is_not_said_of_the_other(desk, said, then):
    talk = Talk(desk, customer_id="anna_1")
    talk.say(said)
    pieces = {piece["number"]: " ".join(piece["texts"]).lower() for job in talk.session.memory["dialogue"]["jobs"] for piece in job["pieces"]}
    assert then.lower() in pieces[0] and not any(word in pieces[0] for word in ("black", "黑"))
    assert any(word in pieces[1] for word in ("black", "黑"))


@pytest.mark.parametrize("no", ["no, not that, send order #1 to 5 Oak Road, Boston, MA 02102 instead", "不要，把订单 #1 的地址改成 5 Oak Road, Boston, MA 02102"])
def test_a_no_with_another_wish_takes_the_first_one_back(desk, no):
    talk = Talk(desk, customer_id="anna_1")
    assert "propose:cancel_pending_order" in talk.say("cancel order #1, I no longer need it").marks
    reply = talk.say(no)
    assert "propose:modify_pending_order_address" in reply.marks and "propose:cancel_pending_order" not in reply.marks


@pytest.mark.parametrize("who", ["Can't remember my email, but I'm Anna Miller and my zip code is 02101", "我是 Anna Miller，邮编 02101，邮箱忘了"])
def test_who_speaks_is_no_new_address(desk, who):
    talk = Talk(desk)
    talk.say("please return the mug from order #4")
    talk.say(who)
    assert not [job for job in talk.session.memory["dialogue"]["jobs"] if "address" in job["do"]]


@pytest.mark.parametrize("said", ["Good evening, nice to have someone to talk to. Where is my order #3, and what is its tracking number?", "总算有个人能说说话。帮我看看订单 #3 到哪了，物流单号多少"])
def test_somebody_who_likes_to_talk_is_served(desk, said):
    assert not Talk(desk, customer_id="anna_1").say(said).handoff
