"""Ordering simulated on a shop's own last days: what the advice would have held, served and cost, beside the usual rule.

Every `review` days all is forecast from what was sold before, by a choice of methods that is made anew every five looks; prices and
promotions count as planned. Both rules run at several settings, so that they can be compared at the same fill rate.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from ..shop import InvalidFile, Supplier
from .demand import Demand
from .forecast import FittedMean, Grown, fit_mean
from .learned import LearnedMean
from .ordering import ANYBODY, LEAD_SHARE, prices_of, terms_of
from .panel import Floats, Panel
from .pooled import Pooled
from .reorder import Policy, Terms
from .series import PRODUCT, Part, Series
from .simulate import Expected, Rule, Simulated, Spreads, Supply, Wanted, by_forecast, by_recent_mean, simulate, stock_at
from .steady import steadied

RUN = 140  # days that are played, where there are as many
LEAST_RUN = 2  # times lead time and review
WEEK = 7
LOOKS = 5  # at what to order between two choices of methods
MOST = 500  # products, those that had brought most by then
SERVICES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999)
FACTORS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule did at a setting: a chance not to run out, or standard deviations of safety."""

    at: float
    did: Simulated

    def to_dict(self, name: str) -> dict[str, Any]:
        """As JSON values, the setting under `name`."""
        return {name: self.at, **self.did.to_dict()}


@dataclass(frozen=True, slots=True)
class StockSimulation:
    """What ordering would have done from `first` to `last` with `products` products, an order coming after about `lead_days` (for
    `by_supplier` of the products on the terms of their supplier) and a look every `review` days. `ours` at the chances of the advice,
    `usual` (s, S) by the mean of the last 28 days at so many standard deviations; `service` is the chance that was asked for and is one
    of ours."""

    products: int
    first: date
    last: date
    lead_days: int
    review: int
    service: float
    ours: tuple[Setting, ...]
    usual: tuple[Setting, ...]
    by_supplier: int = 0

    @property
    def asked(self) -> Simulated:
        """What the advice did at the chance that was asked for."""
        return next(each.did for each in self.ours if each.at == self.service)

    @property
    def same_fill(self) -> float | None:
        """The stock that the usual rule needs to serve as much as the advice; None where it does not at any setting."""
        return stock_at([each.did for each in self.usual], self.asked.fill_rate)

    @property
    def less(self) -> float | None:
        """The share of that stock that the advice does without; below 0 where it needs more."""
        other = self.same_fill
        return None if not other else 1 - self.asked.stock / other

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> StockSimulation:
        """Of what `to_dict` told."""
        ours = tuple(Setting(each["service"], _did(each)) for each in told["by_forecast"])
        usual = tuple(Setting(each["factor"], _did(each)) for each in told["recent_mean"])
        first, last = (date.fromisoformat(told[name]) for name in ("first", "last"))
        by_supplier = told.get("by_supplier", 0)  # not told by simulations of before
        return cls(told["products"], first, last, told["lead_days"], told["review_days"], told["service"], ours, usual, by_supplier)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        other, less = self.same_fill, self.less
        return {
            "products": self.products, "first": self.first.isoformat(), "last": self.last.isoformat(), "lead_days": self.lead_days,
            "by_supplier": self.by_supplier, "review_days": self.review, "service": self.service, **self.asked.to_dict(),
            "recent_mean_at_same_fill": None if other is None else round(other, 1), "less_stock": None if less is None else round(less, 4),
            "by_forecast": [each.to_dict("service") for each in self.ours], "recent_mean": [each.to_dict("factor") for each in self.usual],
        }  # fmt: skip


def _did(told: Mapping[str, Any]) -> Simulated:
    return Simulated(told["fill_rate"], told["stock"], told["days_out"], told["cost"])


def simulated(
    demand: Demand, policy: Policy, suppliers: Iterable[Supplier] = (), *, lead_days: int = 14, days: int = RUN, most: int = MOST,
    progress: Progress | None = None,
) -> StockSimulation:  # fmt: skip
    """Plays the last `days` of the shop, fewer where its history does not reach, with the `most` products that had brought most till then.
    Orders come on the terms of `suppliers`, or where nobody says, one by one after about `lead_days`. `InvalidFile` where there is too
    little to learn from or to play. Choosing methods takes most of the time."""
    step = progress or (lambda what, done, total: None)
    found = demand.series(progress)
    return played(found, demand.likeness(found), policy, terms_of(suppliers, lead_days), lead_days, days, most, step)


