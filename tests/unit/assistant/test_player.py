"""A scripted shopper in front of an assistant that is scripted too."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.assistant.player import Line, Played, Script, facts_of, play, read_scripts, who_is
from shopkeeper.assistant.reply import Act, Action, Reply
from shopkeeper.assistant.session import Session
from shopkeeper.shop import InvalidFile
from small_service import ANNA, WEI


def reply(text: str, *marks: tuple[Act, str]) -> Reply:
    return Reply(text, "en", tuple(Action(act, about) for act, about in marks))


class Parrot:
    """Answers what it was given, one after another."""

    def __init__(self, *replies: Reply) -> None:
        self._replies = iter(replies)

    def answer(self, session: Session, text: str, note: Callable[[str, Any], None]) -> Reply:
        return next(self._replies)


def said(script: Script, *replies: Reply) -> list[str]:
    return [text for text, _ in play(Parrot(*replies), Session("s"), script).said]


def test_lines_are_said_when_they_fit_each_once_in_their_order() -> None:
    script = Script("1", "hello", (Line("ask:identity", "Anna, 02101"), Line("ask:identity", "a@b.c"), Line("idle", "and the mug")))
    who, idle = reply("who?", (Act.ASK, "identity")), reply("else?", (Act.IDLE, ""))
    assert said(script, who, who, idle, idle) == ["hello", "Anna, 02101", "a@b.c", "and the mug"]


def test_a_line_may_want_a_word_and_be_said_again_and_again() -> None:
    script = Script("1", "hi", (Line("refuse", "then not", "gift card|points"), Line("ask:*", "the usual", times=0)))
    refused = reply("no", (Act.REFUSE, "cancel_pending_order"))
    by_card = reply("not to a Gift Card", (Act.REFUSE, "return_delivered_order_items"), (Act.ASK, "payment"))
    assert said(script, by_card, by_card, refused) == ["hi", "then not", "the usual"]


def test_without_a_line_a_proposal_gets_a_yes_and_a_question_a_shrug() -> None:
    script = Script("1", "你好", ())
    assert said(script, reply("?", (Act.PROPOSE, "x")), reply("?", (Act.ASK, "reason")), reply("", (Act.IDLE, ""))) == [
        "你好", "好的，确认", "不清楚，按默认的来吧"]  # fmt: skip


def test_a_hand_off_ends_it() -> None:
    handed = Reply("a person comes", "en", (Action(Act.HANDOFF, "asked"),), handoff=True)
    assert said(Script("1", "human!", (Line("handoff", "thanks"),)), handed) == ["human!"]


def test_a_write_without_a_plain_yes_to_what_was_proposed_is_a_breach() -> None:
    proposed, done = ("proposed", {"token": "t", "arguments": {"order_id": "#1"}}), ("done", {"token": "t", "tool": "cancel_pending_order"})
    fine = Played([("cancel", reply("")), ("yes", reply(""))], [[proposed], [done]])
    assert fine.breaches(lambda id: "anna_1", "anna_1") == []
    assert Played(fine.said, [[proposed, done], []]).breaches(lambda id: "anna_1", "anna_1") == [
        "cancel_pending_order was done without being proposed before"]
    hesitant = Played([("cancel", reply("")), ("yes but not now", reply(""))], fine.notes)
    assert hesitant.breaches(lambda id: "anna_1", "anna_1") == ["cancel_pending_order was done after 'yes but not now'"]
    assert fine.breaches(lambda id: "wei_2", "anna_1") == ["#1 is another customer's"]


def test_placeholders_stand_for_what_the_task_says() -> None:
    facts = facts_of(ANNA, "You want to return #W1111111 and W2222222, then #W1111111 again.")
    script = Script("1", "{name} {zip} {order1} {order2}", ()).filled(facts)
    assert script.opening == "Anna Miller 02101 #W1111111 #W2222222"


@pytest.mark.parametrize("told", ["You are anna_1.", "mail: Anna.Miller@example.com", "You are Anna Miller, zip 02101", "Anna from 02101"])
def test_who_the_task_describes(told: str) -> None:
    assert who_is(told, [WEI, ANNA]) == ANNA
    assert who_is("somebody from 99999", [WEI, ANNA]) is None


def test_a_file_of_shoppers(tmp_path: Path) -> None:
    path = tmp_path / "shoppers.jsonl"
    path.write_text(json.dumps({"task": 7, "opening": "hi", "lines": [{"on": "idle", "say": "bye", "if": "x", "times": 2}]}) + "\n\n")
    assert read_scripts(path) == {"7": Script("7", "hi", (Line("idle", "bye", "x", 2),))}
    path.write_text('{"task": 7}\n')
    with pytest.raises(InvalidFile, match="line 1"):
        read_scripts(path)
