"""Two server processes that answer one conversation at the same moment: neither forgets what the other was told."""

from __future__ import annotations

import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from contract import workers
from shopkeeper.assistant.assistant import Assistant
from shopkeeper.assistant.reply import Reply
from shopkeeper.assistant.session import Session
from shopkeeper.store import open_store

ROUNDS = 8


class Listener:
    """Remembers what it hears, and takes its time over it."""

    def __init__(self, pause: float = 0.0) -> None:
        self.pause, self.effects = pause, 0

    def answer(self, session: Session, text: str, note: Callable[[str, Any], None]) -> Reply:
        time.sleep(self.pause)
        session.memory.setdefault("heard", []).append(text)
        if "effect" not in session.once:
            self.effects, session.once["effect"] = self.effects + 1, True
        note("called", {"tool": "listen", "arguments": {"text": text}, "result": {}})
        return Reply(f"{len(session.memory['heard'])}", session.language)


def talk(pipe: Connection, url: str, id: str, name: str, barrier: Barrier) -> None:
    """Says something in the conversation at the same moments as the other process."""
    store, brain = open_store(url), Listener(0.05)
    assistant, said = Assistant(store, brain), list[str]()
    for number in range(ROUNDS):
        barrier.wait()
        said.append(assistant.say(id, f"{name}{number}").text)
    store.close()
    pipe.send((said, brain.effects))


def test_no_turn_of_a_conversation_is_forgotten(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/shop.db"
    store, barrier = open_store(url), workers.barrier(2)
    id = Assistant(store, Listener()).start().id
    started = [workers.start(talk, url, id, name, barrier) for name in "ab"]
    answers = [pipe.recv() for _, pipe in started]
    for process, _ in started:
        process.join()
        assert process.exitcode == 0
    session = Assistant(store, Listener()).session(id)
    assert sorted(session.memory["heard"]) == sorted(f"{name}{number}" for name in "ab" for number in range(ROUNDS))
    assert session.turns == 2 * ROUNDS
    assert sorted(int(each) for said, _ in answers for each in said) == list(range(1, 2 * ROUNDS + 1))
    assert [effects for _, effects in answers] == [ROUNDS, ROUNDS]
    kinds = [each.kind for each in store.audit.of(id)]
    assert (kinds.count("said"), kinds.count("answered")) == (2 * ROUNDS, 2 * ROUNDS)
    assert kinds.count("again") >= 1
    store.close()
