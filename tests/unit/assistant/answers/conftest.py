"""The small shop of questions, and a way to ask it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shopkeeper.assistant.answers import Answer, Answers
from shopkeeper.assistant.desk import Desk
from shopkeeper.assistant.session import Session
from shopkeeper.store import open_store
from shopkeeper.text.language import detect
from small_answers import Ask, answering


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('answers')}/shop.db")
    yield answering(store)
    store.close()


@pytest.fixture(scope="session")
def answers(served: Desk) -> Answers:
    return Answers(served)


@pytest.fixture
def ask(answers: Answers) -> Ask:
    def ask(text: str, intent: str = "product_question", *, session: Session | None = None, customer: str = "", **more: Any) -> Answer:
        session = session or Session("s", detect(text), customer or None)
        session.language = detect(text)
        answer = answers.answer(session, text, intent, **more)
        assert answer is not None
        return answer

    return ask
