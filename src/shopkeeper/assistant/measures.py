"""How well customers are served: resolution, hand-off and satisfaction, by day and by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from ..evaluation import Interval, proportion
from ..store.protocol import Store
from .course import Course, courses, resolved

SATISFIED = 4  # stars and more


@dataclass(slots=True)
class Tally:
    """Conversations that began in a time. `resolved` and `unresolved` are those of which that is known, `undecided` the others;
    `alone` are the resolved ones that no person was asked into. `handed_off` counts by reason why a person was."""

    conversations: int = 0
    resolved: int = 0
    alone: int = 0
    unresolved: int = 0
    undecided: int = 0
    handed_off: Counter[str] = field(default_factory=Counter)
    thumbs_up: int = 0
    thumbs_down: int = 0
    surveys: int = 0
    satisfied: int = 0
    stars: int = 0

    def add(self, course: Course, solved: bool | None) -> None:
        """Counts a conversation in."""
        self.conversations += 1
        self.resolved += solved is True
        self.alone += solved is True and not course.reason
        self.unresolved += solved is False
        self.undecided += solved is None
        self.handed_off.update([course.reason] if course.reason else [])
        ups = sum(course.thumbs.values())
        self.thumbs_up, self.thumbs_down = self.thumbs_up + ups, self.thumbs_down + len(course.thumbs) - ups
        if course.stars is not None:
            self.surveys += 1
            self.satisfied += course.stars >= SATISFIED
            self.stars += course.stars

    @property
    def rates(self) -> Mapping[str, Interval | None]:
        """Shares with their 95 % intervals, None of nothing: resolved and resolved alone of those decided, handed off of all, satisfied
        (4 stars or 5) of the surveys, thumbs up of all thumbs."""
        decided = self.resolved + self.unresolved
        parts = {
            "resolution": (self.resolved, decided), "resolution_alone": (self.alone, decided),
            "handoff": (self.handed_off.total(), self.conversations), "satisfaction": (self.satisfied, self.surveys),
            "helpful": (self.thumbs_up, self.thumbs_up + self.thumbs_down),
        }
        return {name: proportion(part, whole) for name, (part, whole) in parts.items()}

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "conversations": self.conversations, "resolved": self.resolved, "alone": self.alone, "unresolved": self.unresolved,
            "undecided": self.undecided, "handed_off": dict(self.handed_off), "thumbs_up": self.thumbs_up, "thumbs_down": self.thumbs_down,
            "surveys": self.surveys, "mean_stars": self.stars / self.surveys if self.surveys else None,
            "rates": {name: asdict(rate) if rate else None for name, rate in self.rates.items()},
        }


@dataclass(slots=True)
class Measures:
    """All conversations together and by the day (UTC) on which they began."""

    all: Tally = field(default_factory=Tally)
    days: dict[date, Tally] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"all": self.all.to_dict(), "days": [{"day": str(day), **self.days[day].to_dict()} for day in sorted(self.days)]}


def measure(store: Store, now: datetime, since: datetime | None = None) -> Measures:
    """Counts the conversations that began at `since` or later; some hundred are in memory at a time."""
    measures = Measures()
    for course in courses(store, since):
        solved = resolved(store, course, now)
        day = course.began.astimezone(UTC).date()
        for tally in (measures.all, measures.days.setdefault(day, Tally())):
            tally.add(course, solved)
    return measures
