"""What was, again: the season before, and the mean of late."""

from __future__ import annotations

import numpy as np

from .panel import Floats

LATELY = 28  # periods


def seasonal_naive(values: Floats, horizon: int, season: int = 1) -> Floats:
    """The last season once more, 0 where it is not known: float64[n, horizon]."""
    last = np.nan_to_num(values[:, -season:])
    last = np.pad(last, ((0, 0), (season - last.shape[1], 0)))
    return np.asarray(last[:, np.arange(horizon) % season], np.float64)


def recent_mean(values: Floats, horizon: int, season: int = 1) -> Floats:
    """The mean of the last `LATELY` periods that are known: float64[n, horizon]."""
    late = values[:, -LATELY:]
    mean = np.nansum(late, 1) / np.maximum(np.isfinite(late).sum(1), 1)
    return np.repeat(mean[:, None], horizon, axis=1)
