"""What a way of ordering would have done: stock, sales that were missed, cost, day by day on what was really wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .forecast import Fitted
from .panel import Floats, Panel
from .pooled import Pooled

Levels = Callable[[int], Floats]  # of a day: up to how much to order, float64[n]
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


def simulate(wanted: Floats, levels: Levels, first: int, lead: int, review: int, price: Floats | None = None) -> Simulated:
    """`wanted` float64[n, days], from day `first` on: every `review` days stock and what is coming are filled up to `levels`, which arrives
    `lead` days later. What is not there is not sold. It begins with what would be on hand had one always ordered so."""
    count, days = wanted.shape
    prices = np.ones(count) if price is None else price
    level = levels(first)
    stock, coming = np.round(level), np.zeros((count, days + lead + 1))
    served = missed = held = out = 0.0
    cost = 0.0
    for day in range(first, days):
        stock += coming[:, day]
        if (day - first) % review == 0:
            ordered = np.maximum(np.ceil(levels(day) - stock - coming[:, day + 1 :].sum(1)), 0)
            coming[:, day + lead] += ordered
        asked = np.nan_to_num(wanted[:, day])
        given = np.minimum(asked, stock)
        stock = stock - given
        served, missed, held = served + given.sum(), missed + (asked - given).sum(), held + stock.sum()
        out += float((stock < 1).mean())
        cost += float((stock * prices).sum()) * HOLDING / 365 + float(((asked - given) * prices).sum()) * MISSED
    run = days - first
    return Simulated(served / max(served + missed, 1e-9), held / run, out / run, cost / run)


def by_recent_mean(values: Floats, days: int, factor: float) -> Levels:
    """The usual rule: the mean of the last 28 days for `days` days, and `factor` standard deviations of them."""
    def levels(day: int) -> Floats:
        late = np.nan_to_num(values[:, max(day - LATELY, 0) : day])
        return np.asarray(late.mean(1) * days + factor * late.std(1) * np.sqrt(days), np.float64)

    return levels


def by_forecast(fitted: Callable[[int], Fitted], panel: Panel, days: int, service: float, said: dict[int, tuple[Floats, Pooled]]) -> Levels:
    """Ours: what is not exceeded in `days` days with the chance `service`, by what was chosen before the day. `said` keeps what was
    forecast, so that several services cost one."""
    def levels(day: int) -> Floats:
        chosen = fitted(day)
        if day not in said:
            before = panel.until(day)
            said[day] = chosen.say(before).mean[:, :days].sum(1), Pooled.learn(before.values)
        expected, spread = said[day]
        return np.asarray(spread.quantiles(expected, expected, (service,))[:, 0], np.float64)

    return levels


def at_equal_fill(ours: list[Simulated], theirs: list[Simulated], fill: float) -> tuple[float, float]:
    """The stock that each needs for a fill rate, between the settings that were tried."""
    return _stock_at(ours, fill), _stock_at(theirs, fill)


def _stock_at(found: list[Simulated], fill: float) -> float:
    ordered = sorted(found, key=lambda each: each.fill_rate)
    return float(np.interp(fill, [each.fill_rate for each in ordered], [each.stock for each in ordered]))


