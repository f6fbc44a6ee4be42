"""The questions about customers, asked of one shop."""

from __future__ import annotations

from collections.abc import Mapping

from ..shop import InvalidQuery
from ..store.counts import Session
from ..store.protocol import Store
from . import cohorts, funnel, profile, segments, tastes
from .cohorts import Cohorts
from .funnel import Funnel
from .profile import Profile
from .segments import Segments
from .tastes import Tastes
from .window import last_days

DAYS = 90


class Customers:
    """A shop's customers. Every question looks at the shop as its newest order or event left it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def funnel(self, days: int = DAYS, by: str = "") -> Funnel:
        """How far the visits of the last so many days came, in all and by device, source or category."""
        return funnel.funnel(self._store, last_days(self._store, days), by)

    def visits(
        self, days: int = DAYS, by: str = "", part: str | None = None, step: str = "visit", *, after: tuple[str, str] = ("", ""),
        limit: int = 1000,
    ) -> list[Session]:  # fmt: skip
        """The visits behind a figure of the funnel: those of a part, by its key or name, that came to a step or further."""
        asked = last_days(self._store, days)
        key = None if part is None else _key_of(funnel.funnel(self._store, asked, by), part)
        return funnel.visits(self._store, asked, by, key, step, after=after, limit=limit)

    def cohorts(self) -> Cohorts:
        """Who comes back, by the month of the first order."""
        return cohorts.cohorts(self._store)

    def cohort(self, month: str) -> list[str]:
        """The ids of the customers whose first order was in a month ("2026-03")."""
        return cohorts.members(self._store, month)

    def segments(self) -> Segments:
        """Everybody in groups that have a name."""
        return segments.segments(self._store)

    def tastes(self, found: Segments) -> dict[str, Tastes]:
        """What each of the groups that part the customers likes and says, by its key."""
        members = {person.id: each.kind.key for each in found.segments for person in each.members}
        return tastes.tastes(self._store, members, found.until)

    def profile(self, id: str) -> Profile:
        """What is known of one customer."""
        return profile.profile(self._store, id)


def _key_of(found: Funnel, part: str) -> str:
    named: Mapping[str, str] = {name: each.key for each in found.parts for name in (*each.name.all, each.key)}
    if part not in named:
        known = ", ".join(each.name.en or each.name.zh for each in found.parts)
        told = f"one of {known}" if known else "visits that are told apart, by device, source or category; there are none"
        raise InvalidQuery(f"part: expected {told}, got {part[:40]!r}")
    return named[part]

