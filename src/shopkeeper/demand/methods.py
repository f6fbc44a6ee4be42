"""The ways of forecasting, by name: each a function of what was (float64[n, columns], NaN where not known), how far, and the season."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .intermittent import imapa, sba, tsb
from .learned import Learned
from .naive import recent_mean, seasonal_naive
from .panel import Floats, Panel
from .smoothing import ets
from .theta import theta

Method = Callable[[Floats, int, int], Floats]
LEARNED, LEARNED_MEDIAN = "learned", "learned-median"  # the latter says no mean
METHODS: dict[str, Method] = {
    "seasonal-naive": seasonal_naive, "recent-mean": recent_mean, "ets": ets, "theta": theta, "sba": sba, "tsb": tsb, "imapa": imapa,
}  # fmt: skip
NAMES = (*METHODS, LEARNED, LEARNED_MEDIAN)


def said_by(names: tuple[str, ...], panel: Panel, horizon: int, learned: Learned | None, extra: Floats | None = None) -> dict[str, Floats]:
    """What each of the named methods says of the periods after the panel, never below 0: float64[n, horizon] each."""
    season = panel.period.season
    found = {name: np.maximum(METHODS[name](panel.values, horizon, season), 0) for name in names if name in METHODS}
    if learned and {LEARNED, LEARNED_MEDIAN} & set(names):
        found[LEARNED], found[LEARNED_MEDIAN] = learned.say(panel, horizon, extra)
    return {name: found[name] for name in names if name in found}
