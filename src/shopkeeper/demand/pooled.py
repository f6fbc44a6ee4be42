"""How demand over a lead time spreads, for ordering: its variance is so many times its mean, as often as all things together show.

What one thing did of late says little about its tail: a safety stock by its own standard deviation holds too much of what had one large
order and too little of what has not had it yet. On a real shop's year the factor of all things needed a sixth less stock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Protocol

import numpy as np

from .panel import Floats

LEAST = 0.01  # units a day; what sells less does not tell


class Quantiles(Protocol):
    """Says what is not exceeded with given chances."""

    def quantiles(self, expected: Floats, restlessness: Floats, levels: Sequence[float]) -> Floats:
        """float64[…, levels] for what is expected (float64[…]), in units."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """The variance is `times` the mean."""

    times: float

    @classmethod
    def learn(cls, values: Floats) -> Pooled:
        """The median over things of the variance of a day in terms of its mean (float64[n, days], NaN where not known); 1 at least, as of
        single units that come by chance."""
        count = np.maximum(np.isfinite(values).sum(1), 1)
        mean = np.nansum(values, 1) / count
        variance = np.nansum(values**2, 1) / count - mean**2
        told = variance[mean > LEAST] / mean[mean > LEAST]
        return cls(max(float(np.median(told)), 1.0) if len(told) else 1.0)

    def quantiles(self, expected: Floats, restlessness: Floats, levels: Sequence[float]) -> Floats:
        """Of the normal distribution with that variance, never below 0; `restlessness` of one thing is not looked at."""
        off = np.array([NormalDist().inv_cdf(level) for level in levels])
        return np.asarray(np.maximum(expected[..., None] + off * np.sqrt(self.times * np.maximum(expected, 0))[..., None], 0), np.float64)
