"""Conversations as they are read aloud: "> " is the shopper, the lines after it what the answer must do (a mark such as
`ask:identity`), must say ("…") or must not do or say (a "!" in front)."""

from __future__ import annotations

from typing import Any

from shopkeeper.assistant.desk import Desk
from shopkeeper.assistant.dialogue.brain import RuleBrain
from shopkeeper.assistant.reply import Reply
from shopkeeper.assistant.session import Session
from shopkeeper.text.language import detect


class Talk:
    """A conversation with the rule brain; the session goes through its kept form at every turn."""

    def __init__(self, desk: Desk, customer_id: str | None = None, **more: Any) -> None:
        self.desk, self.brain = desk, RuleBrain(desk, **more)
        self.session = Session("talk", customer_id=customer_id)
        self.notes: list[tuple[str, Any]] = []

    def say(self, text: str) -> Reply:
        self.session.language = detect(text) if any(c.isalpha() for c in text) else self.session.language
        reply = self.brain.answer(self.session, text, lambda kind, fact: self.notes.append((kind, fact)))
        self.session = Session.of(self.session.kept(self.desk.now()))
        return reply

    def play(self, script: str) -> Session:
        """Plays a script and checks every answer."""
        reply, said = None, ""
        for line in filter(None, map(str.strip, script.splitlines())):
            if line.startswith(">"):
                said = line.removeprefix(">").strip()
                reply = self.say(said)
            elif reply is not None:
                _check(reply, line, said)
        return self.session


def _check(reply: Reply, line: str, said: str) -> None:
    wanted = line.removeprefix("!").strip()
    marked = any(mark == wanted or mark.startswith(f"{wanted}:") for mark in reply.marks)
    there = wanted.strip('"') in reply.text if wanted.startswith('"') else marked
    assert there != line.startswith("!"), f"> {said}\n{reply.text}\n{reply.marks}\nexpected {line}"
