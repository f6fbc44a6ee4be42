from datetime import date
from decimal import Decimal

import pytest

from shopkeeper.assistant.understand.slots import find_slots, same_order
from shopkeeper.assistant.understand.slots.dates import day_of
from shopkeeper.assistant.understand.understood import Amount, Slots
from shopkeeper.shop import Address, PaymentKind
from shopkeeper.text.normalise import has_cjk


def slots(text: str, expects: str = "") -> Slots:
    return find_slots(text, "zh" if has_cjk(text) else "en", expects)


@pytest.mark.parametrize(("text", "orders"), [
    ("where is #W1234567", ("#W1234567",)),
    ("order 10234 and 10255 please", ("10234", "10255")),
    ("o000123 has not come", ("o000123",)),
    ("订单号 88231 到哪了", ("88231",)),
    ("88231那单不要了", ("88231",)),
    ("my order number is 00123842", ("00123842",)),
    ("113542617735902 never arrived", ("113542617735902",)),
    ("it cost 4999 and my zip is 19122", ()),
    ("电话13812345678，付了2999元", ()),
    ("call me on 415-555-2671", ()),
    ("a 1500 piece puzzle", ()),
])  # fmt: skip
def test_an_order_is_a_number_that_is_called_so(text: str, orders: tuple[str, ...]) -> None:
    assert slots(text).order_ids == orders


def test_plain_digits_are_what_was_asked_for() -> None:
    assert slots("19122", "order").order_ids == ("19122",)
    assert slots("19122", "identity").zips == ("19122",)
    assert slots("19122") == Slots()


@pytest.mark.parametrize(("said", "order", "same"), [
    ("w1234567", "#W1234567", True), ("1234567", "#W1234567", True), ("123", "o000123", True), ("#W1234567", "#W1234568", False),
    ("23", "o000123", False), ("ord-10 234", "ORD10234", True),
])  # fmt: skip
def test_an_order_number_may_be_said_without_its_signs(said: str, order: str, same: bool) -> None:
    assert same_order(said, order) is same


@pytest.mark.parametrize(("text", "expects", "names", "zips"), [
    ("Hi, I'm Yusuf Rossi, zip 19122.", "", ("Yusuf Rossi",), ("19122",)),
    ("im mei chen 19122 and i want a refund", "", ("mei chen",), ("19122",)),
    ("my name is ana de souza", "", ("ana de souza",), ()),
    ("yusuf rossi, 19122", "identity", ("yusuf rossi",), ("19122",)),
    ("我叫王小明，邮编100020", "", ("王小明",), ("100020",)),
    ("王小明 100020", "identity", ("王小明",), ("100020",)),
    ("我叫 Mei Chen，邮编 80202", "", ("Mei Chen",), ("80202",)),
    ("I'm very angry about this", "", (), ()),
    ("i'm looking for a lamp", "", (), ()),
    ("我是来退货的", "", (), ()),
])  # fmt: skip
def test_who_is_speaking(text: str, expects: str, names: tuple[str, ...], zips: tuple[str, ...]) -> None:
    found = slots(text, expects)
    assert (found.names, found.zips) == (names, zips)


@pytest.mark.parametrize(("text", "address"), [
    ("change it to 101 Highway, New York, NY 10001", Address("101 Highway", "", "New York", "NY", "10001", "US")),
    ("send to 123 Elm Street, Suite 456, San Antonio, Texas 78201 instead please",
     Address("123 Elm Street", "Suite 456", "San Antonio", "TX", "78201", "US")),
    ("I live at 7 birch road now", Address("7 birch road")),
    ("改成南京市鼓楼区中山路88号3单元502", Address("中山路88号3单元502", "鼓楼区", "南京市", "", "", "CN")),
    ("寄到广东省深圳市南山区科技园南路18号大冲国际中心2栋1205吧",
     Address("科技园南路18号大冲国际中心2栋1205", "南山区", "深圳市", "广东省", "", "CN")),
])  # fmt: skip
def test_addresses(text: str, address: Address) -> None:
    assert slots(text).addresses == (address,)


