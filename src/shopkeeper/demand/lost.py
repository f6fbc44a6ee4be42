"""What was about not sold while a thing was sold out."""

from __future__ import annotations

import numpy as np

from .panel import Bools, Floats

AROUND = 28  # days before and after that tell what would have sold
SEASON = 7
FEWEST = 5  # days of them


def filled(values: Floats, out: Bools) -> Floats:
    """The values with what would about have sold where a thing was `out`: the mean of the days around on which it could be had, times the
    factor of the weekday of all things together. What is not known for another reason stays so; so does a day without enough around."""
    if not out.any():
        return values
    there = np.where(out, np.nan, values)
    factors = _weekdays(there)
    plain = there / factors[np.arange(values.shape[1]) % SEASON]
    known = np.isfinite(plain)
    total, count = _running(np.where(known, plain, 0.0)), _running(known.astype(float))
    usual = np.where(count >= FEWEST, total / np.maximum(count, 1), 0.0)
    return np.asarray(np.where(out, usual * factors[np.arange(values.shape[1]) % SEASON], values), np.float64)


def _running(values: Floats) -> Floats:
    """Sums over `AROUND` columns before and after each."""
    padded = np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))
    columns = np.arange(values.shape[1])
    begin, end = np.maximum(columns - AROUND, 0), np.minimum(columns + AROUND + 1, values.shape[1])
    return np.asarray(padded[:, end] - padded[:, begin], np.float64)


def _weekdays(values: Floats) -> Floats:
    """How many times the usual each phase of the week sells, of all things: float64[7], mean 1."""
    sums = np.nansum(values, 0)
    found = np.array([sums[phase::SEASON].mean() if len(sums[phase::SEASON]) else 1.0 for phase in range(SEASON)])
    return np.asarray(found / found.mean(), np.float64) if found.min() > 0 else np.ones(SEASON)
