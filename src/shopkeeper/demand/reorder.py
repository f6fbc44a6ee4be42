"""What to order now: how low each stock may fall before an order is due, how much to order, from whom, within a budget.

Orders are looked at every `review` days. What is ordered now must last until what is ordered at the next look arrives: the lead time and
one review. The reorder point is the amount that this demand does not exceed with the chance `service`, over all lengths that the lead time
may have; an order fills up to what another review needs besides (Silver, Pyke and Thomas 2017, chapter 6: periodic review).
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from ..shop import InvalidQuery, Localized
from .panel import Floats
from .pooled import Quantiles

LENGTHS = ((-1.4, 0.2), (-0.5, 0.2), (0.0, 0.2), (0.5, 0.2), (1.4, 0.2))  # of the lead time, in standard deviations, each as likely
MONTH = 30
BLOCK = 1_000  # items whose amounts are found at once
HALF = 0.5  # of what a unit sells for, which is lost where nobody says what it costs
WHOLE = 0.5  # of a unit, from which on a whole one is wanted
FINE = np.concatenate([np.arange(0.01, 0.99, 0.02), [0.99, 0.992, 0.994, 0.996, 0.998, 0.999, 0.9995]])  # chances, closer in the tail
WEIGHTS = np.tile(np.diff(np.concatenate([[0.0], (FINE[1:] + FINE[:-1]) / 2, [1.0]])), len(LENGTHS))


@dataclass(frozen=True, slots=True)
class Terms:
    """On which a supplier sells a variant: `lead_days` from order to arrival and how much they vary (standard deviation), in packs of
    `pack`, no fewer than `minimum`; `price` a unit, in major units of the currency, None where nobody says."""

    supplier_id: str
    supplier: str = ""
    lead_days: float = 14.0
    lead_sd: float = 3.0
    pack: int = 1
    minimum: int = 1
    price: float | None = None
    sku: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """`service`: the chance not to run out until the next order arrives, 0.5 to 0.999; days between two looks; at most so much money
    (major units) and so many units in all."""

    service: float = 0.95
    review: int = 7
    budget: float | None = None
    space: int | None = None

    def __post_init__(self) -> None:
        if not 0.5 <= self.service <= 0.999:
            raise InvalidQuery(f"service: expected a chance from 0.5 to 0.999, got {self.service}")
        if not 1 <= self.review <= 60:
            raise InvalidQuery(f"review: expected 1 to 60 days, got {self.review}")


@dataclass(frozen=True, slots=True)
class Item:
    """What may be ordered: `stock` on hand, `coming` on its way; what is expected each day ahead (float64[days]); how restless the series
    is (the variance of its days in terms of their mean); the terms of those who sell it, at least one; what it sells for."""

    variant_id: str
    product_id: str
    title: Localized
    stock: int
    coming: int
    expected: Floats
    restless: float
    terms: tuple[Terms, ...]
    sells_for: float | None = None
    sku: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of advice. `demand` is expected until what is ordered next arrives; an order is due when stock and what is coming are at
    `point` or lower, and fills up to `level`; none is due where not one unit is wanted with that chance. `runs_out`: the chance that it
    does before an order of today arrives. `cut`: units that budget or space left out."""

    item: Item
    terms: Terms
    demand: float
    point: float
    level: float
    quantity: int
    runs_out: float
    arrives: date
    cut: int = 0

    @property
    def amount(self) -> float | None:
        """What it costs, where the supplier's price is known."""
        return None if self.terms.price is None else self.terms.price * self.quantity

    @property
    def due(self) -> bool:
        """Whether an order is due."""
        return self.quantity + self.cut > 0

    @property
    def because(self) -> Localized:
        """Why, in a sentence."""
        have, days = self.item.stock + self.item.coming, round(self.terms.lead_days)
        wanted = f"{self.demand:.1f}" if self.demand >= 1 else f"{self.demand:.2f}"
        if not self.due and self.point < WHOLE:
            return Localized(f"有 {have} 件；到下次补货到货预计只卖 {wanted} 件，不必备货",
                             f"{have} are there or coming; {wanted} will be asked for until the order after it comes: none need be kept")
        if not self.due:
            above = f"{have} are there or coming, above the reorder point {self.point:.0f}"
            return Localized(f"有 {have} 件，高于补货点 {self.point:.0f}", above)
        return Localized(
            f"有 {have} 件，补货点 {self.point:.0f}；到货要 {days} 天，到下次补货到货预计卖 {wanted} 件，"
            f"到货前卖光的可能 {self.runs_out:.0%}",
            f"{have} are there or coming, the reorder point is {self.point:.0f}; it takes {days} days to arrive, {wanted} will be "
            f"asked for until the order after it comes, and the chance to run out before it arrives is {self.runs_out:.0%}",
        )  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"variant_id": self.item.variant_id, "product_id": self.item.product_id, "sku": self.item.sku,
                "title": {"zh": self.item.title.zh, "en": self.item.title.en}, "stock": self.item.stock, "coming": self.item.coming,
                "demand": round(self.demand, 2), "reorder_point": round(self.point, 1), "order_up_to": round(self.level, 1),
                "quantity": self.quantity, "cut": self.cut, "runs_out": round(self.runs_out, 3), "arrives": self.arrives.isoformat(),
                "supplier": self.terms.supplier_id, "unit_price": self.terms.price,
                "amount": None if self.amount is None else round(self.amount, 2),
                "because": {"zh": self.because.zh, "en": self.because.en}}  # fmt: skip


SpreadOf = Callable[[int], Quantiles]  # how what comes in so many days together spreads around what is expected
Wanted = Callable[[Item, Terms, int], Floats]  # see `together`


