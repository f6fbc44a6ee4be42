"""Questions answered from policies, common questions and manuals."""

from __future__ import annotations

import pytest

from shopkeeper.assistant.session import Session
from small_answers import Ask, marks


@pytest.mark.parametrize(("text", "intent", "id"), [
    ("how much is postage", "delivery_options", "faq-postage"), ("运费多少", "delivery_options", "faq-postage"),
    ("can i send it back within a week", "check_refund_policy", "returns"), ("不喜欢能退货吗", "check_refund_policy", "returns"),
    ("i need a receipt", "get_invoice", "faq-invoice"), ("报销要开票", "get_invoice", "faq-invoice"),
])  # fmt: skip
def test_an_answer_quotes_the_document_that_says_it(ask: Ask, text: str, intent: str, id: str) -> None:
    answer = ask(text, intent)
    assert [source.id for source in answer.sources] == [id]
    assert answer.sure
    assert answer.sources[0].quote.replace("“", "'").replace("”", "'") in answer.text


def test_what_stands_nowhere_is_refused_and_a_person_is_offered(ask: Ask) -> None:
    for text in ("are you hiring", "有会员积分吗", "do you have a student discount"):
        answer = ask(text, "shop_policy")
        assert not answer.sure
        assert not answer.sources
        assert answer.actions[0].data == {"offer": "person"}


def test_a_chinese_question_finds_what_is_written_in_english_only(ask: Ask) -> None:
    answer = ask("羊毛衣服夏天怎么存放", "shop_policy")
    assert answer.sources[0].id == "wool"
    assert "英文" in answer.text
    assert "closed bag" in answer.text


def test_the_manual_of_the_thing_that_is_named_or_spoken_of_is_quoted(ask: Ask) -> None:
    assert "vinegar" in ask("how do i descale my kettle", "how_to_use").text
    assert "ten minutes" in ask("how do I clean it", "how_to_use", product_id="fryer").text
    assert "泡十分钟" in ask("空气炸锅怎么洗", "how_to_use").text


def test_where_several_manuals_fit_it_asks_which_unless_one_was_bought(ask: Ask) -> None:
    assert marks(ask("how do i clean it?", "how_to_use")) == ["ask:choice"]
    assert ask("how do i clean it?", "how_to_use", customer="anna").sources[0].id == "manual-kettle"


def test_another_things_manual_is_no_answer(ask: Ask) -> None:
    assert not ask("how do i descale the coffee machine", "how_to_use").sure


def test_rules_are_computed_for_the_order_that_is_named(ask: Ask) -> None:
    text = ask("can i still send back A2?", "check_refund_policy", customer="anna", order_id="A2").text
    assert "6 October 2026" in text
    assert "seven days" in text
    assert "6 October" not in ask("can i still send back A2?", "check_refund_policy", customer="bert", order_id="A2").text


def test_what_a_manual_does_not_answer_is_told_with_the_nearest_it_has_as_that(ask: Ask) -> None:
    answer = ask("my kettle hums a strange tune", "how_to_use")
    assert not answer.sure
    assert "does not answer that outright" in answer.text
    assert answer.sources[0].id == "manual-kettle"


def test_words_that_nothing_explains_speak_against_an_answer(ask: Ask) -> None:
    assert ask("do you deliver for free", "delivery_options").sure
    assert not ask("could somebody deliver a speech at our wedding", "delivery_options").sure


def test_one_manual_is_gone_on_with(ask: Ask) -> None:
    session = Session("s")
    ask("how do i descale my kettle", "how_to_use", session=session)
    assert ask("and how do i clean it", "how_to_use", session=session).sources[0].id == "manual-kettle"


def test_a_rule_and_the_exception_beside_it_are_told_together(ask: Ask) -> None:
    for text, rule, exception in (("退货政策", "七天内", "由您承担"), ("your returns policy", "seven days", "postage is yours")):
        told = ask(text, "check_refund_policy").text
        assert rule in told
        assert exception in told
