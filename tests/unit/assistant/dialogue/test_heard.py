"""What a message asks to be done, one wish after another, in both languages."""

import pytest

from shopkeeper.assistant.dialogue.cues import cues_in
from shopkeeper.assistant.dialogue.heard import Heard, hear
from shopkeeper.assistant.dialogue.own import Own
from shopkeeper.assistant.dialogue.wanted_words import OTHERWISE, modes_in
from shopkeeper.shop import Customer

NOBODY = Own(Customer("-"), (), {})


def only(text: str) -> Heard:
    (heard,) = hear(text, NOBODY)
    return heard


@pytest.mark.parametrize(("text", "kept"), [
    ("买的东西我都想退掉，只有咖啡机除外", "咖啡机"), ("全部都退，水杯我留着", "水杯"), ("台灯以外的都取消", "台灯"), ("return everything except the kettle", "kettle"),
])  # fmt: skip
def test_goods_that_stay_are_left_out_wherever_that_is_said(text: str, kept: str) -> None:
    heard = only(text)
    assert [each.text for each in heard.kept] == [kept]
    assert heard.everything and not heard.goods


@pytest.mark.parametrize("text", ["我的订单能取消的取消，能退的退", "可以退的都退，可以取消的都取消", "cancel or return everything"])
def test_whatever_can_be_cancelled_or_returned(text: str) -> None:
    heard = only(text)
    assert heard.both and heard.everything


@pytest.mark.parametrize("text", ["想取消台灯和水杯，货都收到了，要退的", "please cancel the lamp and the kettle. They are here, so return them"])
def test_what_is_called_cancelling_is_a_return_when_it_is_said_so(text: str) -> None:
    heard = only(text)
    assert heard.do == "return" and len(heard.goods) == 2


@pytest.mark.parametrize("text", ["登山靴、手表、键盘还有跑鞋都用不上了，麻烦帮我取消掉", "I no longer need the boots, the watch, the keyboard and the shoes, please cancel them"])
def test_a_list_of_goods_is_one_wish(text: str) -> None:
    heard = only(text)
    assert heard.do == "cancel" and len(heard.goods) == 4


def test_the_order_before_an_address_says_whose_it_is() -> None:
    heard = only("我买台灯的那单，地址想改寄到我纽约的家")
    assert heard.do == "address" and [each.text for each in heard.goods] == ["台灯"]


@pytest.mark.parametrize("text", ["把台灯退了，弄完再换个东西", "return the lamp. Then I have one more exchange"])
def test_a_wish_that_is_only_announced_is_none_yet(text: str) -> None:
    assert [each.do for each in hear(text, NOBODY)] == ["return"]


@pytest.mark.parametrize("text", ["钱退我信用卡", "退到礼品卡吧", "东西丢了，我拿什么退", "补钱或者退钱都行", "s码不要了"])
def test_where_the_money_goes_is_no_wish_to_return(text: str) -> None:
    assert not cues_in(text)


def test_chinese_last_resorts_and_what_is_not_wanted() -> None:
    assert OTHERWISE.search("实在不行再要插电的") and OTHERWISE.search("再没有就蓝的")
    assert [mode.name for mode in modes_in("居然不防水")] == ["avoid"]
