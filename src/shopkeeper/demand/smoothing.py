"""Exponential smoothing of many series at once, each with its own parameters.

The recursion runs over time once, for all series and all parameters of a grid side by side; of each series the parameters with the smallest
squared error one step ahead are kept, forms by the corrected Akaike criterion (Hyndman, Koehler, Ord and Snyder 2008: ANN, AAdN, ANA,
AAdA). What is not known changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .panel import Floats

LEVEL = (0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8)
FEW_LEVEL, TREND, SEASON, DAMPED = (0.03, 0.1, 0.25, 0.5), (0.02, 0.1), (0.03, 0.12), 0.95
START = 10  # first known values whose mean the level starts from
FEWEST_SEASONS = 3  # without which no season is looked for


@dataclass(frozen=True, slots=True)
class Grid:
    """Parameters side by side, float64[p] each: of the level, the damped trend and the season; 0 = there is none. `cost` is how many
    numbers each form fits."""

    alpha: Floats
    beta: Floats
    gamma: Floats
    cost: Floats


def grid(season: int) -> Grid:
    """The forms and parameters that are tried; seasonal ones only where there is a season."""
    rows = [(a, 0.0, 0.0, 2.0) for a in LEVEL] + [(a, a * b, 0.0, 5.0) for a in FEW_LEVEL for b in TREND]
    if season > 1:
        rows += [(a, 0.0, g * (1 - a), 2.0 + season) for a in FEW_LEVEL for g in SEASON]
        rows += [(a, a * b, g * (1 - a), 5.0 + season) for a in FEW_LEVEL for b in TREND[:1] for g in SEASON[:1]]
    return Grid(*np.array(rows).T)


def starting_level(values: Floats) -> Floats:
    """The mean of the first known values: float64[n]; 0 where nothing is known."""
    known = np.isfinite(values)
    early = known & (np.cumsum(known, axis=1) <= START)
    return np.asarray(np.where(early, values, 0).sum(1) / np.maximum(early.sum(1), 1), np.float64)


def smoothed(values: Floats, alphas: Floats) -> tuple[Floats, Floats]:
    """The level of simple smoothing after the last period, for each series the best of `alphas` (float64[p]): (level, alpha), each
    float64[n]."""
    level = np.repeat(starting_level(values)[:, None], len(alphas), axis=1)
    errors = np.zeros_like(level)
    for column, unknown in zip(values.T, np.isnan(values.T), strict=True):
        error = column[:, None] - level
        error[unknown] = 0
        errors += error * error
        level += alphas * error
    best = errors.argmin(1)[:, None]
    return np.take_along_axis(level, best, 1)[:, 0], alphas[best[:, 0]]


def simple(values: Floats, horizon: int, season: int = 1) -> Floats:
    """Simple exponential smoothing, its rate chosen for each series: float64[n, horizon]."""
    return np.repeat(smoothed(values, np.array(LEVEL))[0][:, None], horizon, axis=1)


def first_pattern(values: Floats, season: int) -> Floats:
    """How far each phase of the first seasons lies from their mean: float64[n, season]; 0 where that is not known."""
    head = values[:, : max(season, min(values.shape[1], season * 8) // season * season)]
    found = np.zeros((len(values), season))
    with np.errstate(all="ignore"):
        centre = np.nansum(head, 1) / np.maximum(np.isfinite(head).sum(1), 1)
        for phase in range(season):
            part = head[:, phase::season]
            found[:, phase] = np.nansum(part - centre[:, None], 1) / np.maximum(np.isfinite(part).sum(1) + 1, 1)
    return found


def ets(values: Floats, horizon: int, season: int = 1) -> Floats:
    """Of each series the best of the forms and parameters of `grid`: float64[n, horizon]."""
    with_season = season > 1 and values.shape[1] >= FEWEST_SEASONS * season
    tried = grid(season if with_season else 1)
    cycle = season if with_season else 1
    level = np.repeat(starting_level(values)[:, None], len(tried.alpha), axis=1)
    trend, errors = np.zeros_like(level), np.zeros_like(level)
    pattern = first_pattern(values, cycle) if with_season else np.zeros((len(values), 1))
    phases = [np.where(tried.gamma > 0, pattern[:, [phase]], 0.0) for phase in range(cycle)]
    for at, (column, unknown) in enumerate(zip(values.T, np.isnan(values.T), strict=True)):
        phase = phases[at % cycle]
        trend *= DAMPED
        level += trend
        error = column[:, None] - level - phase
        error[unknown] = 0
        errors += error * error
        level += tried.alpha * error
        trend += tried.beta * error
        phase += tried.gamma * error
    best = _chosen(errors, np.isfinite(values).sum(1), tried.cost)
    ahead = np.arange(1, horizon + 1)
    damping = np.cumsum(DAMPED**ahead)
    rows = np.arange(len(values))
    seasons = np.stack([phases[(values.shape[1] + step) % cycle][rows, best] for step in range(horizon)], axis=1)
    return np.asarray(level[rows, best][:, None] + trend[rows, best][:, None] * damping + seasons, np.float64)


def _chosen(errors: Floats, known: Floats, cost: Floats) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The column with the smallest corrected Akaike criterion of each row."""
    count = np.maximum(known, 3.0)[:, None]
    penalty = 2 * cost + np.where(count - cost - 2 > 0, 2 * (cost + 1) * (cost + 2) / np.maximum(count - cost - 2, 1e-9), np.inf)
    return np.asarray((count * np.log(errors / count + 1e-12) + penalty).argmin(1), np.int64)
