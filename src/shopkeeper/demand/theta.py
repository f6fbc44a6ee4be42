"""The Theta method (Assimakopoulos and Nikolopoulos 2000): simple smoothing plus half of the slope of a line, freed of the season first."""

from __future__ import annotations

import numpy as np

from .panel import Floats
from .smoothing import LEVEL, smoothed

SURE = 1.645  # of the normal distribution, 90 %: how surely the season must show


def theta(values: Floats, horizon: int, season: int = 1) -> Floats:
    """Of each series: float64[n, horizon]."""
    factors = seasonal_factors(values, season)
    columns = values.shape[1]
    plain = values / factors[:, np.arange(columns) % factors.shape[1]]
    level, alpha = smoothed(plain, np.array(LEVEL))
    known = np.isfinite(plain).sum(1)
    steps = np.arange(horizon)
    drift = 0.5 * slope(plain)[:, None] * (steps + ((1 - (1 - alpha) ** known) / alpha)[:, None])
    ahead = factors[:, (columns + steps) % factors.shape[1]]
    return np.asarray((level[:, None] + drift) * ahead, np.float64)


def slope(values: Floats) -> Floats:
    """Of the line through the known values of each series, per period: float64[n]."""
    known = np.isfinite(values)
    count = np.maximum(known.sum(1), 1)
    at = np.arange(values.shape[1])
    centre = (known * at).sum(1) / count
    off = np.where(known, at - centre[:, None], 0.0)
    return np.asarray((off * np.nan_to_num(values)).sum(1) / np.maximum((off * off).sum(1), 1e-9), np.float64)


def seasonal_factors(values: Floats, season: int) -> Floats:
    """How many times the usual each phase is: float64[n, season], mean 1; all 1 where no season shows at its lag."""
    count = values.shape[1]
    if season < 2 or count < 3 * season:
        return np.ones((len(values), 1))
    known = np.isfinite(values)
    usual = np.nansum(values, 1) / np.maximum(known.sum(1), 1)
    found = np.ones((len(values), season))
    for phase in range(season):
        part = values[:, phase::season]
        there = np.isfinite(part).sum(1)
        found[:, phase] = (np.nansum(part, 1) + usual) / (there + 1) / np.where(usual > 0, usual, 1.0)
    found = np.clip(found, 0.05, None)
    found /= found.mean(1, keepdims=True)
    shown = _correlation(values, season) > SURE * np.sqrt((1 + 2 * sum(_correlation(values, lag) ** 2 for lag in range(1, season))) / count)
    return np.where(shown[:, None] & (usual > 0)[:, None], found, 1.0)


def _correlation(values: Floats, lag: int) -> Floats:
    """Of each series with itself so many periods before: float64[n]."""
    known = np.isfinite(values)
    centred = np.where(known, values - (np.nansum(values, 1) / np.maximum(known.sum(1), 1))[:, None], 0.0)
    return np.asarray((centred[:, lag:] * centred[:, :-lag]).sum(1) / np.maximum((centred**2).sum(1), 1e-12), np.float64)
