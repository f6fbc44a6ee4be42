"""Which messages the guide takes before the brain behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shopkeeper.assistant.guide.brain import GuidedBrain
from shopkeeper.assistant.guide.guide import Guide
from shopkeeper.assistant.reply import Reply
from shopkeeper.assistant.session import Session


class Behind:
    """Says only that it was asked."""

    def answer(self, session: Session, text: str, note: Callable[[str, Any], None]) -> Reply:
        return Reply("behind", session.language)


@pytest.fixture
def session(guide: Guide) -> Session:
    session = Session("s")
    guide.turn(session, "headphones")
    session.turns = 1
    return session


def ask(guide: Guide, session: Session, text: str) -> str:
    return GuidedBrain(guide, Behind()).answer(session, text, lambda kind, fact: None).text


@pytest.mark.parametrize("text", ["cheaper", "the second one", "no preference", "compare them", "black one in stock?"])
def test_what_goes_on_is_the_guides(guide: Guide, session: Session, text: str) -> None:
    assert ask(guide, session, text) != "behind"


@pytest.mark.parametrize("text", ["where is my order", "cancel the second one", "第一个什么时候发货", "what is your returns policy", "hello"])
def test_business_and_what_is_new_goes_behind(guide: Guide, session: Session, text: str) -> None:
    assert ask(guide, session, text) == "behind"


def test_nothing_before_a_confirmation_that_is_open(guide: Guide, session: Session) -> None:
    session.proposal = {"tool": "cancel_pending_order"}
    assert ask(guide, session, "yes") == "behind"


def test_once_another_has_spoken_the_guide_waits(guide: Guide, session: Session) -> None:
    session.turns = 3
    assert ask(guide, session, "cheaper") == "behind"


def test_what_was_decided_is_noted(guide: Guide, session: Session) -> None:
    noted: list[str] = []
    GuidedBrain(guide, Behind()).answer(session, "cheaper", lambda kind, fact: noted.append(kind))
    assert noted == ["decided"]
