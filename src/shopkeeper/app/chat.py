"""A conversation with the shop's assistant, as every door holds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from ..assistant.assistant import Assistant, Brain, Watch
from ..assistant.basket import PART
from ..assistant.desk import Desk
from ..assistant.guide.guide import Guide
from ..assistant.guide.touch import Touch
from ..assistant.reply import Reply
from ..assistant.session import Session
from ..shop import InvalidQuery, Language, NotFound, Speaker
from ..store.protocol import Store

_PIECE = re.compile(r".+?(?:[。！？；]+|[.!?]+\s+|\n+|$)", re.DOTALL)
_UNASKED = ("推荐一副耳机", "What is your return policy?")
_ROLES = {Speaker.CUSTOMER: "user", Speaker.ASSISTANT: "assistant", Speaker.AGENT: "person"}


@dataclass(frozen=True, slots=True)
class Helpdesk:
    """The shop's assistant, what its tools work with, and what answers a question about the shop outside of a conversation, or not,
    the shopping guide by itself, and the rules that answer without a language model."""

    assistant: Assistant
    desk: Desk
    ask: Callable[[str, Language], Reply | None] = lambda question, language: None
    guide: Guide | None = None
    rules: Brain | None = None

    def warm(self) -> None:
        """Thinks of answers to what nobody asked and keeps none of it, so that the first shoppers need not wait until the shop's papers,
        the models and the words of both languages are read."""
        if self.guide:
            self.guide.warm()
        if self.rules:
            for text in _UNASKED:
                self.rules.answer(Session("", "en"), text, lambda kind, fact: None)


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that was said. `role` is user, assistant or person (of the shop, `who`); `number` grows with time; `late` came unasked;
    `reply` is the whole of an assistant's answer."""

    number: int
    at: datetime
    role: str
    text: str
    who: str = ""
    late: bool = False
    reply: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"number": self.number, "at": self.at.isoformat(), "role": self.role, "text": self.text, "who": self.who, "late": self.late,
                **({"reply": self.reply} if self.reply else {})}


@dataclass(frozen=True, slots=True)
class _Touching:
    """A brain for one turn: the guide, of which the brief was changed or a comparison wanted by a touch; `words` came with it."""

    guide: Guide
    touch: Touch
    words: str

    def answer(self, session: Session, text: str, note: Watch) -> Reply:
        note("decided", {"what": "guide", "why": "the brief was touched", "touch": asdict(self.touch)})
        return self.guide.touched(session, self.touch, self.words)


class Chat:
    """A conversation. Its id cannot be guessed; who knows it may go on with it."""

    def __init__(self, assistant: Assistant, store: Store, id: str, guide: Guide | None = None) -> None:
        self.id, self._assistant, self._store, self._guide = id, assistant, store, guide

    @property
    def session(self) -> Session:
        """What the assistant has in mind."""
        return self._assistant.session(self.id)

    def say(self, text: str, watch: Watch | None = None) -> Reply:
        """The answer to what a shopper says; `watch` is told on the way what is being done. `InvalidQuery` for an empty text."""
        return self._assistant.say(self.id, text, watch)

    def touch(self, touch: Touch, words: str = "", watch: Watch | None = None) -> Reply:
        """The answer to what a shopper does to the brief by hand, and to the `words` that come with it, which are read into it. Without
        words the transcript says what was done. `NotFound` for a product that is not sold, `InvalidQuery` for a condition that is none."""
        said = self.guide.worded(self.session, touch)
        return self._assistant.say(self.id, words or said, watch, _Touching(self.guide, touch, words))

    def look_at(self, product_id: str) -> None:
        """Has the next words be about a product. `NotFound` when it is not sold."""
        self._assistant.act(self.id, lambda session, note: self.guide.look_at(session, product_id))

    @property
    def guide(self) -> Guide:
        """What helps to choose. `InvalidQuery` where the shop was opened without it."""
        if self._guide is None:
            raise InvalidQuery("guide: this shop was opened without one")
        return self._guide

    @property
    def basket(self) -> str:
        """The id of the basket that the conversation fills; empty for none."""
        return str(self.session.memory.get(PART, ""))

    def carry(self, basket: str) -> None:
        """Says which basket the conversation fills from now on."""
        if basket != self.basket:
            self._assistant.act(self.id, lambda session, note: session.memory.__setitem__(PART, basket))

    def identify(self, customer_id: str) -> None:
        """Says whose conversation it is. `NotFound` for an unknown customer, `InvalidRecord` where it is another's already."""
        self._assistant.identify(self.id, customer_id)

    def turns(self, after: int = 0) -> list[Turn]:
        """All that was said, the oldest first, or what came after the turn of this number."""
        replies = {each.number: each.data for each in self._store.audit.of(self.id, after) if each.kind == "answered"}
        return [Turn(each.number, each.at, _ROLES[each.speaker], each.text, each.who, each.late, replies.get(each.number))
                for each in self._assistant.messages(self.id, after)]


def open_chat(
    assistant: Assistant, store: Store, *, customer: str | None = None, conversation: str | None = None, language: Language | None = None,
    channel: str = "", begin: bool = False, guide: Guide | None = None,
) -> Chat:
    """A new conversation, or the one of this id; with `begin` it is begun under that id when there is none. `customer` says whose it
    is, where the door knows it. `NotFound` for an unknown conversation or customer."""
    if conversation is None or (begin and store.dialogues.get(conversation) is None):
        session = assistant.start(customer_id=customer, channel=channel, language=language, id=conversation)
        return Chat(assistant, store, session.id, guide)
    chat = Chat(assistant, store, conversation, guide)
    if store.dialogues.get(conversation) is None:
        raise NotFound("conversation", conversation)
    if customer is not None:
        chat.identify(customer)
    return chat


def pieces(text: str) -> Iterator[str]:
    """A text in the sentences it is made of; together they are the text."""
    return (found[0] for found in _PIECE.finditer(text))
