from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.text.placeholders import Placeholders, half

TOLD = "我是li@example.com，电话13812345678，再说一遍 li@example.com；卡4111 1111 1111 1111"


def test_each_datum_has_its_placeholder_and_comes_back() -> None:
    hidden = Placeholders([TOLD])
    told = hidden.hide(TOLD)
    assert told == "我是[email_1]，电话[phone_1]，再说一遍 [email_1]；卡[card_1]"
    assert hidden.show(told) == TOLD
    assert hidden.hide("wang@example.com") == "[email_2]"
    assert hidden.show("[email_2] [email_9] [phone]") == "wang@example.com [email_9] [phone]"


def test_a_placeholder_that_somebody_wrote_is_not_taken_for_another() -> None:
    texts = ["a@b.co", "what is [email_1]?"]
    hidden = Placeholders(texts)
    assert [hidden.hide(text) for text in texts] == ["[email_2]", "what is [email_1]?"]
    assert hidden.show("[email_1] [email_2]") == "[email_1] a@b.co"


def test_in_json_what_comes_back_is_still_json() -> None:
    hidden = Placeholders([])
    hidden.hide("住址：上海市徐汇区虹桥路1号")
    assert hidden.show_in_json('{"address": "[address_1]"}') == '{"address": "上海市徐汇区虹桥路1号"}'


def test_a_placeholder_that_is_cut_off_is_seen() -> None:
    assert [half(text) for text in ("a [", "a [ema", "a [email_1", "a [email_1]", "a [Email", "abc")] == [2, 2, 2, 11, 8, 3]


@given(st.text())
def test_hiding_and_showing_is_as_nothing(text: str) -> None:
    hidden = Placeholders([text])
    assert hidden.show(hidden.hide(text)) == text
