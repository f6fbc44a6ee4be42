import pytest

from shopkeeper.assistant.understand import WISHES, understand


@pytest.mark.parametrize(("text", "intent"), [
    ("where is my order #W1234567", "track_order"), ("我要退货", "return_item"), ("i want to talk to a human", "contact_human_agent"),
    ("我的快递到哪了", "track_order"), ("I forgot my password", "recover_password"), ("能开发票吗", "get_invoice"), ("我要取消订单", "cancel_order"),
    ("hello", "greeting"), ("謝謝", "thanks"), ("我要退貨", "return_item"), ("where is my refund", "track_refund"),
])  # fmt: skip
def test_wishes_are_understood(text: str, intent: str) -> None:
    found = understand(text)
    assert found.intents == (intent,)
    assert 0 < found.wishes[0].probability <= 1


def test_several_wishes_have_their_own_facts() -> None:
    found = understand("please cancel order #W1111111 and also where is my refund for #W2222222?")
    assert found.intents == ("cancel_order", "track_refund")
    assert [wish.slots.order_ids for wish in found.wishes] == [("#W1111111",), ("#W2222222",)]
    assert found.slots.order_ids == ("#W1111111", "#W2222222")


def test_politeness_beside_a_wish_is_none() -> None:
    assert understand("Hello! I want to return an item. Thanks.").intents == ("return_item",)


@pytest.mark.parametrize(("text", "expects"), [
    ("19122", "identity"), ("the second one", "choice"), ("visa", "payment"), ("第二个", "items"), ("yes", "confirm"), ("#W1234567", "order"),
])  # fmt: skip
def test_an_answer_to_a_question_has_no_wish(text: str, expects: str) -> None:
    assert understand(text, expects=expects).wishes == ()


def test_a_number_alone_is_no_wish() -> None:
    assert not understand("42").wishes
    assert not understand("7.").wishes
    assert [each.intent for each in understand("88").wishes] == ["goodbye"]


def test_the_language_of_a_message() -> None:
    assert understand("where is my order").language == "en"
    assert understand("我的订单 #W1234567 到哪了").language == "zh"
    assert understand("yes", language="zh").language == "zh"


def test_every_message_is_answered_quietly() -> None:
    for text in ("?", "。", "😀", "a" * 4000, "我" * 4000, "1 2 3", "' OR 1=1 --", "\u202e\u200b"):
        found = understand(text)
        assert all(wish.intent in WISHES for wish in found.wishes)
