"""Which messages the guide takes before the brain behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from shopkeeper.assistant.guide.brain import GuidedBrain
from shopkeeper.assistant.guide.guide import Guide
from shopkeeper.assistant.reply import Reply
from shopkeeper.assistant.session import Session
from shopkeeper.store.protocol import Store
from small_guide import READS, SmallDesk


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


@pytest.mark.parametrize("text", ["有水壶吗", "水壶", "do you have kettles?", "what about a kettle", "有没有雨伞"])
def test_the_bare_name_of_a_thing_is_a_wish(guide: Guide, text: str) -> None:
    assert ask(guide, Session("s"), text) != "behind"


@pytest.mark.parametrize("text", ["does the kettle leak", "水壶能放洗碗机吗", "the kettle that I bought", "我的水壶坏了"])
def test_a_question_about_a_thing_is_none(guide: Guide, text: str) -> None:
    assert ask(guide, Session("s"), text) == "behind"


def test_the_name_of_a_thing_may_be_the_answer_to_another_question(guide: Guide) -> None:
    session = Session("s")
    session.memory["dialogue"] = {"expects": "items"}
    assert ask(guide, session, "the kettle") == "behind"


@pytest.mark.parametrize("text", ["similar ones", "anything similar?", "有类似的吗", "有没有同类的"])
def test_others_like_the_product_that_is_looked_at_are_shown(guide: Guide, text: str) -> None:
    session = Session("s")
    guide.look_at(session, "k1")
    ask(guide, session, text)
    assert set(session.memory["guide"]["shown"]) < {"k2", "k3", "k4", "k5"}


@pytest.mark.parametrize("text", ["with noise cancelling", "with a zip", "要防水的"])
def test_a_piece_of_a_sentence_that_says_how_it_should_be_goes_on(guide: Guide, session: Session, text: str) -> None:
    assert ask(guide, session, text) != "behind"


@pytest.mark.parametrize("text", ["便宜点的", "which is the cheapest?", "哪个最便宜", "in black"])
def test_a_turn_asks_the_search_nothing_twice(store: Store, text: str) -> None:
    asked: list[tuple[object, ...]] = []

    class Noting(SmallDesk):
        def search(self, query: str, *, k: int, where: Sequence[str], language: str, customer_id: str | None) -> Any:
            asked.append((query, k, tuple(where)))
            return super().search(query, k=k, where=where, language=language, customer_id=customer_id)

    guide, session = Guide(Noting(store, READS)), Session("s")
    guide.turn(session, "headphones")
    session.turns = 1
    asked.clear()
    ask(guide, session, text)
    assert asked
    assert len(asked) == len(set(asked))


def test_which_is_no_word_of_the_need(guide: Guide, session: Session) -> None:
    ask(guide, session, "which is the cheapest?")
    assert session.memory["guide"]["brief"]["need"] == "headphones"


@pytest.mark.parametrize("text", ["不要入耳式", "nothing in-ear", "送领导的"])
def test_what_it_should_not_be_and_whom_it_is_for_goes_on(guide: Guide, session: Session, text: str) -> None:
    assert ask(guide, session, text) != "behind"


@pytest.mark.parametrize("text", ["不要了", "no thanks", "not now", "不用了"])
def test_a_refusal_goes_behind(guide: Guide, text: str) -> None:
    session = Session("s")
    guide.turn(session, "Zeta headphones")
    session.turns = 1
    session.memory["guide"]["open"] = {}
    assert ask(guide, session, text) == "behind"


def test_what_cancels_noise_is_a_wish(guide: Guide) -> None:
    assert ask(guide, Session("s"), "noise cancelling headphones") != "behind"
    assert ask(guide, Session("s"), "my noise cancelling headphones are broken") == "behind"


def test_nothing_to_go_back_to_is_no_harm(guide: Guide, session: Session) -> None:
    assert ask(guide, session, "go back")
    assert session.memory["guide"]["brief"]["need"] == "headphones"
