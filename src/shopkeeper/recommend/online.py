"""What recommendations bring in, counted from what shoppers do: clicks on lists, purchases and revenue of sessions, thumbs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

from ..evaluation import Interval, proportion
from ..evaluation.experiments import Sample
from ..evaluation.proportions import Z95
from ..shop import LoggedRecommendation
from ..store.counts import Came
from ..store.protocol import Store
from .purchases import FIRST, Purchase, purchases

CLICKS = "select_item", "add_to_cart"  # who puts a product of a list into the basket at once has clicked it too


@dataclass(slots=True)
class Session:
    """A visit (of a customer where no session is known) with what was done in it since its first list: how many lists were seen and
    clicked, whether anything was bought and for how much (major units), whether there was a thumb down."""

    since: datetime
    lists: int = 0
    clicked: int = 0
    bought: bool = False
    revenue: float = 0.0
    disliked: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Lists of one place, or products of one source: how many were shown, and the share that was clicked."""

    shown: int
    clicked: int

    @property
    def rate(self) -> Interval | None:
        """The share that was clicked, with its 95 % interval."""
        return proportion(self.clicked, self.shown)

    def to_dict(self) -> dict[str, Any]:
        """`{shown, clicked, rate}`."""
        return {"shown": self.shown, "clicked": self.clicked, "rate": self.rate and self.rate.to_dict()}


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of some time, with 95 % intervals, None where there is nothing to measure. `click_through` is the share of lists
    that were clicked; `conversion` the share of sessions with a list in which something was bought afterwards, and `revenue` what
    such a session brought in, in major units of `currency`; `liked` the share of thumbs that were up, `thumbs` how many were up and
    down."""

    lists: int
    sessions: int
    click_through: Interval | None
    conversion: Interval | None
    revenue: Interval | None
    liked: Interval | None
    currency: str
    places: dict[str, Part] = field(default_factory=dict)
    sources: dict[str, Part] = field(default_factory=dict)
    thumbs: tuple[int, int] = (0, 0)

    def to_dict(self) -> dict[str, Any]:
        """All of it as JSON values."""
        rates = {name: getattr(self, name) for name in ("click_through", "conversion", "revenue", "liked")}
        return {
            "lists": self.lists, "sessions": self.sessions, **{name: rate and rate.to_dict() for name, rate in rates.items()},
            "currency": self.currency, "places": {name: part.to_dict() for name, part in self.places.items()},
            "sources": {name: part.to_dict() for name, part in self.sources.items()},
        }


def measure(store: Store, since: datetime | None, until: datetime | None, currency: str) -> Measured:
    """What the lists shown at `since` or later and before `until` led to."""
    lists, clicked = list(store.recommendations.between(since, until)), clicks(store.recommendations.came(since, until))
    visits = list(sessions(lists, clicked, purchases(store, since or FIRST), currency).values())
    thumbs = [thumb.up for shown in lists for thumb in shown.thumbs]
    return Measured(
        len(lists), len(visits), _ratio([visit.clicked for visit in visits], [visit.lists for visit in visits]),
        proportion(sum(visit.bought for visit in visits), len(visits)), _mean([visit.revenue for visit in visits]),
        proportion(sum(thumbs), len(thumbs)), currency, *_parts(lists, clicked), (sum(thumbs), len(thumbs) - sum(thumbs)),
    )


def baseline(store: Store, measure: str, since: datetime, currency: str) -> Sample:
    """What the sessions since a moment did by a measure of experiments, as a sample to plan by."""
    lists, clicked = list(store.recommendations.between(since)), clicks(store.recommendations.came(since))
    visits = sessions(lists, clicked, purchases(store, since), currency).values()
    return Sample.of([float(getattr(visit, measure) > 0 if measure == "clicked" else getattr(visit, measure)) for visit in visits])


def clicks(came: Iterable[Came]) -> dict[str, set[str]]:
    """List id to the products of it that were clicked."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in came:
        if each.event in CLICKS:
            found[each.recommendation_id].add(each.product_id)
    return found


def sessions(
    lists: Iterable[LoggedRecommendation], clicked: dict[str, set[str]], bought: Iterable[Purchase], currency: str,
) -> dict[str, Session]:
    """The visits of lists that are in the order of time, by "session/ID" or "customer/ID"; lists of nobody are left out."""
    visits: dict[str, Session] = {}
    for shown in lists:
        who = f"session/{shown.session_id}" if shown.session_id else shown.visitor
        if who is not None:
            visit = visits.setdefault(who, Session(shown.at))
            visit.lists += 1
            visit.clicked += bool(clicked.get(shown.id))
            visit.disliked |= any(not thumb.up for thumb in shown.thumbs)
    for purchase in bought:
        # A purchase belongs to its own session; that of a customer only where no session is known.
        found = next((visits[who] for who in reversed(purchase.visitors) if who in visits), None)
        if found is not None and purchase.at >= found.since:
            found.bought = True
            if purchase.value is not None and purchase.value.currency == currency:
                found.revenue += float(purchase.value.major)
    return visits


def _parts(lists: Sequence[LoggedRecommendation], clicked: dict[str, set[str]]) -> tuple[dict[str, Part], dict[str, Part]]:
    shown, hit = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for each in lists:
        shown["place", each.place] += 1
        hit["place", each.place] += bool(clicked.get(each.id))
        for id, source in zip(each.product_ids, each.sources, strict=False):
            shown["source", source] += 1
            hit["source", source] += id in clicked.get(each.id, ())
    places, sources = ({name: Part(count, hit[kind, name]) for (kind, name), count in shown.most_common() if kind == wanted}
                       for wanted in ("place", "source"))
    return places, sources


def _ratio(parts: Sequence[float], wholes: Sequence[float]) -> Interval | None:
    """Sum over sum, with the error that sessions make (delta method): lists of one visit are not independent."""
    if not wholes:
        return None
    above, below = np.asarray(parts, np.float64), np.asarray(wholes, np.float64)
    rate, n = float(above.sum() / below.sum()), len(below)
    half = Z95 * float(np.sqrt(((above - rate * below) ** 2).sum() * n / max(n - 1, 1)) / below.sum())
    return Interval(rate, max(0.0, rate - half), min(1.0, rate + half))


def _mean(values: Sequence[float]) -> Interval | None:
    if not values:
        return None
    data = np.asarray(values, np.float64)
    half = Z95 * float(data.std(ddof=1) / np.sqrt(len(data))) if len(data) > 1 else 0.0
    return Interval(float(data.mean()), float(data.mean()) - half, float(data.mean()) + half)
