"""What shoppers search for, what they do not find, where they click, and what a search brings in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from ..evaluation import Interval, proportion
from ..shop import InvalidQuery, Language, Money
from ..store import protocol
from ..store.counts import SearchCounts, Window

DEEPEST = 20  # positions whose clicks are counted: as many products as the log keeps of a search
ALL = Window()
Rates = dict[str, Interval | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Searches and what came of them. The rates are shares of the searches, with 95 % intervals: `click_rate`,
    `cart_rate`, `conversion` (something bought), `empty_rate` (nothing found); None without a search."""

    counts: SearchCounts

    @property
    def rates(self) -> Rates:
        """The four rates by name."""
        parts = {"click_rate": "clicked", "cart_rate": "carted", "conversion": "bought", "empty_rate": "empty"}
        return {name: proportion(getattr(self.counts, part), self.counts.searches) for name, part in parts.items()}

    def to_dict(self) -> dict[str, Any]:
        """`{searches, empty, clicked, carted, bought, click_rate: {value, low, high}, …}`."""
        counted = {name: getattr(self.counts, name) for name in ("searches", "empty", "clicked", "carted", "bought")}
        return {**counted, **{name: rate and rate.to_dict() for name, rate in self.rates.items()}}


@dataclass(frozen=True, slots=True)
class QueryOutcome:
    """One query (normalised, so that "Ｍug" and "mug" are one), when it was searched last, what came of it."""

    query: str
    last: datetime
    outcome: Outcome

    def to_dict(self) -> dict[str, Any]:
        """`{query, last, …}` with what `Outcome.to_dict` gives."""
        return {"query": self.query, "last": self.last.isoformat(), **self.outcome.to_dict()}


@dataclass(frozen=True, slots=True)
class PositionClicks:
    """Of `shown` searches that had a product at this position so many were clicked there."""

    position: int
    shown: int
    clicked: int

    @property
    def click_rate(self) -> Interval:
        """The share, with its 95 % interval."""
        rate = proportion(self.clicked, self.shown)
        assert rate is not None  # a position that was never shown is not counted
        return rate

    def to_dict(self) -> dict[str, Any]:
        """`{position, shown, clicked, click_rate: {value, low, high}}`."""
        return {"position": self.position, "shown": self.shown, "clicked": self.clicked, "click_rate": self.click_rate.to_dict()}


@dataclass(frozen=True, slots=True)
class SearchesReport:
    """All searches of a window together, and the lines that were asked for: by query or by position. `revenue` by currency
    is what was bought after the searches."""

    window: Window
    all: Outcome
    queries: tuple[QueryOutcome, ...] = ()
    positions: tuple[PositionClicks, ...] = ()
    revenue: tuple[Money, ...] = ()

    def to_dict(self, lines: Literal["queries", "positions"]) -> dict[str, Any]:
        """The report as JSON values with one kind of lines."""
        since, until = (moment and moment.isoformat() for moment in (self.window.since, self.window.until))
        revenue = [{"amount": money.amount, "currency": money.currency} for money in self.revenue]
        return {"since": since, "until": until, "language": self.window.language, "all": self.all.to_dict(), "revenue": revenue,
                lines: [line.to_dict() for line in getattr(self, lines)]}


class Searches:
    """The search log, asked. Each question takes a `window` of time and language and how many lines at most."""

    def __init__(self, log: protocol.Searches) -> None:
        self._log = log

    def top(self, window: Window = ALL, limit: int = 20) -> SearchesReport:
        """The queries that were searched most."""
        return SearchesReport(window, self._all(window), self.queries(window, limit))

    def zero(self, window: Window = ALL, limit: int = 20) -> SearchesReport:
        """The queries that found nothing, most searched first; their lines count only searches that found nothing."""
        return SearchesReport(window, self._all(window), self.queries(window, limit, empty=True))

    def clicks(self, window: Window = ALL, limit: int = DEEPEST) -> SearchesReport:
        """How often each position is clicked, of the searches that found enough to fill it."""
        found = self._log.positions(window, min(limit, DEEPEST))
        return SearchesReport(window, self._all(window), positions=tuple(PositionClicks(p.position, p.shown, p.clicked) for p in found))

    def conversion(self, window: Window = ALL, limit: int = 20) -> SearchesReport:
        """The queries that were searched most with what came of them, and the revenue of all searches."""
        return SearchesReport(window, self._all(window), self.queries(window, limit), revenue=tuple(self._log.revenue(window)))

    def _all(self, window: Window) -> Outcome:
        return Outcome(self._log.counts(window))

    def queries(self, window: Window, limit: int, empty: bool = False) -> tuple[QueryOutcome, ...]:
        """The lines of `top`, or of `zero` (`empty`), without the sum of all searches, which is counted apart."""
        found = self._log.queries(window, limit, empty=empty)
        return tuple(QueryOutcome(each.query, each.last, Outcome(each.counts)) for each in found)


def window(since: str | None = None, days: int | None = None, language: Language | None = None, now: datetime | None = None) -> Window:
    """The window from a moment or day (ISO 8601, UTC when it names no zone), or of the last `days`; all that is kept without either."""
    if since and days is not None:
        raise InvalidQuery("since, days: expected one of the two, got both")
    if days is not None:
        if not 1 <= days <= 36_500:
            raise InvalidQuery(f"days: expected a number from 1 to 36500, got {days}")
        return Window((now or datetime.now(UTC)) - timedelta(days=days), language=language)
    return Window(_moment(since) if since else None, language=language)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InvalidQuery(f"since: expected a day or moment such as 2026-09-30 or 2026-09-30T08:00:00Z, got {text[:40]!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

