"""What sells now and then: Croston (1972), its unbiased form SBA (Syntetos and Boylan 2005), TSB (Teunter, Syntetos and Babai 2011), and
smoothing at coarser grains, ADIDA and IMAPA (Nikolopoulos 2011; Petropoulos and Kourentzes 2015). Many series at once."""

from __future__ import annotations

import numpy as np

from .panel import Floats
from .smoothing import LEVEL, smoothed

RATES = (0.05, 0.1, 0.2, 0.3)
COARSEST = 28  # periods that are added up at most


def intervals(values: Floats) -> Floats:
    """The mean number of periods from one sale to the next of each series: float64[n], at least 1."""
    from_first = np.cumsum(np.nan_to_num(values) > 0, axis=1) > 0
    known = (np.isfinite(values) & from_first).sum(1)
    return np.asarray(np.maximum(known / np.maximum((np.nan_to_num(values) > 0).sum(1), 1), 1.0), np.float64)


def _croston(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Size of a sale, periods between two, and the rate, of each series the rate of the smallest error: float64[n] each."""
    rates = np.array(RATES)
    shape = (len(values), len(rates))
    sold = np.nan_to_num(values) > 0
    usual = np.nansum(values, 1) / np.maximum(sold.sum(1), 1)
    size, gap = np.repeat(usual[:, None], shape[1], 1), np.repeat(intervals(values)[:, None], shape[1], 1)
    since, errors = np.ones(len(values)), np.zeros(shape)
    for column, known in zip(np.nan_to_num(values.T), np.isfinite(values.T), strict=True):
        errors += np.where(known[:, None], (column[:, None] - size / gap) ** 2, 0.0)
        hit = (column > 0)[:, None]
        size += np.where(hit, rates * (column[:, None] - size), 0.0)
        gap += np.where(hit, rates * (since[:, None] - gap), 0.0)
        since = np.where(hit[:, 0], 1.0, since + known)
    best = errors.argmin(1)[:, None]
    return np.take_along_axis(size, best, 1)[:, 0], np.take_along_axis(gap, best, 1)[:, 0], rates[best[:, 0]]


def sba(values: Floats, horizon: int, season: int = 1) -> Floats:
    """Croston's ratio without its bias: float64[n, horizon]."""
    size, gap, rate = _croston(values)
    return np.repeat(((1 - rate / 2) * size / gap)[:, None], horizon, axis=1)


def tsb(values: Floats, horizon: int, season: int = 1) -> Floats:
    """Chance of a sale times its size, the chance smoothed in every period, so that what no longer sells fades: float64[n, horizon]."""
    rates = np.array([(a, b) for a in (0.1, 0.3) for b in (0.02, 0.05, 0.1, 0.2)])
    sold = np.nan_to_num(values) > 0
    size = np.repeat((np.nansum(values, 1) / np.maximum(sold.sum(1), 1))[:, None], len(rates), axis=1)
    chance, errors = np.repeat((1 / intervals(values))[:, None], len(rates), axis=1), np.zeros((len(values), len(rates)))
    for column, there in zip(np.nan_to_num(values.T), np.isfinite(values.T), strict=True):
        known, amount = there[:, None], column[:, None]
        errors += np.where(known, (amount - chance * size) ** 2, 0.0)
        chance += np.where(known, rates[:, 1] * ((amount > 0) - chance), 0.0)
        size += np.where(amount > 0, rates[:, 0] * (amount - size), 0.0)
    best = errors.argmin(1)[:, None]
    return np.repeat(np.take_along_axis(chance * size, best, 1), horizon, axis=1)


def imapa(values: Floats, horizon: int, season: int = 1) -> Floats:
    """The mean of simple smoothing at every grain from one period to the usual gap between two sales: float64[n, horizon]."""
    widest = np.minimum(np.round(intervals(values)), COARSEST).astype(int)
    total = np.zeros(len(values))
    for width in range(1, int(widest.max(initial=1)) + 1):
        rows = np.flatnonzero(widest >= width)
        total[rows] += smoothed(_coarser(values[rows], width), np.array(LEVEL))[0] / width
    return np.repeat((total / widest)[:, None], horizon, axis=1)


def _coarser(values: Floats, width: int) -> Floats:
    """Sums of so many periods, the last complete; NaN where a part is not known."""
    columns = values.shape[1] // width * width
    found: Floats = values[:, values.shape[1] - columns :].reshape(len(values), -1, width).sum(2)
    return found
