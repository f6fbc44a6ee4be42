"""Classes of mistakes that real questions of shoppers showed, each in words of our own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations import Talk
from shopkeeper.assistant.dialogue.brain import RuleBrain
from shopkeeper.assistant.dialogue.cues import PERSON, cues_in
from shopkeeper.assistant.dialogue.questions import topic_of
from shopkeeper.assistant.dialogue.written import after_greeting, without_card
from shopkeeper.assistant.reply import Act, Action, Reply, Source
from shopkeeper.assistant.understand import Slots, Understood, Wish
from shopkeeper.shop import Language
from small_service import ANNA, WEI

OFFER = Action(Act.IDLE, data={"offer": "person"})


def reply(text: str, *actions: Action, sources: tuple[Source, ...] = ()) -> Reply:
    return Reply(text, "zh", actions, sources)


def not_understood(text: str, language: Language, expects: str) -> Understood:
    return Understood(text, language, (), Slots())


@pytest.mark.parametrize("yes", ["好的", "要", "帮我问一下", "转吧", "yes please", "please ask them"])
def test_a_colleague_who_was_offered_is_asked_when_they_say_yes(desk, yes: str) -> None:
    talk = Talk(desk, answers=lambda *asked: reply("没有写。要问问同事吗？", OFFER))
    talk.say("这个保修吗")
    assert talk.say(yes).handoff


@pytest.mark.parametrize("customer", [None, ANNA.id])
def test_who_goes_on_with_something_else_is_not_handed_over(desk, customer) -> None:
    talk = Talk(desk, customer, answers=lambda *asked: reply("Not in writing. Shall I ask a colleague?", OFFER))
    talk.say("does the warranty cover drops?")
    assert not talk.say("where is my order?").handoff
    assert not talk.say("ok").handoff


def test_the_papers_are_read_before_it_is_said_that_nothing_was_understood(desk) -> None:
    source = Source("document", "faq", "body.zh", "满99元包邮")
    told = Talk(desk, WEI.id, understand=not_understood, answers=lambda desk, session, text, kind: reply("满99元包邮", sources=(source,)) if kind == "shop_policy" else None)
    assert "满99元包邮" in told.say("两瓶也不免吗").text
    silent = Talk(desk, WEI.id, understand=not_understood, answers=lambda *asked: reply("没有写。要问问同事吗？", OFFER))
    assert "ask:wish" in silent.say("两瓶也不免吗").marks


def test_whether_it_is_done_is_no_question_where_nothing_was_asked_for(desk) -> None:
    assert "还没有改动" not in Talk(desk, WEI.id).say("杯子的事弄完了吗").text
    assert "nothing has been changed" not in Talk(desk, ANNA.id).say("is it done?").text


def test_it_is_one_where_something_was(desk) -> None:
    Talk(desk, ANNA.id).play("""
        > cancel order #5, i ordered it by mistake
        propose:cancel_pending_order
        > yes
        done:cancel_pending_order
        > is it all taken care of?
        "#5"
    """)


@pytest.mark.parametrize(("text", "said"), [
    ("咨询订单号:o012345 商品ID:778899 发票怎么开", "订单号:o012345 发票怎么开"),
    ("[订单编号:o012345，订单金额:99.00，下单时间:2026-05-03 10:20:11] 能取消吗", "订单号:o012345 能取消吗"),
    ("2026-05-03 10:20 订单编号: o012345 订单金额: ¥99 到哪了", "订单号:o012345 到哪了"), ("我的订单到哪了", "我的订单到哪了"),
])  # fmt: skip
def test_the_card_of_an_order_is_its_number(text: str, said: str) -> None:
    assert without_card(text) == said


@pytest.mark.parametrize("text", ["咨询订单号:#12345 商品ID:55", "#12345", "订单号 12345"])
def test_who_names_an_order_and_nothing_else_is_told_how_it_stands(desk, text: str) -> None:
    desk.store.orders.put([replace(desk.store.orders.get("#9"), id="#12345")])
    said = Talk(desk, WEI.id).say(text)
    assert "show:order" in said.marks
    assert "#12345" in said.text


@pytest.mark.parametrize(("text", "rest"), [
    ("你好，我的杯子漏水了", "我的杯子漏水了"), ("在吗 亲，请问杯子能放微波炉吗", "杯子能放微波炉吗"), ("你好", ""), ("您好在吗", ""),
    ("Hello there, my cup leaks a lot", "my cup leaks a lot"), ("good morning", ""),
])  # fmt: skip
def test_a_greeting_is_not_all_of_a_message(text: str, rest: str) -> None:
    assert after_greeting(text) == rest


@pytest.mark.parametrize("text", ["上午下的那单还没发货，想退款", "#9还没发货，我要退款"])
def test_money_back_for_what_has_not_gone_is_a_cancellation(desk, text: str) -> None:
    marks = Talk(desk, WEI.id).say(text).marks
    assert "ask:reason" in marks or "propose:cancel_pending_order" in marks


@pytest.mark.parametrize("text", ["刚买的杯子就降价了，能退差价吗", "价保什么时候退呢", "The price dropped after I bought the mug, do I get the difference?"])
def test_money_back_because_it_is_cheaper_sends_nothing_back(desk, text: str) -> None:
    asked: list[str] = []
    source = Source("document", "faq", "body.zh", "差价")
    talk = Talk(desk, ANNA.id, answers=lambda desk, session, text, kind: asked.append(kind) or reply("差价可以退。", sources=(source,)))
    said = talk.say(text)
    assert asked
    assert not [mark for mark in said.marks if mark.startswith(("ask", "propose"))]


@pytest.mark.parametrize("text", ["查查订单取消原因", "那单取消了怎么还没到账", "音量可以手动调整吗", "想退差价"])
def test_no_wish_for_a_change(text: str) -> None:
    assert not cues_in(text)


@pytest.mark.parametrize(("text", "topic"), [
    ("我昨天下的订单明天能送到吗", "status"), ("订单为什么被取消了", "status"), ("这两个有什么区别", ""), ("周末有什么优惠", ""), ("哪天买最划算", ""), ("我哪天买的", "placed"), ("我买了什么", "contents"),
])  # fmt: skip
def test_what_a_question_is_about(text: str, topic: str) -> None:
    assert topic_of(text) == topic


def test_the_number_of_a_telephone_is_no_order(desk) -> None:
    assert "13812345678" not in Talk(desk, WEI.id).say("13812345678 我要退货").text


@pytest.mark.parametrize("text", ["请售后专员来看看", "找一下客服", "转客服"])
def test_a_colleague_by_their_office_is_a_person(text: str) -> None:
    assert PERSON.search(text)


def test_the_telephone_of_the_service_is_no_wish_for_a_person() -> None:
    assert not PERSON.search("联系客服电话是多少")


def test_what_two_parts_say_alike_is_said_once(desk) -> None:
    wishes = tuple(Wish(name, 0.9, text, Slots()) for name, text in (("shop_policy", "甲"), ("check_price", "乙")))
    brain = RuleBrain(desk, understand=lambda text, language, expects: Understood(text, "zh", wishes, Slots()), answers=lambda *asked: reply("满99元包邮。"))
    talk = Talk(desk, WEI.id)
    talk.brain = brain
    assert talk.say("甲，乙").text.count("满99元包邮。") == 1


@pytest.mark.parametrize("text", ["这两个有什么区别", "为什么按了没有用"])
def test_what_is_asked_of_one_product_is_not_searched_for(desk, text: str) -> None:
    searched: list[str] = []
    which = reply("哪件商品？", Action(Act.ASK, "choice", {"of": "product"}))
    talk = Talk(desk, WEI.id, answers=lambda desk, session, text, kind: which, guide=lambda session, text, understood: searched.append(text))
    assert "哪件商品" in talk.say(text).text
    assert not searched
