"""Who answers: the assistant, or a person who is waited for or has taken over."""

from __future__ import annotations

import pytest

from shopkeeper.assistant.assistant import Assistant, Watch
from shopkeeper.assistant.inbox import Handoffs
from shopkeeper.assistant.session import Session, Status
from shopkeeper.assistant.transcript import conversation
from shopkeeper.shop import InvalidQuery, NotFound, Speaker
from shopkeeper.store import Store


def test_a_brain_that_gives_up_puts_the_conversation_into_the_inbox(assistant: Assistant, desk: Handoffs, id: str) -> None:
    assistant.say(id, "my parcel")
    done = {"tool": "cancel_pending_order", "order_id": "#W1", "state": "requested", "token": "t"}
    assistant.act(id, lambda session, note: note("done", done))
    assert assistant.say(id, "a person please").handoff
    [case] = desk.inbox()
    assert (case.id, case.status, case.reason, case.customer_id, case.customer_name, case.channel) == (
        id, "waiting", "policy", "c", "王芳", "web")
    assert case.tried == ("done: cancel_pending_order: #W1: requested",)
    assert (case.wants, case.orders) == (("my parcel", "a person please"), ("#W1",))
    assert [each.text for each in case.last] == ["my parcel", "you said my parcel", "a person please", "One moment."]
    assert case.to_dict()["customer"] == {"id": "c", "name": "王芳"}


def test_the_assistant_says_once_that_somebody_reads_it_and_then_nothing(assistant: Assistant, desk: Handoffs, id: str) -> None:
    assistant.say(id, "person")
    first, second = assistant.say(id, "hello there"), assistant.say(id, "and now")
    assert "colleague" in first.text
    assert (second.text, second.handoff) == ("", True)
    desk.take_over(id, "Anna")
    assert assistant.say(id, "good").text == "Anna from our team has joined the conversation."
    assert assistant.say(id, "fine").text == ""


def test_a_person_takes_over_answers_and_hands_back(assistant: Assistant, desk: Handoffs, id: str) -> None:
    assistant.say(id, "你好")
    assert desk.take_over(id, "Anna").reason == "person"
    desk.take_over(id, "Anna")
    desk.answer(id, "Anna", " 我来看看 ")
    reply = assistant.say(id, "好的")
    assert reply.text == "我们的同事Anna来接待您了。\n\nAnna: 我来看看"
    assert reply.actions[0].mark == "show:messages"
    assert [each["who"] for each in reply.actions[0].data["messages"]] == ["Anna", "Anna"]
    assert desk.hand_back(id, "Anna").status == "open"
    assert assistant.say(id, "在吗").text.endswith("接待您。\n\nyou said 在吗")
    assert [line["content"] for line in assistant.session(id).history if line.get("by") == "Anna"] == [
        "我们的同事Anna来接待您了。", "我来看看"]


def test_what_a_person_wrote_is_got_once_by_looking_or_by_writing(assistant: Assistant, desk: Handoffs, id: str) -> None:
    assistant.say(id, "hello")
    desk.take_over(id, "Anna")
    desk.answer(id, "Anna", "I am here")
    said = assistant.messages(id)
    assert [(each.speaker, each.text) for each in said] == [
        (Speaker.CUSTOMER, "hello"), (Speaker.ASSISTANT, "you said hello"),
        (Speaker.ASSISTANT, "Anna from our team has joined the conversation."), (Speaker.AGENT, "I am here")]
    assert assistant.messages(id, said[-1].number) == []
    assert assistant.say(id, "thanks").text == ""
    desk.answer(id, "Anna", "bye")
    assert assistant.say(id, "bye").text == "Anna: bye"


def test_one_conversation_has_one_person(assistant: Assistant, desk: Handoffs, id: str) -> None:
    with pytest.raises(InvalidQuery, match="Bo must take it over first"):
        desk.answer(id, "Bo", "hi")
    desk.take_over(id, "Anna")
    with pytest.raises(InvalidQuery, match="Anna has taken it over already"):
        desk.take_over(id, "Bo")
    with pytest.raises(InvalidQuery, match="Bo must take it over first"):
        desk.answer(id, "Bo", "hi")
    with pytest.raises(InvalidQuery, match="expected a text"):
        desk.answer(id, "Anna", " ")
    desk.hand_back(id, "Bo")
    assert desk.take_over(id, "Bo").who == "Bo"
    with pytest.raises(InvalidQuery, match="the name of the person"):
        desk.take_over(id, " ")
    with pytest.raises(NotFound):
        desk.take_over("x", "Anna")
    with pytest.raises(InvalidQuery, match="expected one of open, waiting, person, closed"):
        desk.inbox("lost")


