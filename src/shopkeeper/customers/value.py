"""What each customer will buy in the coming days, for how much, and whether they are still one.

Four ways to say it, measured against each other on the shop's own latest days, which none of them saw: as before (what they bought in
as many days just past), BG/NBD and Pareto/NBD with Gamma–Gamma, and trees that learn from earlier days of the shop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ..models.trees import Trees
from ..shop import InvalidFile
from .lifetimes import BgNbd, GammaGamma, ParetoNbd
from .lifetimes.counts import WEEK, Buying, Floats
from .purchases import Purchases, Summary, bought, summary
from .value_features import FEATURES, features

BEFORE, LEARNED = "as before", "learned"
BUYING: dict[str, type[BgNbd] | type[ParetoNbd]] = {"BG/NBD": BgNbd, "Pareto/NBD": ParetoNbd}
NAMES = (BEFORE, *BUYING, LEARNED)
AT_MOST = 10_000  # customers that a model with four parameters is fitted to
FEWEST = 10  # customers, and of them those who came back, without whom there is nothing to fit
FEWEST_ROWS = 400  # that trees learn from
STEP = 15  # days between two moments that trees learn from
HISTORY = 45  # days that must have passed before the first of them
_TREES = {"learning_rate": 0.04, "num_leaves": 4, "min_data_in_leaf": 40, "feature_fraction": 0.5, "lambda_l2": 10.0}
ROUNDS, ROUNDS_OF_AMOUNT = 150, 40
STEADY = 20  # mean purchases
_HEAD_START = 0.05  # of the mean amount, added to what somebody spent, so that the logarithm of little is not far below


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of customers for some days ahead, each float64[n]: the chance that they buy, on how many days they do, what they pay,
    and the chance that they are still customers at all."""

    buys: Floats
    orders: Floats
    amount: Floats
    alive: Floats


class ValueModel(Protocol):
    """Says what customers will do."""

    @property
    def name(self) -> str:
        """What it is called."""

    def say(self, purchases: Purchases, at: Summary, day: float, days: int) -> Said:
        """Of the customers of `at`, the summary of a day, for so many days from it on."""

    def to_dict(self) -> dict[str, Any]:
        """What there is to know of it, as JSON values."""

    def save(self, folder: Path) -> None:
        """Writes what `to_dict` does not hold."""


