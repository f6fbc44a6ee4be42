"""Conversations: what a shopper says goes in, an answer comes out, and everything on the way is kept."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from ..shop import InvalidQuery, Language, NotFound
from ..store.protocol import Store
from ..text.language import detect
from .handoff import ASKED, FAILED, FAILURES, FAULT, REASONS, Entry, move, passed_on, silent
from .reply import Act, Action, Reply
from .session import Session, Status
from .transcript import Said, messages

LONGEST = 4_000  # characters of a message that are read
KEPT = 24  # turns that a session remembers word for word

log = logging.getLogger(__name__)


T = TypeVar("T")
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
        session = Session(id or uuid.uuid4().hex, language or self._language or "en", customer_id, channel, began=self._now().isoformat())
        self._store.dialogues.put(session.kept(self._now()))
        return session

    def session(self, id: str) -> Session:
        """The conversation of this id as it stands; `NotFound` when there is none."""
        kept = self._store.dialogues.get(id)
        if kept is None:
            raise NotFound("conversation", id)
        return Session.of(kept)

    def act(self, id: str, what: Callable[[Session, Watch], T]) -> T:
        """Does something in a conversation between its turns, for a door that calls tools: `what` is handed the conversation and where the
        facts go. What it changed and noted is kept, also where it refuses."""
        with self._lock(id):
            session, facts = self.session(id), list[Entry]()
            before = session.status
            try:
                return what(session, lambda kind, fact: facts.append((self._now(), kind, fact)))
            finally:
                with self._store.transaction():
                    self._follow(session, before)
                    self._store.dialogues.put(session.kept(self._now()))
                    self._store.audit.append(id, facts)

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

    def messages(self, id: str, after: int = 0) -> list[Said]:
        """What was said in a conversation since the message numbered `after`, to all sides. The shopper has then got what is in it and
        came unasked: the next answer does not repeat it. `NotFound` for an unknown conversation."""
        self.session(id)
        said = messages(self._store.audit.of(id, after))
        if any(each.late for each in said):
            with self._store.transaction():
                session = self.session(id)
                if said[-1].number > session.seen:
                    session.seen = said[-1].number
                    self._store.dialogues.put(session.kept(self._now()))
        return said

    def say(self, id: str, text: str, watch: Watch | None = None) -> Reply:
        """Answers what the shopper says in a conversation. What an answer did to an order is kept before the answer; a turn that was cut
        off and is said again does nothing twice. An answer begins with what a person of the shop has written meanwhile, and what has come
        of earlier requests; with a person in charge it holds nothing else, and may be empty. `watch` is told the facts of the turn
        while it lasts. `InvalidQuery` for an empty text, `NotFound` for an unknown conversation."""
        if not text.strip():
            raise InvalidQuery("message: expected a text")
        with self._lock(id):
            return self._turn(self.session(id), text[:LONGEST], watch)

    def _lock(self, id: str) -> threading.Lock:
        return self._locks[hash(id) % len(self._locks)]

    def _turn(self, session: Session, text: str, watch: Watch | None) -> Reply:
        facts: list[Entry] = [(self._now(), "said", {"text": text})]
        session.language = detect(text) if any(c.isalpha() for c in text) else session.language
        late = self._late(session)
        if session.status is Status.CLOSED:
            facts += move(session, Status.OPEN, "", self._now())
        before = session.status
        reply = self._answer(session, text, facts, watch) if before is Status.OPEN else silent(session)
        facts.append((self._now(), "answered", reply.to_dict()))
        session.turns += 1
        said = [{"role": "user", "content": text}, *({"role": "assistant", "content": reply.text} for _ in reply.text[:1])]
        session.history = [*session.history, *said][-KEPT:]
        with self._store.transaction():
            self._follow(session, before)
            self._store.dialogues.put(session.kept(self._now()))
            self._store.audit.append(session.id, facts)
        return _with(late, reply)

    def _answer(self, session: Session, text: str, facts: list[Entry], watch: Watch | None) -> Reply:
        """The brain's answer, and what follows from it for who speaks next."""

        def note(kind: str, fact: Any) -> None:
            facts.append((self._now(), kind, fact))
            if watch:
                watch(kind, fact)

        try:
            reply = self._brain.answer(session, text, note)
        except InvalidQuery:
            raise
        except Exception as error:  # the shopper always gets an answer; what happened is in the audit and in the log
            log.exception("conversation %s: the assistant failed", session.id)
            facts.append((self._now(), "failed", {"error": f"{type(error).__name__}: {error}"[:500]}))
            reply = passed_on(session, FAULT)
        if session.failures >= FAILED and not reply.handoff:
            reply = passed_on(session, FAILURES)
        if reply.handoff:
            facts += move(session, Status.WAITING, _reason(reply), self._now())
        return reply

    def _late(self, session: Session) -> list[Said]:
        """What the shopper has not got yet and did not ask for."""
        late = [each for each in messages(self._store.audit.of(session.id, session.seen)) if each.late]
        session.seen = max([session.seen, *(each.number for each in late)])
        return late

    def _follow(self, session: Session, before: Status) -> None:
        """Leaves who speaks next as a person has set it while the answer was thought of; what lies before the customer is void then."""
        stands = self._store.dialogues.get(session.id)
        if stands is not None and stands.status != before and not (before is Status.OPEN and stands.status == Status.CLOSED):
            session.status, session.handoff, session.proposal = Status(stands.status), Session.of(stands).handoff, None


def _reason(reply: Reply) -> str:
    """Why an answer asks for a person."""
    named = next((action.about for action in reply.actions if action.act is Act.HANDOFF), "")
    return named if named in REASONS else ASKED


def _with(late: Sequence[Said], reply: Reply) -> Reply:
    """The answer behind what came before it unasked."""
    if not late:
        return reply
    texts = [f"{each.who}: {each.text}" if each.who and each.speaker == "agent" else each.text for each in late]
    shown = Action(Act.SHOW, "messages", {"messages": [each.to_dict() for each in late]})
    return replace(reply, text="\n\n".join([*texts, *([reply.text] if reply.text else [])]), actions=(shown, *reply.actions))
