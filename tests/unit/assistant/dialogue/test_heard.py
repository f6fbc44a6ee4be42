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


@pytest.mark.parametrize("text", [
    "I never want the whole order cancelled", "I'd rather return the lamp later on", "then I needn't change it each time", "please confirm that change", "I'll send the kettle back once it arrives",
    "换不了吗", "台灯到货再退", "我可不想整单被取消", "退不了就算了",
])  # fmt: skip
def test_what_is_denied_put_off_or_only_spoken_of_is_no_wish(text: str) -> None:
    assert not [each for each in hear(text, NOBODY) if each.do not in ("", "ask")]


@pytest.mark.parametrize("text", [
    "那套行李箱不想要了，想换成一件大衣", "这台灯我用不上了，给我换成书架吧", "I don't want the suitcase any more, could you change it for a coat", "I no longer need the lamp, swap it for a bookshelf please",
])  # fmt: skip
def test_other_goods_in_place_of_unwanted_ones_are_one_wish(text: str) -> None:
    assert only(text).do == "swap" and len(only(text).goods) == 2


@pytest.mark.parametrize("text", ["能不能把台灯换成黑色", "可不可以把台灯换成黑色的", "could you change the lamp to black"])
def test_asking_whether_it_can_be_is_wanting_it(text: str) -> None:
    assert only(text).do == "swap"


@pytest.mark.parametrize(("text", "topic"), [
    ("and the lamp, is that taken care of?", "done"), ("is the shipping address set to my default one as well?", "address"), ("my default address is changed now?", "address"),
    ("台灯和水杯都弄好了吧", "done"), ("收货地址也改了吗", "address"), ("everything is set now?", "done"),
])  # fmt: skip
def test_asking_whether_it_is_done_changes_nothing(text: str, topic: str) -> None:
    assert [(each.do, each.topic) for each in hear(text, NOBODY)] == [("ask", topic)]


@pytest.mark.parametrize("text", [
    "return the boots too. if you can't return the boots alone, leave it", "还有靴子，也取消。不能只取消靴子的话那单就别动", "cancel the boots. if that's not possible, keep the order",
])  # fmt: skip
def test_rather_nothing_when_it_is_not_possible(text: str) -> None:
    assert only(text).otherwise == "-"


def test_goods_that_are_only_missed_are_not_meant() -> None:
    assert [each.text for each in only("那充电器取消吧，没平板也用不上").goods] == ["充电器"]
