"""What the assistant answers: a text, and what it did in a form that a program (or a test) reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ..shop import Language


class Act(StrEnum):
    """What an answer does. `SHOW` puts products, an order or a comparison before the shopper; after `IDLE` nothing is open."""

    ASK = "ask"
    PROPOSE = "propose"
    DONE = "done"
    REFUSE = "refuse"
    SHOW = "show"
    HANDOFF = "handoff"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that an answer does. `about` is what is asked for (identity, order, items, options, payment, reason, address, wish,
    choice), the tool that is proposed, done or refused, or what is shown (products, order, comparison, brief); `data` are its facts."""

    act: Act
    about: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """For example `ask:order`."""
        return f"{self.act}:{self.about}" if self.about else str(self.act)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"type": str(self.act), "about": self.about, **self.data}


@dataclass(frozen=True, slots=True)
class Source:
    """The record that something in an answer comes from: its kind (product, order, document, review, policy), id and field, and the
    words that are quoted."""

    kind: str
    id: str
    field: str = ""
    quote: str = ""

    def to_dict(self) -> dict[str, str]:
        """As JSON values."""
        return {"kind": self.kind, "id": self.id, "field": self.field, "quote": self.quote}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `handoff` says that a person answers from now on."""

    text: str
    language: Language
    actions: tuple[Action, ...] = ()
    sources: tuple[Source, ...] = ()
    handoff: bool = False

    @property
    def marks(self) -> tuple[str, ...]:
        """What the answer does, in short."""
        return tuple(action.mark for action in self.actions)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values: `{text, language, actions, sources, handoff}`."""
        return {
            "text": self.text, "language": self.language, "actions": [action.to_dict() for action in self.actions],
            "sources": [source.to_dict() for source in self.sources], "handoff": self.handoff,
        }
