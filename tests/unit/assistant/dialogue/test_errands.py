"""What only a colleague does is offered to a colleague, and no tool of the assistant is tried on it."""

from __future__ import annotations

import pytest

from conversations import Talk
from shopkeeper.assistant.dialogue.errands import ERRANDS, errands_in
from small_service import ANNA, WEI

SAID = {
    "invoice": ("发票抬头写成了个人，能换成单位的吗", "麻烦改一下发票信息", "可以开增值税专票吗", "帮我开公司抬头的发票", "the invoice is made out to the wrong company", "please correct my invoice"),
    "withdraw": ("售后是我申请错的，想撤销退款", "退货我不办了，取消这个退货", "昨天手快点了取消，能给恢复吗", "please cancel my return request", "I'd like to withdraw the exchange"),
    "claim": ("收到的包裹里少发了一个杯子", "显示已签收，可我没收到", "快递丢了，怎么赔偿", "it says delivered but I never got it", "a cup is missing from my parcel"),
    "pickup": ("什么时候来取件", "退的东西能上门取件吗", "can a courier pick it up", "have the parcel collected from my house"),
    "visit": ("安装人员几点上门", "能把送货时间改到周末吗", "预约安装", "please reschedule it", "can I choose a delivery day"),
    "contact": ("收货人写错了", "手机号要改一下", "联系电话填错了，帮忙更正", "please change the phone number", "my phone number is wrong"),
    "seller": ("我是你们的卖家，怎么结算", "客人退货了，运费怎么分", "怎么入驻", "I am a seller, where are my payouts?"),
}  # fmt: skip
OTHERS = (
    "换货要不要带发票", "我想开发票", "改一下收货地址，电话也改", "配送时间要多久", "退货已经签收，还没收到退款", "取消订单", "我要取消订单并退款", "这款电话手表换成粉色",
    "change my address and send me the invoice", "cancel the order", "where is my invoice", "what is your return policy", "the address and the phone number are wrong", "I want to return the cup",
)  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in SAID.items() for text in texts])
def test_an_errand_is_heard(name: str, text: str) -> None:
    assert {found for _, _, found in errands_in(text)} == {name}


@pytest.mark.parametrize("text", OTHERS)
def test_what_the_assistant_does_itself_is_none(text: str) -> None:
    assert not errands_in(text)


def test_each_errand_is_told_in_both_languages(desk) -> None:
    for name in ERRANDS:
        for text in (SAID[name][0], SAID[name][-1]):
            reply = Talk(desk, ANNA.id).say(text)
            assert not [mark for mark in reply.marks if mark.startswith(("propose", "ask", "refuse", "handoff"))], (text, reply)
            assert reply.text.endswith(("？", "?", "。", "."))


def test_a_yes_hands_over_and_nothing_was_written(desk) -> None:
    before = desk.store.orders.get("#9")
    Talk(desk, WEI.id).play("""
        > 我昨天手快点了取消，麻烦帮我恢复一下
        "同事"
        ! propose
        ! ask
        > 好的
        handoff
    """)
    assert desk.store.orders.get("#9") == before


def test_a_return_to_be_withdrawn_cancels_no_order(desk) -> None:
    Talk(desk, ANNA.id).play("""
        > please cancel my return of order #5
        "colleague"
        ! propose
        ! ask
        > no, leave it
        ! handoff
    """)


def test_a_stranger_need_not_say_who_they_are(desk) -> None:
    Talk(desk).play("""
        > my parcel is marked as delivered but I never got it
        "colleague"
        ! ask:identity
        > yes please
        handoff
    """)


def test_what_is_told_beside_an_errand_is_no_wish(desk) -> None:
    Talk(desk, WEI.id).play("""
        > 我之前退货的东西你们已经收到，发票重新开了吗
        "发票"
        ! ask
        ! propose
    """)


def test_a_wish_beside_an_errand_is_served(desk) -> None:
    Talk(desk, ANNA.id).play("""
        > cancel order #5, i ordered it by mistake. And the invoice of order #4 has the wrong company name
        "invoice"
        propose:cancel_pending_order
    """)


def test_a_return_that_shall_be_collected_is_a_return_too(desk) -> None:
    reply = Talk(desk, ANNA.id).say("订单#4里的T恤要退货上门取件")
    assert "取件" in reply.text
    assert "ask:payment" in reply.marks
