"""What a person who takes a conversation over needs to know: told from what was kept of it, by no language model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..shop import Customer
from ..store.audited import Audited
from .session import Session
from .transcript import Said, messages

LAST = 8  # messages and wishes that are shown
_TRIED = ("proposed", "confirmed", "done", "refused", "alert")


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation as a person who takes it over needs it. `wants` are the customer's wishes in their own words, `orders` the orders
    that were looked at, `tried` what the assistant did and what came of it, `last` the last messages."""

    id: str
    status: str
    reason: str
    detail: str
    since: datetime
    who: str
    language: str
    channel: str
    customer_id: str | None
    customer_name: str
    wants: tuple[str, ...]
    orders: tuple[str, ...]
    tried: tuple[str, ...]
    last: tuple[Said, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "id": self.id, "status": self.status, "reason": self.reason, "detail": self.detail, "since": self.since.isoformat(),
            "who": self.who, "language": self.language, "channel": self.channel,
            "customer": {"id": self.customer_id, "name": self.customer_name} if self.customer_id else None,
            "wants": list(self.wants), "orders": list(self.orders), "tried": list(self.tried),
            "last": [each.to_dict() for each in self.last],
        }


def summary(session: Session, entries: Iterable[Audited], customer: Customer | None, at: datetime) -> Case:
    """What a person needs to know, from what was kept of the conversation."""
    entries = list(entries)
    said, handoff = messages(entries), session.handoff or {}
    wants = [each.text for each in said if each.speaker == "customer" and len(each.text) > 1]
    return Case(
        session.id, str(session.status), handoff.get("reason", ""), handoff.get("detail", ""),
        datetime.fromisoformat(handoff["since"]) if "since" in handoff else at, handoff.get("who", ""), session.language, session.channel,
        session.customer_id, customer.name if customer else "", tuple(dict.fromkeys(wants))[:LAST],
        tuple(dict.fromkeys(_orders(entries))), tuple(_tried(entries)), tuple(said[-LAST:]),
    )


def _orders(entries: Iterable[Audited]) -> Iterable[str]:
    """The orders that tools were asked about, the latest first."""
    for entry in reversed(list(entries)):
        asked = entry.data.get("arguments") if isinstance(entry.data, dict) else None
        if isinstance(asked, dict) and isinstance(asked.get("order_id"), str):
            yield asked["order_id"]


def _tried(entries: Iterable[Audited]) -> Iterable[str]:
    """What was proposed, done and refused, in words that a colleague reads."""
    for entry in entries:
        if entry.kind in _TRIED and isinstance(entry.data, dict):
            named = (entry.data.get(name) for name in ("tool", "rule", "reason", "order_id", "state", "detail"))
            yield ": ".join([entry.kind, *(str(each) for each in named if each)])
