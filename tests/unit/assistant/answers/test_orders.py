"""The customer's own orders, and nobody else's."""

from __future__ import annotations

import pytest

from shopkeeper.assistant.answers import SERVES, Answers
from shopkeeper.assistant.answers.service import only_written
from shopkeeper.assistant.desk import Desk
from shopkeeper.assistant.session import Session
from small_answers import Ask, marks


@pytest.mark.parametrize("intent", ["track_order", "track_refund", "my_account"])
def test_nothing_is_told_before_the_shopper_is_known(ask: Ask, intent: str) -> None:
    answer = ask("A1", intent, order_id="A1")
    assert marks(answer) == ["ask:identity"]
    assert "A1" not in answer.text


def test_tracking_tells_what_is_on_record(ask: Ask) -> None:
    text = ask("where is my order", "track_order", customer="anna").text
    assert "A1" in text
    assert "on its way" in text
    assert "Postmare" in text
    assert "TRACK42" in text
    assert "26 September 2026" in text
    assert "送达" in ask("A2到了吗", "track_order", customer="anna", order_id="A2").text


def test_another_customers_order_does_not_exist(ask: Ask) -> None:
    theirs, nobodys = (ask("where", "track_order", customer="anna", order_id=id) for id in ("B1", "Z9"))
    assert marks(theirs) == ["ask:order"]
    assert theirs.text.replace("B1", "?") == nobodys.text.replace("Z9", "?")


def test_a_refund_with_amount_way_and_day(ask: Ask) -> None:
    text = ask("where is my money", "track_refund", customer="anna").text
    assert "¥99.00" in text
    assert "card (4242)" in text
    assert "30 September 2026" in text
    assert "没有退款" in ask("退款呢", "track_refund", customer="new").text


def test_the_account_shows_no_whole_e_mail_address(ask: Ask) -> None:
    text = ask("what do you know about me", "my_account", customer="anna").text
    assert "Anna Miller" in text
    assert "¥50.00" in text
    assert "anna@" not in text


def test_what_only_a_person_can_do_goes_to_one(ask: Ask) -> None:
    for intent in ("payment_issue", "delete_account", "complaint"):
        assert "handoff" in marks(ask("please help", intent))


def test_every_wish_served_is_answered_in_both_languages(ask: Ask) -> None:
    acts = {intent for intent in SERVES if SERVES[intent] is only_written}
    for intent in SERVES.keys() - acts - {"compare_products"}:
        assert ask("please", intent, customer="new").text
        assert ask("麻烦您", intent, customer="new").text


def test_other_wishes_are_left_to_others(served: Desk) -> None:
    assert Answers(served).answer(Session("s"), "hello", "greeting") is None