@pytest.mark.parametrize(("text", "kinds"), [
    ("i want to return the two hiking boots and the water bottle", ["boots", "bottle"]),
    ("the smart watch, desk lamp and bluetooth speaker", ["watch", "lamp", "speaker"]),
    ("把黑色那件外套退了", ["外套"]),
    ("蓝牙耳机和保温杯", ["耳机", "保温杯"]),
    ("where is my refund", []),
    ("change my address", []),
])  # fmt: skip
def test_goods_are_found_by_their_nouns(text: str, kinds: list[str]) -> None:
    assert [item.kind for item in slots(text).items] == kinds


def test_goods_are_described() -> None:
    assert slots("the blue one").items[0].words == ("blue",)
    assert slots("two mechanical keyboards").items[0].quantity == 2
    assert slots("黑色那件外套").items[0].words == ("黑色",)
    assert slots("把第二个退了").items[0].ordinal == 2
    assert slots("the second one").ordinals == (2,)
    assert slots("return everything").everything
    assert slots("全部取消").everything


@pytest.mark.parametrize(("text", "words", "same", "direction"), [
    ("exchange it for a purple one, same size", ("purple",), ("size",), ""),
    ("I want size M instead of L", ("m",), (), ""),
    ("swap the keyboard for one with clicky switches", ("clicky", "switches"), (), ""),
    ("can i get a bigger one", (), (), "bigger"),
    ("换成大一码", (), (), "bigger"),
    ("换成最便宜的，其他不变", (), ("*",), "cheapest"),
    ("想要红色的，尺码不变", ("红色",), ("size",), ""),
])  # fmt: skip
def test_how_something_is_wanted_instead(text: str, words: tuple[str, ...], same: tuple[str, ...], direction: str) -> None:
    option = slots(text).options[0]
    assert (option.words, option.same, option.direction) == (words, same, direction)


def test_a_wish_to_give_back_wants_no_option() -> None:
    assert slots("I want to return the bluetooth speaker").options == ()


def test_ways_to_pay() -> None:
    paypal, visa = slots("use paypal instead of my visa ending in 4432").payments
    assert (paypal.kind, paypal.denied) == (PaymentKind.PAYPAL, False)
    assert (visa.kind, visa.denied, visa.last_four, visa.brand) == (PaymentKind.CREDIT_CARD, True, "4432", "visa")
    assert slots("refund to the original payment method").payments[0].original
    assert slots("原路退回就行").payments[0].original
    assert slots("退到礼品卡").payments[0].kind is PaymentKind.GIFT_CARD


@pytest.mark.parametrize(("text", "reason"), [
    ("ordered it by mistake", "ordered by mistake"), ("拍错了", "ordered by mistake"), ("手滑多拍了一个", "ordered by mistake"),
    ("i don't need it anymore", "no longer needed"), ("不想要了", "no longer needed"), ("changed my mind", "no longer needed"),
    ("where is it", ""),
])  # fmt: skip
def test_reasons(text: str, reason: str) -> None:
    assert slots(text).reason == reason


def test_money_and_days() -> None:
    found = slots("i paid $49.90 last tuesday, 3 days ago it broke")
    assert found.amounts == (Amount(Decimal("49.90")),)
    assert found.dates == ("last tuesday", "3 days ago")
    assert slots("付了299元").amounts == (Amount(Decimal(299)),)
    assert slots("12 euros").amounts == (Amount(Decimal(12), "EUR"),)


@pytest.mark.parametrize(("said", "day"), [
    ("last tuesday", date(2026, 11, 24)), ("上周三", date(2026, 11, 18)), ("3 days ago", date(2026, 11, 23)), ("昨天", date(2026, 11, 25)),
    ("11月3日", date(2026, 11, 3)), ("december 5th", date(2025, 12, 5)), ("2026-02-31", None), ("last month", None),
])  # fmt: skip
def test_which_day_is_meant(said: str, day: date | None) -> None:
    assert day_of(said, date(2026, 11, 26)) == day