def test_a_conversation_is_closed_once_and_opened_by_writing(assistant: Assistant, desk: Handoffs, id: str, store: Store) -> None:
    assistant.say(id, "person")
    assert desk.close(id, "Anna").status == "closed"
    entries = len(store.audit.of(id))
    desk.close(id)
    assert len(store.audit.of(id)) == entries
    with pytest.raises(InvalidQuery, match="the assistant answers in it already"):
        desk.hand_back(id, "Anna")
    assert assistant.say(id, "one more thing").text == "you said one more thing"
    assert assistant.session(id).status is Status.OPEN


def test_three_failures_ask_for_a_person(assistant: Assistant, desk: Handoffs, id: str) -> None:
    assert not any(assistant.say(id, "??").handoff for _ in range(2))
    reply = assistant.say(id, "??")
    assert (reply.handoff, reply.marks, desk.inbox()[0].reason) == (True, ("handoff:failures",), "failures")
    desk.hand_back(id, "Anna")
    assert not assistant.say(id, "??").handoff


def test_an_assistant_that_breaks_asks_for_a_person_and_keeps_why(assistant: Assistant, desk: Handoffs, id: str, store: Store) -> None:
    assert assistant.say(id, "broken").marks == ("handoff:fault",)
    assert [entry.data for entry in store.audit.of(id) if entry.kind == "failed"] == [{"error": "RuntimeError: a bolt is loose"}]


def test_who_takes_over_while_an_answer_is_thought_of_keeps_the_conversation(
    assistant: Assistant, desk: Handoffs, id: str, store: Store,
) -> None:
    assistant._brain.meanwhile = lambda: desk.take_over(id, "Anna")
    assistant.say(id, "hello")
    assert (assistant.session(id).status, desk.case(id).who) == (Status.PERSON, "Anna")
    assert "Anna" in assistant.say(id, "hello?").text


def test_what_lay_before_the_customer_is_void_once_a_person_has_spoken(assistant: Assistant, desk: Handoffs, id: str) -> None:
    def propose(session: Session, note: Watch) -> None:
        session.proposal = {"token": "t"}

    assistant.act(id, propose)
    desk.take_over(id, "Anna")
    desk.hand_back(id, "Anna")
    assert assistant.session(id).proposal is None

    def meanwhile(session: Session, note: Watch) -> None:
        session.proposal = {"token": "u"}
        desk.take_over(id, "Bo")

    assistant.act(id, meanwhile)
    assert (assistant.session(id).status, assistant.session(id).proposal) == (Status.PERSON, None)


def test_an_alert_from_outside_waits_for_a_person_and_tells_the_shopper(assistant: Assistant, desk: Handoffs, id: str) -> None:
    assert desk.alert(id, "orders", "cancel of #W1: answered 500", "The shop has not confirmed it yet.")
    assert desk.inbox()[0].detail == "cancel of #W1: answered 500"
    assert assistant.say(id, "well").text.startswith("The shop has not confirmed it yet.\n\n")
    desk.take_over(id, "Anna")
    desk.alert(id, "orders", "again")
    assert (desk.case(id).who, desk.case(id).tried[-1]) == ("Anna", "alert: orders: again")
    assert not desk.alert("gone", "orders", "")


def test_a_conversation_is_readable_as_a_service_log(assistant: Assistant, desk: Handoffs, id: str, store: Store) -> None:
    with pytest.raises(NotFound):
        conversation(store, id)
    assistant.say(id, "包裹在哪")
    desk.take_over(id, "Anna")
    desk.answer(id, "Anna", "在路上")
    record = conversation(store, id)
    assert [(each.speaker, each.text) for each in record.messages][-1] == (Speaker.AGENT, "在路上")
    assert (record.customer_id, record.language, record.channel, record.tags) == ("c", "zh", "web", ("assistant", "person"))


def test_a_number_with_letters_in_it_changes_no_language(assistant, store):
    id = assistant.start(customer_id="c", language="zh").id
    assert assistant.say(id, "o025239").language == "zh"
    assert assistant.say(id, "SF1234567").language == "zh"
    assert assistant.say(id, "where is it").language == "en"
