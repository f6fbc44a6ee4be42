"""Satisfaction over time: stars and the share of good reviews, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..evaluation import Interval, proportion
from ..shop import Review
from .reading import BAD, GOOD


@dataclass(frozen=True, slots=True)
class Month:
    """The reviews of a month ("2026-03", UTC): how many, their mean stars, how many good and bad."""

    month: str
    reviews: int
    mean: float
    good: int
    bad: int

    @property
    def share(self) -> Interval | None:
        """The share of good ones among good and bad, with its 95 % interval."""
        return proportion(self.good, self.good + self.bad)

    def to_dict(self) -> dict[str, Any]:
        """`{month, reviews, mean, good, bad, share}`."""
        return {"month": self.month, "reviews": self.reviews, "mean": round(self.mean, 3), "good": self.good, "bad": self.bad,
                "share": self.share.to_dict() if self.share else None}  # fmt: skip


def months(reviews: Iterable[Review]) -> list[Month]:
    """Every month that has a review, oldest first; reviews without a date are left out."""
    stars: dict[str, list[float]] = defaultdict(list)
    for review in reviews:
        if review.at is not None:
            stars[f"{review.at:%Y-%m}"].append(review.rating)
    return [Month(month, len(mine), sum(mine) / len(mine), sum(each >= GOOD for each in mine), sum(each <= BAD for each in mine))
            for month, mine in sorted(stars.items())]  # fmt: skip
