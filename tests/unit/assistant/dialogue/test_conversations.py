"""Whole conversations with the rule brain, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conversations import Talk
from shopkeeper.shop import OrderStatus

ENGLISH = {
    "a return": """
        > hi, i'd like to return the t-shirt i got
        ask:identity
        > anna.miller@example.com
        "Anna"
        ask:payment
        > back to my card please
        propose:return_delivered_order_items
        "$20.00"
        > yes
        done:return_delivered_order_items
        idle
        "#4"
        > that's all, thank you
        idle
    """,
    "identity by name and postcode, given piece by piece": """
        > where is order #3?
        ask:identity
        > Anna Miller
        ask:identity
        > 99999
        ask:identity
        ! "Anna's"
        > sorry, 02101
        "#3"
        idle
    """,
    "an exchange by options": """
        > My email is anna.miller@example.com. The blue t-shirt in order #4 is too small, can I exchange it for one in size M?
        ask:payment
        > paypal
        propose:exchange_delivered_order_items
        "M"
        > go ahead
        done:exchange_delivered_order_items
    """,
    "a cancellation with a reason that is asked": """
        > cancel order #5 please, anna.miller@example.com
        ask:reason
        > I ordered it by mistake
        propose:cancel_pending_order
        > hm, wait, what was in it?
        propose:cancel_pending_order
        "Mug"
        > yes please
        done:cancel_pending_order
        idle
    """,
    "a no is a no": """
        > anna.miller@example.com, cancel order #5, it's no longer needed
        propose:cancel_pending_order
        > no, leave it
        ! done
        idle
    """,
    "single items are not taken out of an order": """
        > anna.miller@example.com, please cancel the t-shirt in order #1
        refuse:cancel_pending_order
        "#1"
        > then cancel the whole order, i don't need it anymore
        propose:cancel_pending_order
        > yes
        done:cancel_pending_order
    """,
}  # fmt: skip

CHINESE = {
    "退货": """
        > 你好，我想把收到的T恤退掉
        ask:identity
        > anna.miller@example.com
        ask:payment
        > 退回信用卡吧
        propose:return_delivered_order_items
        "$20.00"
        > 好的，确认
        done:return_delivered_order_items
        idle
        > 没有了，谢谢
        idle
    """,
    "换货": """
        > 邮箱 anna.miller@example.com，订单#4里的T恤小了，帮我换成M码的
        ask:payment
        > PayPal
        propose:exchange_delivered_order_items
        > 可以
        done:exchange_delivered_order_items
    """,
    "取消": """
        > 我是 Anna Miller，邮编 02101，帮我取消订单#5
        ask:reason
        > 拍错了
        propose:cancel_pending_order
        > 等等，先不取消了
        ! done
        idle
    """,
    "不清楚就再问一次，第三次转人工": """
        > 咕噜咕噜
        ask:wish
        > 哇啦哇啦呀
        ask:wish
        > 噗噗噗
        handoff
    """,
}  # fmt: skip


@pytest.fixture
def talk(desk) -> Callable[..., Talk]:
    return lambda **more: Talk(desk, **more)


@pytest.mark.parametrize("name", ENGLISH)
def test_english(name: str, talk: Callable[..., Talk]) -> None:
    talk().play(ENGLISH[name])


@pytest.mark.parametrize("name", CHINESE)
def test_chinese(name: str, talk: Callable[..., Talk]) -> None:
    talk().play(CHINESE[name])


def test_what_was_confirmed_is_in_the_rows(talk: Callable[..., Talk], desk) -> None:
    talk().play(ENGLISH["a return"])
    assert desk.store.orders.get("#4").status is OrderStatus.RETURN_REQUESTED


def test_nothing_is_written_without_a_yes(talk: Callable[..., Talk], desk) -> None:
    before = list(desk.store.orders.all())
    talk().play(ENGLISH["a no is a no"])
    assert list(desk.store.orders.all()) == before
