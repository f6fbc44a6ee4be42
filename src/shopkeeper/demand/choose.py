"""Which methods to trust for which series: what they said at earlier moments beside what came.

For all series together methods are taken into a mean one by one, whichever makes it better (Caruana, Niculescu-Mizil, Crew and Ksikes
2004). Each series may then lean to what did best on it; how far is settled on the latest of the moments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from .panel import Bools, Floats

Loss = Literal["squared", "absolute"]
PICKS = 24
LEANS = (0.0, 0.15, 0.3, 0.5)
MOST_PUT_RIGHT = 1.2
SHRINK = 200.0  # of what was said of a series, in its own scale
SHARP = 4.0  # how fast trust falls with the loss, in parts of the best method's


@dataclass(frozen=True, slots=True)
class Trial:
    """`said` float64[moments, methods, n, horizon] at earlier moments, oldest first; `came` float64[moments, n, horizon], NaN where that is
    not known; `scale` float64[n], by which errors are divided."""

    methods: tuple[str, ...]
    said: Floats
    came: Floats
    scale: Floats

    def only(self, methods: Sequence[str]) -> Trial:
        """With some of the methods."""
        kept = [self.methods.index(name) for name in methods]
        return Trial(tuple(methods), self.said[:, kept], self.came, self.scale)


@dataclass(frozen=True, slots=True)
class Choice:
    """`weights` float64[n, methods], each row adds up to about 1; `common` are those for all, `lean` how far a series goes its own
    way, `loss` what the combination would have lost in the mean at the earlier moments, and `alone` each method by itself."""

    methods: tuple[str, ...]
    weights: Floats
    common: Floats
    lean: float
    loss: float
    alone: dict[str, float]

    @property
    def used(self) -> tuple[str, ...]:
        """The methods that count for any series."""
        return tuple(name for name, weights in zip(self.methods, np.vstack([self.weights, self.common]).T, strict=True) if weights.any())

    def of(self, rows: Sequence[int]) -> Choice:
        """Of some series; -1 stands for one that was not there: it goes by the common weights."""
        weights = np.vstack([self.weights, self.common])[np.asarray(rows, np.int64)]
        return replace(self, weights=weights)

    def mix(self, said: dict[str, Floats]) -> Floats:
        """What the methods said, weighed: float64[n, horizon]."""
        return np.asarray(sum(self.weights[:, [place]] * said[name] for place, name in enumerate(self.methods) if name in said), np.float64)


def choose(trial: Trial, loss: Loss) -> Choice:
    """The weights that would have lost least: of the squared error (the mean is wanted) or the absolute one (the median). A mean that was
    too low or high throughout is put right by half."""
    each = losses(trial, loss)
    lean = 0.0
    if len(trial.came) > 1:
        early, late = _part(trial, slice(None, -1)), _part(trial, slice(-1, None))
        tried = [(_loss(late, _weights(early, each[:-1], loss, lean)[1], loss), lean) for lean in LEANS]
        lean = min(tried)[1]
    common, weights = _weights(trial, each, loss, lean)
    alone = dict(zip(trial.methods, np.nanmean(each, axis=(0, 2)).tolist(), strict=True))
    if loss == "squared":
        factors, factor = _right(trial, weights)
        common, weights = common * factor, weights * factors[:, None]
    return Choice(trial.methods, weights, common, lean, _loss(trial, weights, loss), alone)


def _right(trial: Trial, weights: Floats) -> tuple[Floats, float]:
    """By what the mean of each series is multiplied (float64[n]), and that of one that was not there: the root of how many times what was
    said came. A series that sold little goes by what holds for all."""
    came = trial.came / trial.scale[:, None]
    said = np.where(np.isfinite(came), np.einsum("nm,kmnh->knh", weights, trial.said) / trial.scale[:, None], 0.0)
    true, told = np.nansum(came, axis=(0, 2)), said.sum(axis=(0, 2))
    usual = float(true.sum() / max(told.sum(), 1e-9))
    bounds = 1 / MOST_PUT_RIGHT, MOST_PUT_RIGHT
    found = np.sqrt((true + SHRINK * usual) / (told + SHRINK))
    return np.asarray(np.clip(found, *bounds), np.float64), float(np.clip(np.sqrt(usual), *bounds))


def losses(trial: Trial, loss: Loss) -> Floats:
    """Of each method on each series at each moment: float64[moments, methods, n], NaN where nothing came to be known."""
    error = np.abs(trial.said - trial.came[:, None]) / trial.scale[:, None]
    with np.errstate(all="ignore"):
        known = np.isfinite(error).sum(3)
        total = np.nansum(error**2 if loss == "squared" else error, 3)
        mean = total / np.where(known > 0, known, np.nan)
    return np.asarray(np.sqrt(mean) if loss == "squared" else mean, np.float64)


def _part(trial: Trial, which: slice) -> Trial:
    return Trial(trial.methods, trial.said[which], trial.came[which], trial.scale)


def _weights(trial: Trial, each: Floats, loss: Loss, lean: float) -> tuple[Floats, Floats]:
    common = _common(trial, loss)
    with np.errstate(all="ignore"):
        mean = np.nansum(each, 0) / np.maximum(np.isfinite(each).sum(0), 1)  # [methods, n]
    unknown: Bools = np.logical_not(np.isfinite(each).any(axis=(0, 1)))
    best = np.maximum(mean.min(0), 1e-9)
    trust = np.exp(-SHARP * (mean / best - 1)) * (common[:, None] + 0.02)
    own = np.where(unknown, common[:, None], trust / trust.sum(0))
    return common, np.asarray(((1 - lean) * common[:, None] + lean * own).T, np.float64)


def _common(trial: Trial, loss: Loss) -> Floats:
    """The weights for all series together: float64[methods]."""
    count = len(trial.methods)
    picked, total = np.zeros(count), np.zeros(trial.came.shape)
    for pick in range(1, PICKS + 1):
        tried = [_mean_loss((total + trial.said[:, method]) / pick, trial, loss) for method in range(count)]
        best = int(np.argmin(tried))
        picked[best] += 1
        total = total + trial.said[:, best]
    return np.asarray(picked / picked.sum(), np.float64)


def _loss(trial: Trial, weights: Floats, loss: Loss) -> float:
    return _mean_loss(np.einsum("nm,kmnh->knh", weights, trial.said), trial, loss)


def _mean_loss(said: Floats, trial: Trial, loss: Loss) -> float:
    """The mean over series and moments, each series in its own scale."""
    error = np.abs(said - trial.came) / trial.scale[:, None]
    if loss == "absolute":
        return float(np.nanmean(error))
    known = np.isfinite(error).sum(2)
    mean = np.nansum(error**2, 2) / np.maximum(known, 1)
    return float(np.sqrt(mean)[known > 0].mean())