@dataclass(frozen=True, slots=True)
class AsBefore:
    """As much as in as many days just past."""

    name: str = BEFORE

    def say(self, purchases: Purchases, at: Summary, day: float, days: int) -> Said:
        """See `ValueModel.say`."""
        orders, amount = bought(purchases, at.who, day - days, day)
        known = (orders > 0).astype(float)
        return Said(known, orders, amount, known)

    def to_dict(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    def save(self, folder: Path) -> None:
        """Nothing either."""


@dataclass(frozen=True, slots=True)
class Lifetime:
    """A model of when people buy, times one of what they spend."""

    buying: Buying
    spending: GammaGamma

    @property
    def name(self) -> str:
        """Of the model of buying."""
        return self.buying.name

    @classmethod
    def fit(cls, name: str, at: Summary) -> Lifetime:
        """To all customers, or to `AT_MOST` that are drawn of them."""
        rows = np.arange(len(at.who))
        rows = np.sort(np.random.default_rng(0).permutation(rows)[:AT_MOST])
        return cls(BUYING[name].fit(at.counts.take(rows)), GammaGamma.fit(at.days[rows], at.spent[rows]))

    def say(self, purchases: Purchases, at: Summary, day: float, days: int) -> Said:
        """See `ValueModel.say`. Who buys `e` times on average while there does not buy at all with about exp(-e)."""
        orders, alive = self.buying.expected(at.counts, days / WEEK), self.buying.alive(at.counts)
        buys = alive * -np.expm1(-orders / np.maximum(alive, 1e-12))
        return Said(buys, orders, orders * self.spending.expected(at.days, at.spent), alive)

    def to_dict(self) -> dict[str, Any]:
        """The parameters."""
        return {"buying": self.buying.to_dict(), "spending": self.spending.to_dict()}

    def save(self, folder: Path) -> None:
        """Nothing: the parameters are all there is."""


@dataclass(frozen=True, slots=True)
class Learned:
    """Three groups of trees, one for each thing that is said, over `value_features`; for as many days as they learnt from. Those of the
    amount start from what a customer has spent so far, which by itself ranks customers well, and learn what to multiply it by. `unit` is
    the mean amount of whoever bought, `level` what brings all that was spent to all that was then paid at the latest moment, as a
    logarithm."""

    buys: Trees
    orders: Trees
    amount: Trees
    days: int
    unit: float
    level: float
    name: str = LEARNED

    @classmethod
    def fit(cls, purchases: Purchases, until: float, days: int) -> Learned:
        """From what customers did in `days` days after each of several moments, all of which ended before `until`. `InvalidFile` when
        the shop's history is too short for that."""
        moments = np.arange(until - days, HISTORY - 1, -STEP)
        tables = [_table(purchases, float(moment), days) for moment in moments]
        if sum(len(rows) for rows, _, _ in tables) < FEWEST_ROWS:
            got = f"{sum(len(rows) for rows, _, _ in tables)} in {len(tables)} moments"
            raise InvalidFile(f"orders: expected {FEWEST_ROWS} customers at earlier moments to learn from, got {got}")
        rows, orders, amount = (np.concatenate(column) for column in zip(*tables, strict=True))
        unit = float(amount[amount > 0].mean()) if (amount > 0).any() else 1.0
        grow, start = Trees.grow, _log_spent(rows, unit)
        level = float(np.log(max(amount.sum(), 1e-9) / np.exp(start).sum()))
        grown = cls(
            grow(rows, (orders > 0).astype(float), ROUNDS, {**_TREES, "objective": "binary"}),
            grow(rows, orders, ROUNDS, {**_TREES, "objective": "poisson"}),
            grow(rows, amount / unit, ROUNDS_OF_AMOUNT, {**_TREES, "objective": "tweedie", "tweedie_variance_power": 1.5},
                 start=start + level - np.log(unit)), days, unit, level,
        )  # fmt: skip
        return grown._levelled(tables[0][0], tables[0][2])

    def _levelled(self, rows: Floats, paid: Floats) -> Learned:
        """With the level of the latest moment that it learnt from: trees say the mean of all moments, among them those of another season.
        `STEADY` purchases beside the sums keep a handful from moving it."""
        some = STEADY * self.unit
        return replace(self, level=self.level + float(np.log((paid.sum() + some) / (self._amount(rows).sum() + some))))

    def _amount(self, rows: Floats) -> Floats:
        amount: Floats = np.exp(self.amount.raw(rows) + _log_spent(rows, self.unit) + self.level)
        return amount

    def say(self, purchases: Purchases, at: Summary, day: float, days: int) -> Said:
        """See `ValueModel.say`; for other than the days that were learnt from, in proportion."""
        rows, share = features(purchases, at.who, day), days / self.days
        buys = self.buys.predict(rows)
        chance = buys if days == self.days else -np.expm1(share * np.log1p(-np.minimum(buys, 1 - 1e-9)))
        return Said(chance, self.orders.predict(rows) * share, self._amount(rows) * share, buys)

    def to_dict(self) -> dict[str, Any]:
        """The days and the unit of money of the trees."""
        return {"days": self.days, "unit": self.unit, "level": self.level, "features": list(FEATURES)}

    def save(self, folder: Path) -> None:
        """Writes the trees."""
        for name in ("buys", "orders", "amount"):
            getattr(self, name).save(folder / f"{name}.txt")


def _log_spent(rows: Floats, unit: float) -> Floats:
    spent: Floats = np.log(rows[:, FEATURES.index("spent")] + _HEAD_START * unit)
    return spent


def _table(purchases: Purchases, day: float, days: int) -> tuple[Floats, Floats, Floats]:
    who = summary(purchases, day).who
    return features(purchases, who, day), *bought(purchases, who, day, day + days)


def fitted(name: str, purchases: Purchases, day: float, days: int) -> ValueModel:
    """A model of this name that knows what happened before a day. `InvalidFile` when that is too little."""
    if name == BEFORE:
        return AsBefore()
    if name == LEARNED:
        return Learned.fit(purchases, day, days)
    at = summary(purchases, day)
    if len(at.who) < FEWEST or (at.counts.repeats > 0).sum() < FEWEST:
        raise InvalidFile(f"orders: expected at least {FEWEST} customers who bought again, got {int((at.counts.repeats > 0).sum())}")
    return Lifetime.fit(name, at)


def loaded(name: str, config: Mapping[str, Any], folder: Path) -> ValueModel:
    """The model that `to_dict` and `save` wrote. `InvalidFile` when it is not whole or of features that there are no more."""
    try:
        if name == BEFORE:
            return AsBefore()
        if name == LEARNED:
            if list(config["features"]) != list(FEATURES):
                raise InvalidFile(f"{folder}: this version looks at other features of customers; train it anew")
            buys, orders, amount = (Trees.load(folder / f"{each}.txt") for each in ("buys", "orders", "amount"))
            return Learned(buys, orders, amount, config["days"], config["unit"], config["level"])
        return Lifetime(BUYING[name](**config["buying"]), GammaGamma(**config["spending"]))
    except (KeyError, TypeError) as error:
        raise InvalidFile(f"{folder}: not a model of the value of customers ({type(error).__name__}: {error})") from error
