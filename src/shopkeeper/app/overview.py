"""How the shop stands: what it took of late beside the days before, what was searched in vain, what is wrong, what waits for a person.

What costs a moment on a large shop (sales, visits, searches, reviews, the look of `doctor`) is kept, see `kept`; what waits for a person
is counted each time, by indexes. Odd prices are told only where they were looked for already: learning prices takes minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..customers.window import end_of_history
from ..reviews.alerts import Alert
from ..search.analytics import QueryOutcome
from ..shop import Money, to_dict
from ..shop.breaker import Breaker
from ..shop.job import Job, JobState
from ..store.counts import Cover, DaySales, DayVisits, Window
from .checks import of_settings, of_shop
from .checkup import Finding, disk
from .kept import Found

if TYPE_CHECKING:
    from .shop import Shop

SPANS = (1, 7, 28)  # days
LONGEST = SPANS[-1]
RUNS_OUT = 14  # days
QUERIES, LISTED = 8, 100
FAILED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Daily:
    """What came in on each day up to `until`, twice the longest span back, and what is about to run out."""

    until: datetime
    sales: tuple[DaySales, ...]
    visits: tuple[DayVisits, ...]
    short: tuple[Cover, ...]

    @property
    def currency(self) -> str:
        """The currency of most orders; "" where there is none."""
        counts: dict[str, int] = {}
        for day in self.sales:
            counts[day.currency] = counts.get(day.currency, 0) + day.orders
        return max(counts, key=lambda each: counts[each], default="")

    def span(self, days: int, ago: int = 0) -> Span:
        """What so many days came to, which ended so many days ago."""
        within = range(ago, ago + days)
        sales, visits = [each for each in self.sales if each.ago in within], [each for each in self.visits if each.ago in within]
        revenue: dict[str, int] = {}
        for each in sales:
            revenue[each.currency] = revenue.get(each.currency, 0) + each.amount
        return Span(days, sum(each.orders for each in sales), {currency: Money(amount, currency) for currency, amount in revenue.items()},
                    sum(each.visits for each in visits), sum(each.bought for each in visits))


@dataclass(frozen=True, slots=True)
class Span:
    """What a number of days came to: orders, revenue of goods by currency, visits, and those of them that bought."""

    days: int
    orders: int
    revenue: dict[str, Money]
    visits: int
    bought: int

    @property
    def conversion(self) -> float | None:
        """The share of the visits that bought; None without a visit."""
        return self.bought / self.visits if self.visits else None

    def to_dict(self) -> dict[str, Any]:
        """As JSON values, without the number of days."""
        return {"orders": self.orders, "revenue": [to_dict(each) for each in self.revenue.values()], "visits": self.visits,
                "bought": self.bought, "conversion": None if self.conversion is None else round(self.conversion, 5)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What needs a person: conversations that wait for one (at most `LISTED` are counted), drafts to approve, jobs that failed lately."""

    conversations: int
    drafts: int
    jobs: tuple[Job, ...]

    @property
    def all(self) -> int:
        """How many things wait."""
        return self.conversations + self.drafts + len(self.jobs)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        jobs = [{"id": each.id, "kind": each.kind, "error": each.error} for each in self.jobs]
        return {"conversations": self.conversations, "drafts": self.drafts, "jobs": jobs}


@dataclass(frozen=True, slots=True)
class Overview:
    """How the shop stands. A part that is still being found out for the first time is None, and so is `odd` where nobody asked for odd
    prices yet."""

    products: int
    searchable: bool
    waiting: Waiting
    daily: Found[Daily] | None
    searches: Found[Sequence[QueryOutcome]] | None
    complaints: Found[Sequence[Alert]] | None
    findings: Found[Sequence[Finding]] | None
    odd: int | None
    breakers: tuple[Breaker, ...]

    @property
    def complete(self) -> bool:
        """Whether every part is known."""
        return None not in (self.daily, self.searches, self.complaints, self.findings)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values; a part that is still being found out is null."""
        daily = self.daily.value if self.daily else None
        return {
            "products": self.products, "searchable": self.searchable, "complete": self.complete,
            "until": daily and daily.until.isoformat(), "currency": daily and daily.currency,
            "spans": daily and [_compared(daily, days) for days in SPANS],
            "running_out": daily and [each._asdict() for each in daily.short],
            "searches": self.searches and [each.to_dict() for each in self.searches.value],
            "complaints": self.complaints and [each.to_dict() for each in self.complaints.value],
            "findings": self.findings and [{"name": each.name, "found": each.found, "advice": each.advice} for each in self.findings.value],
            "odd_prices": self.odd, "waiting": self.waiting.to_dict(),
            "breakers": [{"name": each.name, "state": each.state} for each in self.breakers],
        }


def _compared(daily: Daily, days: int) -> dict[str, Any]:
    return {"days": days, "now": daily.span(days).to_dict(), "before": daily.span(days, days).to_dict()}


def overview(shop: Shop) -> Overview:
    """How the shop stands now, as far as it is known by now."""
    store = shop.store
    stamp, minute = store.activity.stamp(), datetime.now(UTC).replace(second=0, microsecond=0)
    found = shop.kept.ask_all({
        "daily": ((stamp, store.products.revision()), lambda: daily(shop)), "searches": ((stamp, minute), lambda: searches(shop)),
        "complaints": (store.reviews.count(), shop.reviews.alerts), "findings": (minute, lambda: tuple(findings(shop))),
    })  # fmt: skip
    failing = tuple(each for each in shop.breakers.values() if each.failing)
    return Overview(store.products.count(), shop.indexed_revision >= 0, waiting(shop), odd=shop.catalogue.known_odd_prices(),
                    breakers=failing, **found)


def waiting(shop: Shop, now: datetime | None = None) -> Waiting:
    """What needs a person."""
    since, store = (now or datetime.now(UTC)) - FAILED, shop.store
    failed = store.queue.newest(LISTED, states=(JobState.FAILED,))
    return Waiting(len(store.dialogues.newest(status="waiting", limit=LISTED)), store.drafts.states().get("draft", 0),
                   tuple(job for job in failed if job.ended_at and job.ended_at >= since))


def daily(shop: Shop) -> Daily:
    """What came in day by day, up to the newest order or event: a shop whose records end a while ago is looked at as it was then."""
    until, store = end_of_history(shop.store), shop.store.daily
    return Daily(until, tuple(store.sales(until, 2 * LONGEST)), tuple(store.visits(until, 2 * LONGEST)),
                 tuple(store.short(until, LONGEST, RUNS_OUT)))


def searches(shop: Shop) -> tuple[QueryOutcome, ...]:
    """What was searched most of late and found nothing."""
    return shop.searches.queries(Window(end_of_history(shop.store) - timedelta(days=LONGEST)), QUERIES, empty=True)


def findings(shop: Shop) -> Iterator[Finding]:
    """What `doctor` has to say of a shop that is open, without what is as it should be and failed jobs, which are counted by themselves."""
    found = (disk(shop.settings.folder), *of_settings(shop.settings), *of_shop(shop, shop.settings))
    yield from (each for each in found if each.advice and each.name != "jobs")
