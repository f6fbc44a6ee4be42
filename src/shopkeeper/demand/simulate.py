"""What a way of ordering would have done: stock, sales that were missed, cost, day by day on what was really wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .panel import Floats
from .pooled import Pooled, variance_ratio
from .reorder import FINE, LENGTHS, WEIGHTS

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


@dataclass(frozen=True, slots=True)
class Supply:
    """How orders of n things come: `lead` days from order to arrival and how much they vary (`lead_sd`, their standard deviation), in packs
    of `pack`, no fewer than `minimum`: float64[n] each."""

    lead: Floats
    lead_sd: Floats
    pack: Floats
    minimum: Floats

    @classmethod
    def alike(cls, count: int, lead: float, lead_sd: float = 0.0) -> Supply:
        """All things the same, one by one."""
        return cls(np.full(count, float(lead)), np.full(count, float(lead_sd)), np.ones(count), np.ones(count))

    def arrivals(self, looks: int, seed: int = 0) -> NDArray[np.int64]:
        """Whole days, at least one, until what is ordered at each look arrives, normally distributed, each order by itself:
        int64[n, looks]. The same seed draws the same."""
        drawn = np.random.default_rng(seed).normal(self.lead[:, None], self.lead_sd[:, None], (len(self.lead), looks))
        return np.maximum(np.rint(drawn), 1).astype(np.int64)

    def ordered(self, needed: Floats) -> Floats:
        """What is ordered where so much is needed (float64[n]): whole packs, nothing where nothing is."""
        packs = np.ceil(np.maximum(needed, self.minimum) / self.pack - 1e-9)
        return np.where(needed > 0, packs * self.pack, 0.0)


def simulate(wanted: Floats, rule: Rule, first: int, supply: Supply, review: int, price: Floats | None = None) -> Simulated:
    """`wanted` float64[n, days], from day `first` on: every `review` days whatever has fallen to its point, with what is coming, is filled
    up to its level by what arrives a lead time later, whatever the rule the same one at the same look. What is not there is not sold. It
    begins with what would be on hand had one always ordered so."""
    count, days = wanted.shape
    prices = np.ones(count) if price is None else price
    rows, arrivals = np.arange(count), supply.arrivals(-(-(days - first) // review))
    stock, coming = np.round(rule(first)[1]), np.zeros((count, days + int(arrivals.max()) + 1))
    served = missed = held = out = 0.0
    cost = 0.0
    for day in range(first, days):
        look, since = divmod(day - first, review)
        if since == 0:
            point, level = rule(day)
            have = stock + coming[:, day:].sum(1)
            coming[rows, day + arrivals[:, look]] += supply.ordered(np.where(have <= point, level - have, 0))
        stock = stock + coming[:, day]
        asked = np.nan_to_num(wanted[:, day])
        given = np.minimum(asked, stock)
        stock = stock - given
        served, missed, held = served + float(given.sum()), missed + float((asked - given).sum()), held + float(stock.sum())
        out += float((stock < 1).mean())
        cost += float((stock * prices).sum()) * HOLDING / 365 + float(((asked - given) * prices).sum()) * MISSED
    run = days - first
    return Simulated(served / max(served + missed, 1e-9), held / run, out / run, cost / run)


def by_recent_mean(values: Floats, supply: Supply, review: int, factor: float) -> Rule:
    """The usual rule (s, S): s is the mean of the last 28 days for the lead time and a review, and `factor` standard deviations of what is
    wanted in them, the lead time's own included (Silver, Pyke and Thomas 2017); S is the mean of another review above it."""
    def levels(day: int) -> Levels:
        late = np.nan_to_num(values[:, max(day - LATELY, 0) : day])
        mean, length = late.mean(1), supply.lead + review
        point = mean * length + factor * np.sqrt(late.var(1) * length + (mean * supply.lead_sd) ** 2)
        return point, point + mean * review

    return levels


class Wanted:
    """What may be wanted at each look until what is ordered at the next arrives, as `reorder` has it: `expected` and `spread` tell it of so
    many days, `values` (float64[n, days]) how restless each thing is, `supply` how long it may take."""

    def __init__(self, expected: Expected, spread: Spreads, values: Floats, supply: Supply, review: int) -> None:
        self._expected, self._spread, self._values, self._supply, self._review = expected, spread, values, supply, review
        kinds = list(zip(supply.lead.tolist(), supply.lead_sd.tolist(), strict=True))
        self._rows = {kind: np.flatnonzero([each == kind for each in kinds]) for kind in dict.fromkeys(kinds)}
        self._draws = cache(self._drawn)

    def levels(self, day: int, service: float) -> Levels:
        """s is what is not exceeded with the chance `service` in the lead time and a review, S what another review needs above it."""
        point, more = np.zeros(len(self._values)), np.zeros(len(self._values))
        for (lead, sd), rows in self._rows.items():
            point[rows] = self._point(day, lead, sd, rows, service)
            length = round(lead) + self._review
            more[rows] = (self._expected(day, length + self._review) - self._expected(day, length))[rows]
        return point, point + more

    def _point(self, day: int, lead: float, sd: float, rows: NDArray[np.int64], service: float) -> Floats:
        if not sd:
            return self._quantiles(day, round(lead) + self._review, rows, (service,))[:, 0]
        draws = self._draws(day, lead, sd)
        return np.asarray(np.quantile(draws, service, axis=1, weights=WEIGHTS, method="inverted_cdf"), np.float64)

    def _drawn(self, day: int, lead: float, sd: float) -> Floats:
        """Amounts as likely as `WEIGHTS` say: float64[things with this lead time, lengths × chances]."""
        lengths = [max(1, round(lead + off * sd) + self._review) for off, _ in LENGTHS]
        return np.concatenate([self._quantiles(day, days, self._rows[lead, sd], FINE.tolist()) for days in lengths], axis=1)

    def _quantiles(self, day: int, days: int, rows: NDArray[np.int64], levels: Sequence[float]) -> Floats:
        restless = variance_ratio(self._values[rows, :day])
        return self._spread(day, days).quantiles(self._expected(day, days)[rows], restless, levels)


def by_forecast(wanted: Wanted, service: float) -> Rule:
    """Ours, as `reorder` advises."""
    return lambda day: wanted.levels(day, service)


def stock_at(found: Sequence[Simulated], fill: float) -> float | None:
    """The stock that a rule needs for a fill rate, read between the settings that were tried; None where none of them reaches it, or all
    are above it."""
    ordered = sorted(found, key=lambda each: each.fill_rate)
    fills = [each.fill_rate for each in ordered]
    return float(np.interp(fill, fills, [each.stock for each in ordered])) if fills[0] <= fill <= fills[-1] else None
