"""A store, a clock that moves a second at each look, and an assistant whose brain is a parrot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.assistant.assistant import Assistant
from shopkeeper.assistant.inbox import Handoffs
from shopkeeper.assistant.reply import Act, Action, Reply
from shopkeeper.assistant.session import Session
from shopkeeper.shop import Customer
from shopkeeper.store import Store, open_store

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


class Parrot:
    """Says what it is told; a word changes what it does."""

    def __init__(self) -> None:
        self.meanwhile: Callable[[], Any] = lambda: None

    def answer(self, session: Session, text: str, note: Callable[[str, Any], None]) -> Reply:
        self.meanwhile()
        if "broken" in text:
            raise RuntimeError("a bolt is loose")
        if "?" in text:
            session.failures += 1
        if "person" in text:
            return Reply("One moment.", session.language, (Action(Act.HANDOFF, "policy"),), handoff=True)
        note("called", {"tool": "get_order_details", "arguments": {"order_id": "#W1"}, "result": {}})
        return Reply(f"you said {text}", session.language, (Action(Act.IDLE),))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    store.customers.put([Customer("c", "王芳")])
    yield store
    store.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def assistant(store: Store, clock: Clock) -> Assistant:
    return Assistant(store, Parrot(), now=clock)


@pytest.fixture
def desk(store: Store, clock: Clock) -> Handoffs:
    return Handoffs(store, clock)


@pytest.fixture
def id(assistant: Assistant) -> str:
    return assistant.start(customer_id="c", channel="web").id
