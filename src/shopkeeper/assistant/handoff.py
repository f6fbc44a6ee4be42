"""When a person answers instead of the assistant: who is waited for, who has taken over.

A conversation is `open` (the assistant answers), `waiting` (for a person), `person` (one has taken over, by name) or `closed`.
While it waits and with a person the assistant is silent; a shopper who writes into a closed conversation opens it again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..shop import InvalidQuery, Localized
from .reply import Act, Action, Reply
from .session import Session, Status

ASKED, SCOPE, FAILURES, POLICY, ORDERS, FAULT, PERSON = "asked", "scope", "failures", "policy", "orders", "fault", "person"
REASONS = {
    ASKED: "the customer asked for a person",
    SCOPE: "the assistant is not there for this",
    FAILURES: "not understood three times in a row",
    POLICY: "the policy leaves this to a person",
    ORDERS: "the order system gave no answer",
    FAULT: "something went wrong in the assistant",
    PERSON: "a person took over",
}
FAILED = 3  # turns in a row that were not understood
MOVES = {
    Status.OPEN: (Status.WAITING, Status.PERSON, Status.CLOSED),
    Status.WAITING: (Status.PERSON, Status.OPEN, Status.CLOSED),
    Status.PERSON: (Status.OPEN, Status.CLOSED),
    Status.CLOSED: (Status.OPEN, Status.WAITING, Status.PERSON),
}
Entry = tuple[datetime, str, Any]

_PASSED_ON = Localized(
    zh="这件事我请同事来处理，前面聊的内容都转过去了，您不用再说一遍。请稍等。",
    en="I am passing this on to a colleague, together with what we have talked about, so you need not repeat it. One moment, please.",
)
_WAITING = Localized(zh="您的话已经转给同事了，同事会在这里回复您。", en="I have passed that on as well; a colleague will answer you here.")
JOINED = Localized(zh="我们的同事{who}来接待您了。", en="{who} from our team has joined the conversation.")
BACK = Localized(
    zh="同事已经处理好他的部分，现在又由我——本店的智能助手——来接待您。",
    en="My colleague has handed the conversation back; you are talking to the shop's automatic assistant again.",
)


def move(session: Session, to: Status, reason: str, at: datetime, *, who: str = "", detail: str = "") -> list[Entry]:
    """Changes who speaks next in a conversation, and answers the entry of the audit that says so. What lay before the customer is void: a
    yes that comes after a person has spoken may mean something else. `InvalidQuery` for a change that there is not."""
    if to not in MOVES[session.status]:
        raise InvalidQuery(f"conversation {session.id}: it is {session.status} and cannot become {to}")
    waits = to in (Status.WAITING, Status.PERSON)
    session.status, session.failures, session.proposal = to, 0, None
    session.handoff = {"reason": reason, "detail": detail, "who": who, "since": at.isoformat(), "noted": False} if waits else None
    return [(at, "handoff", {"to": str(to), "reason": reason, "detail": detail, "who": who})]


def passed_on(session: Session, reason: str) -> Reply:
    """What the assistant says when it asks for a person."""
    return Reply(_PASSED_ON.get(session.language), session.language, (Action(Act.HANDOFF, reason),), handoff=True)


def silent(session: Session) -> Reply:
    """What the assistant answers while a person is waited for: that they will read it, once, and then nothing; with a person nothing."""
    noted = session.status is Status.PERSON or (session.handoff or {}).get("noted", False)
    if session.handoff is not None:
        session.handoff["noted"] = True
    return Reply("" if noted else _WAITING.get(session.language), session.language, handoff=True)
