"""What a way of ordering would have done: stock, sales that were missed, cost, day by day on what was really wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .panel import Floats
from .pooled import Pooled, variance_ratio

Levels = tuple[Floats, Floats]  # float64[n] each: how low stock and what is coming may fall (s), and up to how much an order fills (S)
Rule = Callable[[int], Levels]  # of a day, by what was known before it
Expected = Callable[[int, int], Floats]  # of a day: what is expected in so many days from it on, float64[n]
Spreads = Callable[[int, int], Pooled]  # of a day: how what comes in so many days spreads, as was known then
LATELY = 28
HOLDING, MISSED = 0.25, 0.3  # of a unit's price: to hold it for a year, and what is lost when it is missing


@dataclass(frozen=True, slots=True)
class Simulated:
    """`fill_rate`: the share of what was wanted that could be given; `stock`: units on hand at the end of a day, on average over days and
    summed over things; `days_out`: the share of days that ended with nothing; `cost` a day, in prices, of holding and of missed sales."""

    fill_rate: float
    stock: float
    days_out: float
    cost: float

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"fill_rate": round(self.fill_rate, 4), "stock": round(self.stock, 1), "days_out": round(self.days_out, 4),
                "cost": round(self.cost, 2)}  # fmt: skip


def simulate(wanted: Floats, rule: Rule, first: int, lead: int, review: int, price: Floats | None = None) -> Simulated:
    """`wanted` float64[n, days], from day `first` on: every `review` days whatever has fallen to its point, with what is coming, is filled
    up to its level by what arrives `lead` days later. What is not there is not sold. It begins with what would be on hand had one always
    ordered so."""
    count, days = wanted.shape
    prices = np.ones(count) if price is None else price
    stock, coming = np.round(rule(first)[1]), np.zeros((count, days + lead + 1))
    served = missed = held = out = 0.0
    cost = 0.0
    for day in range(first, days):
        if (day - first) % review == 0:
            point, level = rule(day)
            have = stock + coming[:, day:].sum(1)
            coming[:, day + lead] += np.where(have <= point, np.maximum(np.ceil(level - have), 0), 0)
        stock = stock + coming[:, day]
        asked = np.nan_to_num(wanted[:, day])
        given = np.minimum(asked, stock)
        stock = stock - given
        served, missed, held = served + float(given.sum()), missed + float((asked - given).sum()), held + float(stock.sum())
        out += float((stock < 1).mean())
        cost += float((stock * prices).sum()) * HOLDING / 365 + float(((asked - given) * prices).sum()) * MISSED
    run = days - first
    return Simulated(served / max(served + missed, 1e-9), held / run, out / run, cost / run)


def by_recent_mean(values: Floats, lead: int, review: int, factor: float) -> Rule:
    """The usual rule (s, S): s is the mean of the last 28 days for the lead time and a review, and `factor` standard deviations of them; S
    is the mean of another review above it."""
    def levels(day: int) -> Levels:
        late = np.nan_to_num(values[:, max(day - LATELY, 0) : day])
        point = late.mean(1) * (lead + review) + factor * late.std(1) * np.sqrt(lead + review)
        return point, point + late.mean(1) * review

    return levels


def by_forecast(expected: Expected, spread: Spreads, values: Floats, lead: int, review: int, service: float) -> Rule:
    """Ours, as `reorder` advises: s is what is not exceeded with the chance `service` in the lead time and a review, S what another review
    needs above it."""
    def levels(day: int) -> Levels:
        asked = expected(day, lead + review)
        point = spread(day, lead + review).quantiles(asked, variance_ratio(values[:, :day]), (service,))[:, 0]
        return point, point + expected(day, lead + 2 * review) - asked

    return levels


def stock_at(found: Sequence[Simulated], fill: float) -> float | None:
    """The stock that a rule needs for a fill rate, read between the settings that were tried; None where none of them reaches it, or all
    are above it."""
    ordered = sorted(found, key=lambda each: each.fill_rate)
    fills = [each.fill_rate for each in ordered]
    return float(np.interp(fill, fills, [each.stock for each in ordered])) if fills[0] <= fill <= fills[-1] else None
