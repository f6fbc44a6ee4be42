"""Conversations: what a shopper says goes in, an answer comes out, and everything on the way is kept."""

from __future__ import annotations

import logging
import re
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, NoReturn, Protocol, TypeVar

from ..shop import InvalidQuery, Language, NotFound
from ..store.protocol import Dialogue, Store
from ..text.language import detect
from .handoff import ASKED, FAILED, FAILURES, FAULT, REASONS, Entry, move, passed_on, silent
from .reply import Act, Action, Reply
from .session import Session, Status
from .transcript import Said, messages

LONGEST = 4_000  # characters of a message that are read
KEPT = 24  # turns that a session remembers word for word
TRIES = 6  # times that a turn is thought of while others come between

_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?![^\W_])")  # a number with letters in it is of no language
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
        return Session.of(self._kept(id))

    def act(self, id: str, what: Callable[[Session, Watch], T]) -> T:
        """Does something in a conversation between its turns, for a door that calls tools: `what` is handed the conversation and where the
        facts go. What it changed and noted is kept, also where it refuses."""
        def work(session: Session, facts: list[Entry]) -> Callable[[], T]:
            try:
                done = what(session, lambda kind, fact: facts.append((self._now(), kind, fact)))
                return lambda: done
            except Exception as error:
                return partial(_refuse, error)

        return self._change(id, work)()

    def identify(self, id: str, customer_id: str) -> None:
        """Ties a conversation to the customer whom its channel has identified. `NotFound` when there is no such customer or conversation,
        `InvalidRecord` when it is another's already."""
        self._store.customers.get(customer_id)

        def work(session: Session, facts: list[Entry]) -> None:
            session.identify(customer_id)
            facts.append((self._now(), "identity", {"customer": customer_id, "by": "channel"}))

        if self.session(id).customer_id != customer_id:
            self._change(id, work)

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

    def say(self, id: str, text: str, watch: Watch | None = None, brain: Brain | None = None) -> Reply:
        """Answers what the shopper says in a conversation. What an answer did to an order is kept before the answer; a turn that was cut
        off and is said again does nothing twice. An answer begins with what a person of the shop has written meanwhile, and what has come
        of earlier requests; with a person in charge it holds nothing else, and may be empty. `watch` is told the facts of the turn
        while it lasts; `brain` thinks of this answer in place of the assistant's own. `InvalidQuery` for an empty text, `NotFound` for an
        unknown conversation."""
        if not text.strip():
            raise InvalidQuery("message: expected a text")
        return self._change(id, lambda session, facts: self._turn(session, text[:LONGEST], facts, watch, brain or self._brain))

    def _change(self, id: str, work: Callable[[Session, list[Entry]], T]) -> T:
        """Does something in a conversation and keeps it. When another process has kept a turn of it meanwhile, it is done anew on that:
        neither forgets the other. What was done the first time is done, and stays in the audit."""
        with self._locks[hash(id) % len(self._locks)]:
            lost, once = list[Entry](), dict[str, Any]()
            for tries_left in reversed(range(TRIES)):
                before = self._kept(id)
                session, facts = Session.of(before), list[Entry]()
                session.once = once
                done = work(session, facts)
                if self._keep(before, session, lost + facts, whatever=not tries_left):
                    break
                lost += [each for each in facts if each[1] not in ("said", "answered", "handoff")]
                lost.append((self._now(), "again", {"why": "another turn of this conversation came between"}))
            return done

    def _kept(self, id: str) -> Dialogue:
        kept = self._store.dialogues.get(id)
        if kept is None:
            raise NotFound("conversation", id)
        return kept

    def _keep(self, before: Dialogue, session: Session, facts: list[Entry], *, whatever: bool) -> bool:
        """Keeps a conversation that stood like `before`; whether it still did, or a person has only said who speaks next, or it is to be
        kept `whatever` came between."""
        with self._store.transaction():
            stands = self._store.dialogues.get(session.id) or before
            if stands != before and stands.status == before.status and not whatever:
                return False
            _follow(session, before, stands)
            self._store.dialogues.put(session.kept(self._now()))
            self._store.audit.append(session.id, facts)
        return True

    def _turn(self, session: Session, text: str, facts: list[Entry], watch: Watch | None, brain: Brain) -> Reply:
        facts.append((self._now(), "said", {"text": text}))
        session.language = detect(text) if _WORD.search(text) else session.language
        late = self._late(session)
        if session.status is Status.CLOSED:
            facts += move(session, Status.OPEN, "", self._now())
        reply = self._answer(session, text, facts, watch, brain) if session.status is Status.OPEN else silent(session)
        facts.append((self._now(), "answered", reply.to_dict()))
        session.turns += 1
        said = [{"role": "user", "content": text}, *({"role": "assistant", "content": reply.text} for _ in reply.text[:1])]
        session.history = [*session.history, *said][-KEPT:]
        return _with(late, reply)

    def _answer(self, session: Session, text: str, facts: list[Entry], watch: Watch | None, brain: Brain) -> Reply:
        """The brain's answer, and what follows from it for who speaks next."""

        def note(kind: str, fact: Any) -> None:
            facts.append((self._now(), kind, fact))
            if watch:
                watch(kind, fact)

        try:
            reply = brain.answer(session, text, note)
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


def _follow(session: Session, before: Dialogue, stands: Dialogue) -> None:
    """Leaves who speaks next as a person has set it while the answer was thought of; what lies before the customer is void then."""
    if stands.status != before.status and not (before.status == Status.OPEN and stands.status == Status.CLOSED):
        session.status, session.handoff, session.proposal = Status(stands.status), Session.of(stands).handoff, None


def _refuse(error: Exception) -> NoReturn:
    raise error


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
