"""New faults: an aspect of a product that buyers complain about more since some date than before it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ..shop import Localized
from .opinions import OTHER, Opinion, strongest
from .reading import Read
from .summary import Quote, key_of, name_of, quote

FEWEST = 4  # complaints since the date, before anything is said
LEAST_RISE = 0.15  # of the share of complaints
CHANCE = 0.01  # that one of the shop's aspects gives an alarm though nothing changed
QUOTES = 3


@dataclass(frozen=True, slots=True)
class Alert:
    """Since `since` the share of reviews of a product that complain about an aspect is `after`, before it was `before`; `p` is the chance
    of so sharp a change at any date if nothing had changed. Quotes newest first."""

    product_id: str
    key: str
    name: Localized
    since: datetime
    before: float
    after: float
    complaints: int
    reviews: int
    p: float
    quotes: tuple[Quote, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"product_id": self.product_id, "aspect": self.key, "name": {"zh": self.name.zh, "en": self.name.en},
                "since": self.since.isoformat(), "before": round(self.before, 4), "after": round(self.after, 4),
                "complaints": self.complaints, "reviews": self.reviews,
                "p": self.p, "quotes": [each.to_dict() for each in self.quotes]}  # fmt: skip


def alerts(reads: Iterable[Read]) -> list[Alert]:
    """Every new fault in reviews with a date, the surest first. For a product and an aspect the date is the one that parts its reviews into
    the two most unlike shares (the maximum of the likelihood ratio over all dates, as in change-point tests); its chance is Bonferroni's
    over the dates, products and aspects that were looked at."""
    products: dict[str, list[Read]] = defaultdict(list)
    for read in reads:
        if read.review.at is not None:
            products[read.review.product_id].append(read)
    looked, found = 0, list[Alert]()
    for id, mine in products.items():
        mine.sort(key=lambda read: (read.review.at, read.review.id))
        against = _complaints(mine)
        for key, marks in against.items():
            if sum(mark is not None for mark in marks) >= FEWEST:
                looked += len(mine)
                if alert := _change(id, key, mine, marks):
                    found.append(alert)
    sure = [replace(alert, p=min(1.0, alert.p * looked)) for alert in found]
    return sorted((alert for alert in sure if alert.p <= CHANCE), key=lambda alert: (alert.p, alert.product_id))


def _complaints(mine: list[Read]) -> dict[str, list[Opinion | None]]:
    """For each aspect the complaint in each review, None where there is none."""
    out: dict[str, list[Opinion | None]] = {}
    for place, read in enumerate(mine):
        for opinion in strongest(read.opinions):
            if opinion.polarity < 0 and opinion.aspect != OTHER:
                out.setdefault(key_of(opinion), [None] * len(mine))[place] = opinion
    return out


def _change(product_id: str, key: str, mine: list[Read], marks: list[Opinion | None]) -> Alert | None:
    total, n = sum(mark is not None for mark in marks), len(marks)
    best, cut, so_far = 0.0, 0, 0
    for place in range(1, n):
        so_far += marks[place - 1] is not None
        before, after = so_far / place, (total - so_far) / (n - place)
        if total - so_far >= FEWEST and after - before >= LEAST_RISE:
            ratio = _likelihood(so_far, place) + _likelihood(total - so_far, n - place) - _likelihood(total, n)
            if ratio > best and mine[place].review.at != mine[place - 1].review.at:
                best, cut = ratio, place
    if not cut:
        return None
    earlier = sum(mark is not None for mark in marks[:cut])
    told = [quote(read, mark) for read, mark in zip(mine[cut:], marks[cut:], strict=True) if mark is not None]
    at = mine[cut].review.at
    assert at is not None
    p = math.erfc(math.sqrt(best))  # of 2·ratio, chi square with one degree of freedom (Wilks 1938)
    later, quotes = total - earlier, tuple(told[::-1][:QUOTES])
    return Alert(product_id, key, name_of(key), at, earlier / cut, later / (n - cut), later, n - cut, p, quotes)


def _likelihood(part: int, whole: int) -> float:
    """The logarithm of the likelihood of so many of so many, at its own share."""
    if part in (0, whole):
        return 0.0
    share = part / whole
    return part * math.log(share) + (whole - part) * math.log(1 - share)

