"""How a conversation went: what the audit and the orders say came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from ..shop import RequestState
from ..store.audited import Audited
from ..store.protocol import Store
from ..store.records import batches
from .session import Session, Status

AGAIN = timedelta(days=7)  # a customer who comes back sooner was not helped
QUIET = timedelta(hours=24)  # after this a conversation in which nothing is open is over


@dataclass(slots=True)
class Course:
    """A conversation from its beginning to its end. `reason` is why a person was asked for first ("" never), `idle` whether the last
    answer left nothing open, `effects` order and request of what was done, `thumbs` whether the answers of these numbers helped."""

    id: str
    began: datetime
    ended: datetime
    customer_id: str | None = None
    status: str = ""
    reason: str = ""
    idle: bool = False
    effects: list[tuple[str, str]] = field(default_factory=list)
    thumbs: dict[int, bool] = field(default_factory=dict)
    stars: int | None = None

    @property
    def over(self) -> bool:
        """Whether somebody closed it, or nothing was left open in it."""
        return self.status == Status.CLOSED or (self.status == Status.OPEN and self.idle)

    def add(self, entry: Audited) -> None:
        """Takes in what happened next."""
        data = entry.data if isinstance(entry.data, dict) else {}
        if entry.kind in ("said", "answered", "person"):
            self.ended = entry.at
        if entry.kind == "answered":
            self.idle = any(action.get("type") == "idle" for action in data.get("actions", ()))
        elif entry.kind == "done" and data.get("order_id"):
            self.effects.append((data["order_id"], data.get("token", "")))
        elif entry.kind == "handoff" and data.get("to") in (Status.WAITING, Status.PERSON):
            self.reason = self.reason or data.get("reason", "")
        elif entry.kind == "thumb":
            self.thumbs[data["number"]] = data["up"]
        elif entry.kind == "survey":
            self.stars = data["stars"]


def courses(store: Store, since: datetime | None = None) -> Iterator[Course]:
    """The conversations that began at `since` or later, some hundred in memory at a time. Those in which the shopper said nothing are
    none."""
    heard = (_course(id, entries) for id, entries in groupby(store.audit.by_conversation(), key=lambda entry: entry.dialogue_id))
    for batch in batches(course for course in heard if course is not None and (since is None or course.began >= since)):
        kept = store.dialogues.get_many([course.id for course in batch])
        for course in batch:
            if (dialogue := kept.get(course.id)) is not None:
                course.customer_id, course.status = dialogue.customer_id, dialogue.status
                yield course


def _course(id: str, entries: Iterable[Audited]) -> Course | None:
    course: Course | None = None
    for entry in entries:
        if course is None and entry.kind == "said":
            course = Course(id, entry.at, entry.at)
        if course is not None:
            course.add(entry)
    return course


def resolved(store: Store, course: Course, now: datetime) -> bool | None:
    """Whether the wish was settled: the conversation is over, what was done in it stands in the orders as done, and the customer did not
    come again within 7 days. None as long as that cannot be known. Somebody who was not identified cannot be seen to come again."""
    if not course.over:
        return None if now - course.ended < QUIET else False
    states = [_state(store, *effect) for effect in course.effects]
    if RequestState.REFUSED in states or _came_again(store, course):
        return False
    if RequestState.REQUESTED in states or now - course.ended < AGAIN:
        return None
    return None not in states


def _state(store: Store, order_id: str, request_id: str) -> RequestState | None:
    """How a request stands in the order's row."""
    order = store.orders.get_many([order_id]).get(order_id)
    return next((request.state for request in (order.requests if order else ()) if request.id == request_id), None)


def _came_again(store: Store, course: Course) -> bool:
    """Whether the customer began another conversation within 7 days of the end of this one."""
    if course.customer_id is None:
        return False
    others = [each for each in store.dialogues.newest(customer_id=course.customer_id) if each.id != course.id and each.at > course.ended]
    begun = [session.began for session in map(Session.of, others) if session.began and session.turns]
    return any(timedelta(0) < datetime.fromisoformat(began) - course.ended < AGAIN for began in begun)