def played(
    found: Series, extra: Floats, policy: Policy, offers: Mapping[str, Sequence[Terms]], lead_days: int, days: int, most: int,
    step: Progress,
) -> StockSimulation:  # fmt: skip
    """See `simulated`; `extra` tells trees what products are like, `offers` on which terms each variant is sold."""
    terms = _terms(found, offers)
    longest = math.ceil(max([lead_days, *(each.lead_days for each in terms.values())]))
    first = _first(found.panel.columns, longest, policy.review, days)
    rows = _largest(found, first, most)
    panel, prices, supply = found.panel.rows(rows), prices_of(found, rows), _supply([terms.get(row) for row in rows], lead_days)
    expected, spread = foretold(panel, extra[rows], first, longest, policy.review, step)
    wanted, asked = np.nan_to_num(panel.values) + found.lost[rows], Wanted(expected, spread, panel.values, supply, policy.review)

    def run(rule: Rule) -> Simulated:
        return simulate(wanted, rule, first, supply, policy.review, prices)

    ours = [Setting(at, run(by_forecast(asked, at))) for at in sorted({*SERVICES, policy.service})]
    usual = [Setting(at, run(by_recent_mean(panel.values, supply, policy.review, at))) for at in FACTORS]
    began, ended = panel.at(first), panel.at(panel.columns - 1)
    assert isinstance(began, date)
    assert isinstance(ended, date)
    by_supplier = sum(row in terms for row in rows)
    return StockSimulation(len(rows), began, ended, lead_days, policy.review, policy.service, tuple(ours), tuple(usual), by_supplier)


def _terms(found: Series, offers: Mapping[str, Sequence[Terms]]) -> dict[int, Terms]:
    """By the row of each product whose variants somebody sells: the terms of the one that sells most, the cheapest or else the quickest."""
    best = dict[int, Part]()
    for id, part in found.parts.items():
        if id in offers and (part.row not in best or part.share > best[part.row].share):
            best[part.row] = part
    return {row: min(offers[part.variant_id], key=_dearness) for row, part in best.items()}


def _dearness(terms: Terms) -> tuple[bool, float, float]:
    return terms.price is None, terms.price or 0.0, terms.lead_days


def _supply(terms: Sequence[Terms | None], lead_days: float) -> Supply:
    general = Terms(ANYBODY, "", lead_days, lead_days * LEAD_SHARE)
    told = [(each.lead_days, each.lead_sd, each.pack, each.minimum) for each in (each or general for each in terms)]
    return Supply(*np.array(told, np.float64).T)


def _first(columns: int, lead: int, review: int, days: int) -> int:
    """The day from which on is played: what is before it is enough to learn from."""
    needed, least = 2 * (lead + 2 * review) + 4, LEAST_RUN * (lead + review)
    if columns < needed + least:
        says = f"to play {least} of them with a lead time of {lead} days and a look every {review}"
        raise InvalidFile(f"history: expected sales of at least {needed + least} days {says}, got {columns}")
    return columns - min(max(days, least), columns - needed)


def _largest(found: Series, first: int, most: int) -> list[int]:
    """The rows of the products that had brought most before a day. `InvalidFile` where none had sold."""
    rows = found.of_kind(PRODUCT)
    brought = np.nansum(found.panel.values[rows][:, :first], 1) * prices_of(found, rows)
    order = [rows[place] for place in np.argsort(-brought, kind="stable")[:most].tolist() if brought[place] > 0]
    if not order:
        raise InvalidFile(f"history: expected sales before {found.panel.at(first)}, got none")
    return order


def foretold(panel: Panel, extra: Floats | None, first: int, lead: int, review: int, step: Progress) -> tuple[Expected, Spreads]:
    """What is expected in so many days from a look on and how that spreads, at each by what was known before it; each is forecast once,
    however many rules ask for it. What may take longer than a lead time and two reviews goes on as in its last week."""
    chosen: dict[int, FittedMean] = {}
    said: dict[int, Floats] = {}
    means: dict[tuple[int, int], Floats] = {}
    spreads: dict[tuple[int, int], Pooled] = {}
    looks, horizon = -(-(panel.columns - first) // review), lead + 2 * review
    grown = Grown[LearnedMean](lambda past: LearnedMean.learn(past, horizon, extra))

    def chosen_on(day: int) -> int:
        return first + (day - first) // (LOOKS * review) * LOOKS * review

    def fitted(day: int) -> FittedMean:
        at = chosen_on(day)
        if at not in chosen:
            chosen[at] = fit_mean(panel.until(at), horizon, extra, grown)
        return chosen[at]

    def mean(day: int, past: Panel) -> Floats:
        key = (chosen_on(day), past.columns)
        if key not in means:
            means[key] = fitted(day).expect(past, extra)
        return means[key]

    def expected(day: int, days: int) -> Floats:
        if day not in said:
            step(f"playing the past: {panel.at(day)}", len(said), looks)
            past = panel.until(day)
            said[day] = steadied(past, mean(day, past), partial(mean, day))
            step("playing the past", len(said), looks)
        told = said[day]
        return np.asarray(told[:, :days].sum(1) + max(days - horizon, 0) * told[:, -WEEK:].mean(1), np.float64)

    def spread(day: int, days: int) -> Pooled:
        if (day, days) not in spreads:
            tried = fitted(day).tried
            spreads[day, days] = Pooled.learn(panel.values[:, :day], *(each[:, :, :days].sum(2) for each in (tried.expected, tried.came)))
        return spreads[day, days]

    return expected, spread
