"""Which model says best what customers will do: each is fitted to what came before the shop's latest days and measured on those."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..evaluation import Difference, Interval, auc, compare, mean
from ..evaluation.intervals import resample
from ..shop import InvalidFile
from .lifetimes.counts import Floats
from .purchases import Ints, Purchases, bought, summary
from .value import NAMES, Said, fitted

LEAST = 0.01  # of the mean amount: what a model at least says of anybody
TOP = 0.1  # the share of customers that are called the best
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Trial:
    """One model on days that it did not see. `said` of the customers `who`; `orders` and `amount` are what they did, float64[n]."""

    model: str
    who: Ints
    said: Said
    orders: Floats
    amount: Floats

    @property
    def errors(self) -> Floats:
        """How far off what was said of each customer is: the unit deviance of a Tweedie distribution of power 1.5 (Jørgensen 1987), in
        units of the mean amount. Unlike the absolute error it is smallest where the mean is said, not the nothing that most pay."""
        unit = max(float(self.amount.mean()), 1e-9)
        said, paid = np.maximum(self.said.amount / unit, LEAST), self.amount / unit
        deviance: Floats = 4 * (np.sqrt(said) - np.sqrt(paid)) ** 2 / np.sqrt(said)
        return deviance

    def metrics(self) -> dict[str, Interval]:
        """`deviance`, the mean of `errors`; `auc` of who bought; `mae_orders` and `mae_amount`, mean absolute errors of a customer;
        `top_decile`, the share of all that was paid that came from the tenth of customers with the highest value; `calibration`, what
        was said to be paid over what was."""
        found = {"deviance": mean(self.errors.tolist()), "mae_orders": mean(np.abs(self.said.orders - self.orders).tolist()),
                 "mae_amount": mean(np.abs(self.said.amount - self.amount).tolist())}
        area = auc(self.said.buys.tolist(), (self.orders > 0).tolist())
        if area is not None:
            found["auc"] = area
        if self.amount.sum() > 0:
            found |= {"top_decile": _interval(self.said.amount, self.amount, captured),
                      "calibration": _interval(self.said.amount, self.amount, _promised)}
        return found


def captured(said: Floats, paid: Floats) -> Floats:
    """The share of `paid` that the `TOP` of the customers with the highest `said` paid, row by row: float64[samples]."""
    n = int(np.ceil(said.shape[1] * TOP))
    best = np.argpartition(-said, n - 1, axis=1)[:, :n]
    share: Floats = np.take_along_axis(paid, best, 1).sum(1) / np.maximum(paid.sum(1), 1e-9)
    return share


def _promised(said: Floats, paid: Floats) -> Floats:
    """What was said over what was paid, row by row: float64[samples]."""
    share: Floats = said.sum(1) / np.maximum(paid.sum(1), 1e-9)
    return share


def _interval(said: Floats, paid: Floats, statistic: Callable[[Floats, Floats], Floats]) -> Interval:
    """By the bootstrap over customers."""
    rows = np.arange(len(said), dtype=float)
    drawn = resample(rows, lambda picks: statistic(said[picks.astype(np.int64)], paid[picks.astype(np.int64)]), seed=0, samples=500)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Interval(float(statistic(said[None], paid[None])[0]), float(low), float(high))


@dataclass(frozen=True, slots=True)
class Trials:
    """All models on the same days, from `day` on; `left_out` are those that could not be fitted, with the reason."""

    day: float
    days: int
    trials: tuple[Trial, ...]
    left_out: dict[str, str]

    @property
    def best(self) -> Trial:
        """With the smallest mean error."""
        return min(self.trials, key=lambda trial: float(trial.errors.mean()))

    def less(self, other: str) -> Difference | None:
        """How much smaller the mean error of the best is than that of another model, customer by customer; None when that was left out."""
        found = next((trial for trial in self.trials if trial.model == other), None)
        return compare(found.errors.tolist(), self.best.errors.tolist()) if found else None

    def to_dict(self) -> dict[str, Any]:
        """`{days, best, models: {name: {metric: {value, low, high}}}, saved: {name: difference}, left_out}`."""
        models = {trial.model: {name: found.to_dict() for name, found in trial.metrics().items()} for trial in self.trials}
        saved = {name: found.to_dict() for name in models if name != self.best.model and (found := self.less(name))}
        return {"days": self.days, "best": self.best.model, "models": models, "saved": saved, "left_out": self.left_out}


def trials(
    purchases: Purchases, days: int, names: Sequence[str] = NAMES, day: float | None = None, progress: Progress | None = None,
) -> Trials:  # fmt: skip
    """The models of these names, fitted to what came before `day` (default: so many days before the end) and measured on `days` days from
    it on, on every customer who had bought before. `InvalidFile` when nobody had."""
    cut = purchases.end - days if day is None else day
    if not (purchases.at < cut).any():
        raise InvalidFile(f"orders: expected some from before the latest {days} days, on which models are measured, got none")
    at = summary(purchases, cut)
    orders, amount = bought(purchases, at.who, cut, cut + days)
    found, left_out = [], {}
    for number, name in enumerate(names, 1):
        try:
            said = fitted(name, purchases, cut, days).say(purchases, at, cut, days)
            found.append(Trial(name, at.who, said, orders, amount))
        except InvalidFile as error:
            left_out[name] = str(error)
        if progress:
            progress("models of value", number, len(names))
    if not found:
        raise InvalidFile(f"orders: no model can be fitted: {next(iter(left_out.values()))}")
    return Trials(cut, days, tuple(found), left_out)
