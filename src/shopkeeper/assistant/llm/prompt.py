"""What the language model is told before a conversation: its part, the shop's rules, who speaks, what waits."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from ...models.language.protocol import Message, Role
from ...shop import Language
from ..policy_file import Section
from ..session import Session

REMEMBERED = 12  # messages of the conversation that the model reads again
LONGEST = 12_000  # characters of a tool's answer that it reads
_NAMES = {"zh": "Chinese (简体中文)", "en": "English"}
_INSTRUCTIONS = Path(__file__).with_name("instructions.md").read_text("utf-8").strip()


def messages(session: Session, text: str, sections: Iterable[Section], now: datetime) -> list[Message]:
    """The conversation as the model reads it, with the shopper's new message."""
    remembered = [Message(_role(each["role"]), each["content"]) for each in session.history[-REMEMBERED:] if each["content"]]
    return [Message("system", system(session, sections, now)), *remembered, Message("user", text)]


def system(session: Session, sections: Iterable[Section], now: datetime) -> str:
    """The model's part in this conversation."""
    language = session.language
    rules = "\n".join(f"## {section.title.get(language)}\n{section.text.get(language)}" for section in sections)
    known = f"The customer is identified: user id {session.customer_id}." if session.customer_id else "The customer is not identified yet."
    waits = f"\nThe program has shown this and waits for a yes or no: {session.proposal['text'][language]}" if session.proposal else ""
    told = _INSTRUCTIONS.format(language=_NAMES[language])
    return f"{told}\n\nNow: {now:%A %Y-%m-%d %H:%M %Z}. {known}{waits}\n\n# The shop's rules\n{rules}"


def in_language(language: Language) -> str:
    """What a model is told that answered in the other language."""
    return f"Answer again, in {_NAMES[language]}."


def fenced(answer: Any) -> str:
    """A tool's answer as data."""
    written = json.dumps(answer, ensure_ascii=False, default=str)
    cut = " … (cut)" if len(written) > LONGEST else ""
    return f"<data>{written[:LONGEST].replace('<', '‹')}{cut}</data>"


def _role(role: str) -> Role:
    return "assistant" if role == "assistant" else "user"
