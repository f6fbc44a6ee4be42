"""Conversations: what a shopper says goes in, an answer comes out, and everything on the way is kept."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from ..shop import InvalidQuery, Language, NotFound
from ..store.protocol import Store
from ..text.language import detect
from .reply import Reply
from .session import Session

LONGEST = 4_000  # characters of a message that are read
KEPT = 24  # turns that a session remembers word for word


Watch = Callable[[str, Any], None]  # is told each fact of a turn as it comes: its kind and what it is


class Brain(Protocol):
    """What thinks of an answer: rules, or a language model with the same tools under the same policy."""

    def answer(self, session: Session, text: str, note: Callable[[str, Any], None]) -> Reply:
        """The answer to `text`; the session is changed in place, `note` puts a fact of the turn into the audit."""
        ...


class Assistant:
    """The assistant of a shop, for any number of conversations at once. The turns of one conversation follow each other."""

    def __init__(
        self, store: Store, brain: Brain, *, language: Language | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._brain, self._language, self._now = store, brain, language, now
        self._locks = [threading.Lock() for _ in range(64)]

    def start(
        self, *, customer_id: str | None = None, channel: str = "", language: Language | None = None, id: str | None = None,
    ) -> Session:
        """A new conversation; `customer_id` where the channel has identified the customer already (`NotFound` when there is none)."""
        if customer_id is not None:
            self._store.customers.get(customer_id)
        session = Session(id or uuid.uuid4().hex, language or self._language or "en", customer_id, channel)
        self._store.dialogues.put(session.kept(self._now()))
        return session

    def session(self, id: str) -> Session:
        """The conversation of this id as it stands; `NotFound` when there is none."""
        kept = self._store.dialogues.get(id)
        if kept is None:
            raise NotFound("conversation", id)
        return Session.of(kept)

    def identify(self, id: str, customer_id: str) -> None:
        """Ties a conversation to the customer whom its channel has identified. `NotFound` when there is no such customer or conversation,
        `InvalidRecord` when it is another's already."""
        self._store.customers.get(customer_id)
        with self._lock(id):
            session = self.session(id)
            if session.customer_id != customer_id:
                session.identify(customer_id)
                with self._store.transaction():
                    self._store.dialogues.put(session.kept(self._now()))
                    self._store.audit.append(id, [(self._now(), "identity", {"customer": customer_id, "by": "channel"})])

    def say(self, id: str, text: str, watch: Watch | None = None) -> Reply:
        """Answers what the shopper says in a conversation. What an answer did to an order is kept before the answer; a turn that was cut
        off and is said again does nothing twice. `watch` is told the facts of the turn while it lasts. `InvalidQuery` for an empty
        text, `NotFound` for an unknown conversation."""
        if not text.strip():
            raise InvalidQuery("message: expected a text")
        with self._lock(id):
            return self._turn(self.session(id), text[:LONGEST], watch)

    def _lock(self, id: str) -> threading.Lock:
        return self._locks[hash(id) % len(self._locks)]

    def _turn(self, session: Session, text: str, watch: Watch | None) -> Reply:
        facts: list[tuple[datetime, str, Any]] = [(self._now(), "said", {"text": text})]

        def note(kind: str, fact: Any) -> None:
            facts.append((self._now(), kind, fact))
            if watch:
                watch(kind, fact)

        session.language = detect(text) if any(c.isalpha() for c in text) else session.language
        reply = self._brain.answer(session, text, note)
        facts.append((self._now(), "answered", reply.to_dict()))
        session.turns += 1
        said = [{"role": "user", "content": text}, {"role": "assistant", "content": reply.text}]
        session.history = [*session.history, *said][-KEPT:]
        with self._store.transaction():
            self._store.dialogues.put(session.kept(self._now()))
            self._store.audit.append(session.id, facts)
        return reply
