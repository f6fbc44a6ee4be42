"""What the guide remembers of a conversation between two turns, as JSON in the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..session import Session
from .brief import Brief

PART = "guide"


@dataclass(slots=True)
class Talk:
    """The brief; the products `shown` last, in order, and all that were `seen` under it; the one in `focus`; which fields were
    `asked` about; what is `open`: a question, conditions that may be relaxed, a product whose option is asked for, or what is to be
    done in the basket; `at` which turn the guide answered last; `basket` is the variant that was put into the basket last, or "all"
    when it was told what lies there, as long as that was spoken of last; `before` the brief that was left for another thing."""

    brief: Brief = field(default_factory=Brief)
    shown: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    focus: str = ""
    asked: list[str] = field(default_factory=list)
    open: dict[str, Any] = field(default_factory=dict)
    at: int = -9
    basket: str = ""
    before: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session) -> Talk:
        """What was kept in a session."""
        kept: Mapping[str, Any] = session.memory.get(PART) or {}
        brief = Brief.of(kept.get("brief"))
        talk = cls(brief, list(kept.get("shown", ())), list(kept.get("seen", ())), kept.get("focus", ""), list(kept.get("asked", ())))
        talk.open, talk.at = dict(kept.get("open") or {}), kept.get("at", -9)
        talk.basket, talk.before = kept.get("basket", ""), dict(kept.get("before") or {})
        return talk

    def keep(self, session: Session) -> None:
        """Writes it into the session."""
        session.memory[PART] = {
            "brief": self.brief.to_dict(),
            "shown": self.shown,
            "seen": self.seen[-200:],
            "focus": self.focus,
            "asked": self.asked,
            "open": self.open, "at": session.turns, "basket": self.basket, "before": self.before,
        }

    def show(self, ids: list[str]) -> None:
        """Notes what is before the shopper now."""
        self.shown, self.focus = ids, ids[0] if len(ids) == 1 else ""
        self.seen += [id for id in ids if id not in self.seen]
