"""The ways of forecasting, by name: each a function of what was (float64[n, columns], NaN where not known), how far, and the season."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..models import chronos
from ..shop import InvalidQuery
from .intermittent import imapa, sba, tsb
from .learned import Learned, LearnedMean
from .naive import recent_mean, seasonal_naive
from .panel import Floats, Panel
from .smoothing import ets
from .theta import theta

Method = Callable[[Floats, int, int], Floats]
LEARNED, LEARNED_MEDIAN = "learned", "learned-median"  # the latter says no mean
METHODS: dict[str, Method] = {
    "seasonal-naive": seasonal_naive, "recent-mean": recent_mean, "ets": ets, "theta": theta, "sba": sba, "tsb": tsb, "imapa": imapa,
}  # fmt: skip
BLOCK = 512
NAMES = (*METHODS, LEARNED, LEARNED_MEDIAN)


def further(names: Sequence[str]) -> tuple[str, ...]:
    """Methods that are not tried unless they are named: `chronos`, or `chronos:MODEL`. `InvalidQuery` for another name."""
    for name in names:
        if not chronos.named(name):
            raise InvalidQuery(f"{name}: expected {chronos.NAME}, or {chronos.NAME}:MODEL, a folder or the name of a model")
    return tuple(dict.fromkeys(names))


def said_by(
    names: tuple[str, ...], panel: Panel, horizon: int, learned: LearnedMean | None, extra: Floats | None = None,
) -> dict[str, Floats]:  # fmt: skip
    """What each of the named methods says of the periods after the panel, never below 0: float64[n, horizon] each."""
    found = {name: _blockwise(METHODS[name], panel, horizon) for name in names if name in METHODS}
    found |= {name: np.maximum(chronos.foretold(panel.values, horizon, name), 0) for name in names if chronos.named(name)}
    if isinstance(learned, Learned) and LEARNED_MEDIAN in names:
        found[LEARNED], found[LEARNED_MEDIAN] = learned.say(panel, horizon, extra)
    elif learned and LEARNED in names:
        found[LEARNED] = learned.expect(panel, horizon, extra)
    return {name: found[name] for name in names if name in found}


def _blockwise(method: Method, panel: Panel, horizon: int) -> Floats:
    """So many series at a time as a processor's cache holds."""
    parts = [panel.values[start : start + BLOCK] for start in range(0, len(panel.ids), BLOCK)]
    said = [np.maximum(method(part, horizon, panel.period.season), 0) for part in parts]
    return np.concatenate(said) if said else np.zeros((0, horizon))
