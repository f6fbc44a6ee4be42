"""Tests on visitors: who gets which arm, whether the arms are as large as they should be, and who is ahead, at any time one looks.

A visitor's arm is made of the experiment's name and the visitor's alone: every process says the same and nothing is stored.
The intervals are always valid: they hold at all times together, so that one may look every day and stop when something is decided.
They are the normal mixture of Robbins (1970), as the mSPRT of Johari, Pekelis and Walsh (2017); with estimated variances they hold
for proportions and for means of any kind as the counts grow (Waudby-Smith et al. 2024, asymptotic confidence sequences).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from .intervals import Interval

RATIO_ALPHA = 0.001  # a split as lopsided as this happens once in a thousand experiments by chance (Fabijan et al. 2019)
FEWEST = 100  # visitors of each arm before anything is said
FEWEST_EVENTS = 20  # visitors with a value other than 0 in both arms together before anything is said
_POWER = 0.8
_MOST = 10**9


def drawn(name: str, visitor: str) -> float:
    """A number of [0, 1) for a visitor and a draw of this name, the same for ever: draws of different names are independent."""
    return int.from_bytes(blake2b(f"{name}\0{visitor}".encode(), digest_size=8).digest()) / 2**64


def assigned(name: str, visitor: str, shares: Sequence[float]) -> int:
    """The number of the arm that a visitor has in the experiment `name`; `shares` are the arms' parts in relation to each other."""
    place, total = drawn(name, visitor) * sum(shares), 0.0
    for number, share in enumerate(shares):
        total += share
        if place < total:
            return number
    return len(shares) - 1


def sample_ratio(counts: Sequence[int], shares: Sequence[float]) -> float:
    """The chance of visitor counts as far from their shares as these or farther, by Pearson's chi-square; 1 for no visitors. Below
    `RATIO_ALPHA` something loses visitors of one arm, and no figure of the experiment can be trusted."""
    from scipy.special import gammaincc

    total, parts = sum(counts), sum(shares)
    if not total:
        return 1.0
    wanted = [total * share / parts for share in shares]
    square = sum((count - want) ** 2 / want for count, want in zip(counts, wanted, strict=True))
    return float(gammaincc((len(counts) - 1) / 2, square / 2))


@dataclass(frozen=True, slots=True)
class Sample:
    """What the visitors of an arm did by one measure: how many there are, how many with a value other than 0, mean, variance."""

    n: int
    active: int
    mean: float
    variance: float

    @classmethod
    def of(cls, values: npt.ArrayLike) -> Sample:
        """From a value of each visitor."""
        data = np.asarray(values, np.float64)
        if not len(data):
            return cls(0, 0, 0.0, 0.0)
        return cls(len(data), int(np.count_nonzero(data)), float(data.mean()), float(data.var(ddof=1)) if len(data) > 1 else 0.0)


@dataclass(frozen=True, slots=True)
class Compared(Interval):
    """How much higher an arm's mean is than the first's, with its always-valid interval, and `p`, the always-valid chance of
    a difference as large as this at any look so far if there were none. `enough`: whether there are visitors enough to say
    anything; without it the interval is without ends and `p` is 1."""

    p: float
    enough: bool

    def to_dict(self) -> dict[str, float]:
        ends = Interval(self.value, self.low, self.high).to_dict() if self.enough else {"value": round(self.value, 6)}
        return {**ends, "p": round(self.p, 6)}


def compare_arms(first: Sample, other: Sample, *, alpha: float = 0.05, planned: float = 10_000) -> Compared:
    """Other less first. The interval is narrowest, for its alpha, when each arm has about `planned` visitors."""
    difference = other.mean - first.mean
    few = min(first.n, other.n) < FEWEST or first.active + other.active < FEWEST_EVENTS
    error = 0.0 if few else first.variance / first.n + other.variance / other.n
    if not error:  # without any spread there is nothing to measure a difference by
        return Compared(difference, -math.inf, math.inf, 1.0, False)
    size = 1 / first.n + 1 / other.n
    mixed = _mixing(alpha, planned) / size  # variance of the mixture in units of the error's
    half = math.sqrt(error * (1 + mixed) / mixed * (2 * math.log(1 / alpha) + math.log1p(mixed)))
    log_odds = difference**2 / error * mixed / (2 * (1 + mixed)) - math.log1p(mixed) / 2
    return Compared(difference, difference - half, difference + half, math.exp(-max(log_odds, 0.0)), True)


def _mixing(alpha: float, planned: float) -> float:
    """The variance of the mixture, in units of one visitor's, that makes the interval narrowest at `planned` visitors in each arm
    (Waudby-Smith et al. 2024, appendix C.3)."""
    return 2 / planned * (-2 * math.log(alpha) + math.log(-2 * math.log(alpha) + 1))


def visitors_needed(mean: float, variance: float, detect: float, *, alpha: float = 0.05, power: float = _POWER) -> int:
    """How many visitors each arm needs to find, with chance `power`, a change of `detect` (a share of `mean`) by an interval that
    is always valid; at most 10^9. The interval is made to be narrowest then: nearly twice as many as a test needs that is looked at
    once, but one that may stop as soon as it is decided."""
    change, beta = abs(mean * detect), NormalDist().inv_cdf(power)
    if not change or not variance:
        return _MOST
    mixed = -2 * math.log(alpha) + math.log(-2 * math.log(alpha) + 1)
    width = math.sqrt((1 + mixed) / mixed * (2 * math.log(1 / alpha) + math.log1p(mixed)))
    return min(_MOST, math.ceil(2 * variance * ((width + beta) / change) ** 2))
