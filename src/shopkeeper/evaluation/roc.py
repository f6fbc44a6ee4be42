"""How well scores part two classes: the area under the receiver operating characteristic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .intervals import Interval
from .proportions import Z95

Floats = npt.NDArray[np.float64]


def auc(scores: Sequence[float], labels: Sequence[bool]) -> Interval | None:
    """The chance that a true one scores higher than a false one, ties counted half, with its 95 % interval by the variance of
    DeLong, DeLong and Clarke-Pearson (1988), over midranks as in Sun and Xu (2014). None where one of the classes is empty."""
    values, true = np.asarray(scores, float), np.asarray(labels, bool)
    good, bad = values[true], values[~true]
    if not len(good) or not len(bad):
        return None
    ranks = _midranks(np.concatenate([good, bad]))
    above = (ranks[: len(good)] - _midranks(good)) / len(bad)  # of each true one: the share of false ones below it
    below = 1 - (ranks[len(good) :] - _midranks(bad)) / len(good)
    area, half = float(above.mean()), Z95 * float(np.sqrt(_variance(above) + _variance(below)))
    return Interval(area, max(0.0, area - half), min(1.0, area + half))


def _variance(shares: Floats) -> float:
    """Of their mean."""
    return float(shares.var(ddof=1)) / len(shares) if len(shares) > 1 else 0.0


def _midranks(values: Floats) -> Floats:
    """The place of each among all, from 1; equal ones share the middle of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: Floats = (last - (counts - 1) / 2)[inverse]
    return middle
