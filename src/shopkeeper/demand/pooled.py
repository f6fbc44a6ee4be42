"""How demand over a lead time spreads, for ordering: by how much a thing's days vary, tempered by all things, and by how earlier forecasts
turned out.

What one thing did of late says little about its tail: a safety stock by its own standard deviation holds too much of what had one large
order and too little of what has not had it yet. So its variance in terms of its mean is put halfway to that of all things, and demand is
held to be gamma distributed, which has the long tail that sales have (Burgin 1975). Days vary less than forecasts err, so a chance that is
asked for is put where as large a share of what came at earlier moments lay (recalibration: Kuleshov, Fenner and Ermon 2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from .panel import Floats

LEAST = 0.01  # units a day; what sells less does not tell
TELLS = 0.5  # units expected at an earlier moment, of which less does not tell either
HALFWAY = 0.5
SUREST = 1 - 1e-6  # beyond which no past tells


class Quantiles(Protocol):
    """Says what is not exceeded with given chances."""

    def quantiles(self, expected: Floats, restlessness: Floats, levels: Sequence[float]) -> Floats:
        """float64[…, levels] for what is expected (float64[…]), in units."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """The variance of all things is `times` the mean; `came` float64[m], ascending, says how far up in its distribution each amount lay
    that came at an earlier moment, 0 to 1: empty where nothing is known of that."""

    times: float
    came: Floats

    @classmethod
    def learn(cls, values: Floats, expected: Floats | None = None, came: Floats | None = None) -> Pooled:
        """From days of all things (float64[n, days], NaN where not known) and what was expected and came in as long a time as orders look
        ahead, at earlier moments: float64[moments, n] each, in the same order."""
        own = variance_ratio(values)
        told = own[np.isfinite(own)]
        found = cls(max(float(np.median(told)), 1.0) if len(told) else 1.0, np.zeros(0))
        if expected is None or came is None:
            return found
        known = np.isfinite(came) & (expected > TELLS)
        factor = np.broadcast_to(found._factor(own), expected.shape)[known]
        return cls(found.times, np.sort(_below(came[known], expected[known], factor)))

    def quantiles(self, expected: Floats, restlessness: Floats, levels: Sequence[float]) -> Floats:
        """`restlessness` float64[…] is the variance of a thing's days in terms of their mean, see `variance_ratio`."""
        from scipy.special import gammaincinv

        factor, shape = self._factor(restlessness), np.maximum(expected, 1e-9)
        reached = self._reached(levels)
        return np.asarray(gammaincinv((shape / factor)[..., None], reached) * factor[..., None], np.float64)

    def _factor(self, own: Floats) -> Floats:
        """The variance in terms of the mean: halfway, as factors go, between a thing's own and that of all."""
        return np.asarray(np.sqrt(np.maximum(np.nan_to_num(own, nan=self.times), 1.0) * self.times), np.float64)

    def _reached(self, levels: Sequence[float]) -> Floats:
        """How far up what came lay with these chances; where too few moments tell, no less than was asked for. Below the middle in
        proportion: a third of what came may be no sale at all, of rare things, and says nothing of what sells every day."""
        asked, count = np.asarray(levels, np.float64), len(self.came)
        upper = np.maximum(asked, HALFWAY)
        place = np.ceil((count + 1) * upper).astype(np.int64)
        came = np.append(self.came, self.came[-1:] if count else 0.0)  # the last once more: what is beyond it
        told = came[np.minimum(place - 1, count)]
        found = np.minimum(np.where(place <= count, told, np.maximum(told, upper)), SUREST)
        return np.asarray(np.where(asked < HALFWAY, asked / HALFWAY * found, found), np.float64)


def variance_ratio(values: Floats) -> Floats:
    """The variance of each thing's days in terms of their mean, NaN of what sells too little to tell: float64[n]."""
    count = np.maximum(np.isfinite(values).sum(1), 1)
    mean = np.nansum(values, 1) / count
    variance = np.nansum(values**2, 1) / count - mean**2
    return np.asarray(np.where(mean > LEAST, variance / np.maximum(mean, LEAST), np.nan), np.float64)


def _below(came: Floats, expected: Floats, factor: Floats) -> Floats:
    from scipy.special import gammainc

    return np.asarray(gammainc(expected / factor, came / factor), np.float64)
