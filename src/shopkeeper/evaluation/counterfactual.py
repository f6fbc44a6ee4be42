"""What another policy would have earned, told from lists that one policy showed by known chances.

Reward is counted at each place of a list, and what a place earns is taken to depend on who asks, the product and the place: not on
the products at other places (the item-position model, Li et al. 2018). A product that stands where the other policy would not have
put it says nothing of that policy; one that stands where it would counts for all the times that it might have stood there: by the
other policy's chance over that of the log.

IPS: Horvitz and Thompson (1952). SNIPS: Swaminathan and Joachims (2015). Doubly robust: Dudík, Langford and Li (2011).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .intervals import Interval
from .proportions import Z95

FEWEST = 30  # effective lists before anything is said
_NOISE = 1e-9  # of sums of floating-point numbers

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a model of the reward expects of each place: `shown` of the product that stood there, `other` of those that the other
    policy would have put there, weighted by its chances; both float[n, k]."""

    shown: Floats
    other: Floats


@dataclass(frozen=True, slots=True)
class Estimate:
    """Reward of a list, mean over n lists, with 95 % intervals. `logged` is what was earned; `ips`, `snips` and `doubly_robust`
    (None without a model of the reward) what the other policy would have; `gain` the surest of these less `logged`.

    `lists` were counted; `effective` is how many lists without weights would be as sure (Kish 1965). `support` is the mean weight,
    1 on average where the log could have shown all that the other policy would: see `supported`.
    """

    logged: Interval
    ips: Interval
    snips: Interval
    doubly_robust: Interval | None
    gain: Interval
    lists: int
    effective: float
    support: Interval

    @property
    def supported(self) -> bool:
        """Whether the log can tell at all: a mean weight surely below 1 says that the other policy shows what the log never did."""
        return self.support.low - _NOISE <= 1 <= self.support.high + _NOISE

    @property
    def decided(self) -> bool:
        """Whether the other policy is surely better or surely worse; of few effective lists no interval can be trusted."""
        return self.supported and self.effective >= FEWEST and (self.gain.low > _NOISE or self.gain.high < -_NOISE)

    def to_dict(self) -> dict[str, object]:
        """All of it as JSON values."""
        figures = {name: getattr(self, name) for name in ("logged", "ips", "snips", "doubly_robust", "gain", "support")}
        return {**{name: each.to_dict() if each else None for name, each in figures.items()}, "lists": self.lists,
                "effective": round(self.effective, 1), "supported": self.supported, "decided": self.decided}


def estimate(rewards: npt.ArrayLike, chances: npt.ArrayLike, others: npt.ArrayLike, *, expected: Expected | None = None,
             groups: npt.ArrayLike | None = None) -> Estimate:
    """Off-policy estimates from float[n, k]: `rewards` of n lists at k places, `chances` by which the log put the product there that
    stood there (0 past the end of a list that is shorter than k), `others` by which the other policy would have put it there (1 or
    0 where nothing is left to chance). `groups` int[n] are the visitors, whose lists are not independent of each other; without
    it each list is a visitor of its own."""
    earned, chance, other = (np.asarray(each, np.float64) for each in (rewards, chances, others))
    _check(earned, chance, other)
    weights = np.divide(other, chance, out=np.zeros_like(chance), where=chance > 0)
    members = np.unique(np.asarray(groups), return_inverse=True)[1] if groups is not None else np.arange(len(earned))
    totals, logged = (weights * earned).sum(1), earned.sum(1)
    normal, residuals = _normalised(weights, earned)
    robust = None if expected is None else (expected.other + weights * (earned - expected.shown)).sum(1)
    best, centred = (normal, residuals) if robust is None else (float(robust.mean()), robust - robust.mean())
    gain = _interval(best - float(logged.mean()), centred - (logged - logged.mean()), members)
    support = weights.sum(1) / (chance > 0).sum(1)
    return Estimate(
        _mean(logged, members), _mean(totals, members), _interval(normal, residuals, members),
        None if robust is None else _mean(robust, members), gain, len(earned), _effective(weights), _mean(support, members),
    )


def _check(earned: Floats, chance: Floats, other: Floats) -> None:
    if earned.ndim != 2 or not earned.size or not earned.shape == chance.shape == other.shape:
        raise ValueError(f"three arrays of one shape [lists, places] expected: {earned.shape}, {chance.shape}, {other.shape}")
    if not all(((each >= 0) & (each <= 1)).all() for each in (chance, other)) or not (chance > 0).any(1).all():
        raise ValueError("chances from 0 to 1 expected, and a product in every list")


def _normalised(weights: Floats, earned: Floats) -> tuple[float, Floats]:
    """SNIPS, each place normalised by its own weights, and what each list adds to its error (delta method)."""
    there = weights.mean(0)
    rates = np.divide((weights * earned).mean(0), there, out=np.zeros_like(there), where=there > 0)
    shares = np.divide(weights, there, out=np.zeros_like(weights), where=there > 0)
    return float(rates.sum()), (shares * (earned - rates)).sum(1)


def _effective(weights: Floats) -> float:
    square = float((weights**2).sum())
    return float(weights.sum()) ** 2 / square / weights.shape[1] if square else 0.0


def _mean(values: Floats, members: Numbers) -> Interval:
    middle = float(values.mean())
    return _interval(middle, values - middle, members)


def _interval(value: float, residuals: Floats, members: Numbers) -> Interval:
    """A mean with the error that the residuals of its lists make, summed over each visitor first."""
    sums = np.bincount(members, weights=residuals)
    n = len(sums)
    error = np.sqrt((sums**2).sum() * n / max(n - 1, 1)) / len(residuals)
    return Interval(value, value - Z95 * float(error), value + Z95 * float(error))