def advice(items: Sequence[Item], policy: Policy, spread: SpreadOf, today: date) -> list[Line]:
    """A line for each item, those first whose stock lasts least; with a budget or little space what helps most is ordered first."""
    blocks = (items[start : start + BLOCK] for start in range(0, len(items), BLOCK))
    lines = [line for block in blocks for line in _lines(block, policy, together(block, spread), today)]
    if policy.budget is not None or policy.space is not None:
        lines = within(lines, policy, spread)
    return sorted(lines, key=lambda line: (line.quantity == 0, -line.runs_out, line.item.variant_id))


def _lines(items: Sequence[Item], policy: Policy, wanted: Wanted, today: date) -> list[Line]:
    return [_best(item, policy, wanted, today) for item in items]


def _best(item: Item, policy: Policy, wanted: Wanted, today: date) -> Line:
    """From the supplier from whom it costs least: what a month's need costs there, and what is lost while waiting."""
    lines = [_line(item, terms, policy, wanted, today) for terms in item.terms]
    if len(lines) == 1:
        return lines[0]
    need = summed(item.expected, MONTH)
    return min(lines, key=lambda line: ((line.terms.price or 0.0) * need + _lost_while_waiting(line, wanted), line.terms.lead_days))


def _line(item: Item, terms: Terms, policy: Policy, wanted: Wanted, today: date) -> Line:
    have = item.stock + item.coming
    draws = wanted(item, terms, policy.review)
    point = float(np.quantile(draws, policy.service, weights=WEIGHTS, method="inverted_cdf"))
    demand = summed(item.expected, terms.lead_days + policy.review)
    level = point + summed(item.expected, policy.review)
    needed = level - have if have <= point and point >= WHOLE else 0.0  # below, not one unit is wanted with this chance
    quantity = 0 if needed <= 0 else max(terms.minimum, math.ceil(needed / terms.pack - 1e-9) * terms.pack)
    quantity = math.ceil(quantity / terms.pack) * terms.pack
    runs_out = float(WEIGHTS @ (wanted(item, terms, 0) > item.stock + WHOLE)) / len(LENGTHS)
    return Line(item, terms, demand, point, level, quantity, runs_out, today + timedelta(days=math.ceil(terms.lead_days)))


def together(items: Sequence[Item], spread: SpreadOf) -> Wanted:
    """Tells of each of the items what may be wanted in the lead time of some of its terms and so many days more, amounts as likely as
    `WEIGHTS` say: float64[lengths × chances]. It is found for all that have the lead time at once."""
    found: dict[tuple[float, float, int], dict[str, Floats]] = {}

    def wanted(item: Item, terms: Terms, more: int) -> Floats:
        key = terms.lead_days, terms.lead_sd, more
        if key not in found:
            alike = [each for each in items if any((terms.lead_days, terms.lead_sd) == key[:2] for terms in each.terms)]
            found[key] = dict(zip((each.variant_id for each in alike), _draws(alike, *key, spread), strict=True))
        return found[key][item.variant_id]

    return wanted


def _draws(items: Sequence[Item], lead: float, sd: float, more: int, spread: SpreadOf) -> Floats:
    """float64[items, lengths × chances], see `together`."""
    restless, found = np.array([item.restless for item in items]), []
    for off, _ in LENGTHS:
        days = max(1, round(lead + off * sd) + more)
        found.append(spread(days).quantiles(np.array([summed(item.expected, days) for item in items]), restless, FINE.tolist()))
    return np.concatenate(found, axis=1)


def summed(expected: Floats, days: float) -> float:
    """What is expected in so many days from now; after what is told it goes on as in its last week."""
    whole = round(days)
    told = float(expected[:whole].sum())
    return told + max(whole - len(expected), 0) * float(expected[-7:].mean())


def _lost_while_waiting(line: Line, wanted: Wanted) -> float:
    worth = line.item.sells_for or 0.0
    margin = worth - line.terms.price if line.terms.price is not None and worth > line.terms.price else worth * HALF
    return float(WEIGHTS @ np.maximum(wanted(line.item, line.terms, 0) - line.item.stock, 0)) / len(LENGTHS) * margin


def within(lines: Sequence[Line], policy: Policy, spread: SpreadOf) -> list[Line]:
    """The lines cut to budget and space: pack by pack to whom the next is most likely to be sold for what it costs."""
    money, units = policy.budget if policy.budget is not None else math.inf, policy.space if policy.space is not None else math.inf
    given = [0] * len(lines)
    wanted = together([line.item for line in lines if line.quantity], spread)
    draws = [wanted(line.item, line.terms, policy.review) if line.quantity else np.zeros(0) for line in lines]
    heap = [(-_use(line, 0, draws[place]), place) for place, line in enumerate(lines) if line.quantity]
    heapq.heapify(heap)
    while heap:
        _, place = heapq.heappop(heap)
        line = lines[place]
        step = line.terms.pack if given[place] else max(line.terms.pack, math.ceil(line.terms.minimum / line.terms.pack) * line.terms.pack)
        cost = step * (line.terms.price or 0.0)
        if cost > money or step > units:
            continue
        money, units, given[place] = money - cost, units - step, given[place] + step
        if given[place] < line.quantity:
            heapq.heappush(heap, (-_use(line, given[place], draws[place]), place))
    return [replace(line, quantity=given[place], cut=line.quantity - given[place]) for place, line in enumerate(lines)]


def _use(line: Line, given: int, draws: Floats) -> float:
    """How likely the next unit is to be wanted, by what it brings for what it costs."""
    likely = float(WEIGHTS @ (draws > line.item.stock + line.item.coming + given)) / len(LENGTHS)
    cost = line.terms.price or 1.0
    return likely * (line.item.sells_for or 2 * cost) / cost


