"""What a change of a product's price did to its sales: the elasticity from the shop's own weeks, or why it cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

LEVELS, WEEKS, APART = 2, 12, 0.05  # prices, weeks with a known price, and how far prices lie apart
_T = 1.96


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a product: the mean price it was sold at and how many were."""

    price: float
    sold: float


@dataclass(frozen=True, slots=True)
class Elasticity:
    """By how many per cent sales change where the price rises by one, with its 95 % interval; `reason` where nothing can be told."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    weeks: int = 0
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"value": self.value, "low": self.low, "high": self.high, "weeks": self.weeks, "reason": self.reason}


def elasticity(weeks: Sequence[Week]) -> Elasticity:
    """By least squares of log(sold + ½) on log(price) and a straight trend, over weeks in order of time. It is observational: a price that
    was cut because nobody bought, or for a holiday, misleads it. Weeks in which it was only given away, at a price of 0, tell nothing."""
    weeks = [week for week in weeks if week.price > 0]
    prices = np.array([week.price for week in weeks])
    if len(weeks) < WEEKS:
        return Elasticity(weeks=len(weeks), reason=f"{len(weeks)} weeks with a price are known, {WEEKS} are needed")
    if len(np.unique(np.round(prices, 2))) < LEVELS or prices.max() / prices.min() - 1 < APART:
        return Elasticity(weeks=len(weeks), reason=f"the price hardly changed: two prices at least {APART:.0%} apart are needed")
    sold = np.log(np.array([week.sold for week in weeks]) + 0.5)
    rows = np.column_stack([np.ones(len(weeks)), np.log(prices), np.linspace(-1, 1, len(weeks))])
    found, *_ = np.linalg.lstsq(rows, sold, rcond=None)
    error = sold - rows @ found
    spread = float(error @ error) / max(1, len(weeks) - 3) * np.linalg.pinv(rows.T @ rows)
    half = _T * float(np.sqrt(max(0.0, spread[1, 1])))
    value = float(found[1])
    return Elasticity(round(value, 2), round(value - half, 2), round(value + half, 2), len(weeks))
