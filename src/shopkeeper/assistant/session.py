"""One conversation as the assistant has it in mind between two turns."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

from ..shop import InvalidRecord, Language
from ..store.protocol import Dialogue


class Status(StrEnum):
    """Who speaks next: the assistant, a person who is waited for, a person who has taken over, or nobody."""

    OPEN = "open"
    WAITING = "waiting"
    PERSON = "person"
    CLOSED = "closed"


@dataclass(slots=True)
class Session:
    """A conversation. `customer_id` is set once they are identified and never changes after that; `memory` is JSON of the parts of the
    dialogue by their names ("dialogue", "guide", "llm"), each of which reads and writes its own; `proposal` is what was
    shown and waits for a yes; `failures` counts turns in a row in which nothing was understood; `history` are the last turns (`by` names
    the person who spoke for the shop); `handoff` says why and since when a person is waited for or has taken over; `seen` is the
    number in the audit up to which the shopper has got what nobody asked for; `began` is the moment (ISO 8601) at which the
    conversation was opened. `once` is not kept: what a turn did that must not be done a second time when it has to be thought of anew."""

    id: str
    language: Language = "en"
    customer_id: str | None = None
    channel: str = ""
    status: Status = Status.OPEN
    turns: int = 0
    failures: int = 0
    proposal: dict[str, Any] | None = None
    memory: dict[str, Any] = field(default_factory=dict)
    history: list[dict[str, str]] = field(default_factory=list)
    handoff: dict[str, Any] | None = None
    seen: int = 0
    began: str = ""
    once: dict[str, Any] = field(default_factory=dict)

    def identify(self, customer_id: str) -> None:
        """Ties the conversation to a customer. `InvalidRecord` when it is another's already: one conversation, one customer."""
        if self.customer_id not in (None, customer_id):
            raise InvalidRecord("customer", "the customer of this conversation", "another one")
        self.customer_id = customer_id

    def kept(self, at: datetime) -> Dialogue:
        """As the store keeps it."""
        state = {name: value for name, value in asdict(self).items() if name not in ("id", "customer_id", "status", "once")}
        return Dialogue(self.id, self.customer_id, self.status.value, at, orjson.dumps(state).decode())

    @classmethod
    def of(cls, dialogue: Dialogue) -> Session:
        """The conversation that was kept."""
        return cls(id=dialogue.id, customer_id=dialogue.customer_id, status=Status(dialogue.status), **orjson.loads(dialogue.state))
