"""The conversations as the people who work in the shop see them: who waits, take over, answer, hand back, close."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from ..shop import InvalidQuery, NotFound
from ..store.protocol import Store
from .case import Case, summary
from .handoff import BACK, JOINED, PERSON, Entry, move
from .session import Session, Status
from .transcript import LATE, Said, messages


class Handoffs:
    """The conversations of a shop as the people who work there see them."""

    def __init__(self, store: Store, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store, self._now = store, now

    def inbox(self, status: str = Status.WAITING, limit: int = 100) -> list[Case]:
        """The conversations of a status ("" for all), those that wait longest first, others the newest first."""
        if status and status not in list(Status):
            raise InvalidQuery(f"status: expected one of {', '.join(Status)}, got {status!r}")
        found = self._store.dialogues.newest(status=status, limit=limit)
        return [self.case(each.id) for each in (reversed(found) if status == Status.WAITING else found)]

    def case(self, id: str) -> Case:
        """One conversation; `NotFound` when there is none."""
        session, at = self._session(id)
        customer = self._store.customers.get_many([session.customer_id]).get(session.customer_id) if session.customer_id else None
        return summary(session, self._store.audit.of(id), customer, at)

    def take_over(self, id: str, who: str) -> Case:
        """A person answers from now on, by their name. `InvalidQuery` when another person has the conversation."""
        name = who.strip()
        if not name:
            raise InvalidQuery("who: expected the name of the person who takes over")
        with self._store.transaction():
            session, _ = self._session(id)
            taken = _holder(session)
            if taken not in ("", name):
                raise InvalidQuery(f"conversation {id}: {taken} has taken it over already")
            if not taken:
                before = session.handoff or {}
                facts = move(session, Status.PERSON, before.get("reason", PERSON), self._now(), who=name, detail=before.get("detail", ""))
                facts.append((self._now(), "told", {"text": JOINED.get(session.language).format(who=name), "who": name}))
                self._keep(session, facts)
        return self.case(id)

    def answer(self, id: str, who: str, text: str) -> Said:
        """What the person who has taken a conversation over writes to the shopper, who gets it with their next look or message.
        `InvalidQuery` for an empty text, and when somebody else has the conversation or nobody."""
        if not text.strip():
            raise InvalidQuery("text: expected a text")
        with self._store.transaction():
            session, _ = self._session(id)
            if _holder(session) != who.strip():
                raise InvalidQuery(f"conversation {id}: {who.strip() or 'who answers'} must take it over first")
            self._keep(session, [(self._now(), "person", {"text": text.strip(), "who": who.strip()})])
        return messages(self._store.audit.of(id))[-1]

    def hand_back(self, id: str, who: str) -> Case:
        """The assistant answers again. `InvalidQuery` when no person has the conversation or is waited for."""
        with self._store.transaction():
            session, _ = self._session(id)
            if session.status not in (Status.PERSON, Status.WAITING):
                raise InvalidQuery(f"conversation {id}: the assistant answers in it already")
            facts = move(session, Status.OPEN, "", self._now(), who=who.strip())
            facts.append((self._now(), "told", {"text": BACK.get(session.language)}))
            self._keep(session, facts)
        return self.case(id)

    def close(self, id: str, who: str = "") -> Case:
        """The conversation is over; a second time changes nothing."""
        with self._store.transaction():
            session, _ = self._session(id)
            if session.status is not Status.CLOSED:
                self._keep(session, move(session, Status.CLOSED, "", self._now(), who=who.strip()))
        return self.case(id)

    def alert(self, id: str, reason: str, detail: str, text: str = "") -> bool:
        """Asks for a person, from outside of a turn, and tells the shopper `text`; whether the conversation still exists. One that a
        person has already is left with them, and they read the detail."""
        with self._store.transaction():
            if self._store.dialogues.get(id) is None:
                return False
            session, _ = self._session(id)
            facts = [(self._now(), "alert", {"reason": reason, "detail": detail})]
            if session.status in (Status.OPEN, Status.CLOSED):
                facts += move(session, Status.WAITING, reason, self._now(), detail=detail)
            self._keep(session, facts + ([(self._now(), "told", {"text": text})] if text else []))
        return True

    def _session(self, id: str) -> tuple[Session, datetime]:
        kept = self._store.dialogues.get(id)
        if kept is None:
            raise NotFound("conversation", id)
        return Session.of(kept), kept.at

    def _keep(self, session: Session, facts: Sequence[Entry]) -> None:
        late = [fact for _, kind, fact in facts if kind in LATE]
        session.history += [{"role": "assistant", "content": fact["text"], "by": fact.get("who", "")} for fact in late]
        self._store.dialogues.put(session.kept(self._now()))
        self._store.audit.append(session.id, facts)


def _holder(session: Session) -> str:
    return str((session.handoff or {}).get("who", "")) if session.status is Status.PERSON else ""
