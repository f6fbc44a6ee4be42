"""Trees that learn from all series together what comes of what is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np

from ..models.trees import Trees
from .features import CHANGES, Rows, rows
from .panel import Floats, Panel

AT_MOST = 150_000  # rows that are learnt from
MOMENTS = 16  # at most, from which the periods ahead are looked at
FEWEST_ROWS = 500
FILES = "mean.txt", "median.txt"
FEWEST_COLUMNS = 3  # before the first of them, in horizons, or a third of all
ROUNDS = 160
SPARE = 4.0  # rows that are looked at for each that is learnt from
MOST = 10.0  # times the usual: what is above, up to three periods in a hundred, counts as this much (winsorised)
MEAN = {"objective": "tweedie", "tweedie_variance_power": 1.9, "feature_fraction": 0.3}
MEDIAN = {"objective": "l1"}
_TREES = {"learning_rate": 0.06, "num_leaves": 31, "min_data_in_leaf": 60, "feature_fraction": 0.6, "bagging_fraction": 0.7,
          "bagging_freq": 1, "lambda_l2": 5.0, "max_bin": 127}  # fmt: skip
Progress = Callable[[str, int, int], None]


class LearnedMean:
    """Grown trees that say how many times its usual amount a thing is expected to sell in each period ahead."""

    def __init__(self, mean: Trees) -> None:
        self.mean = mean

    @classmethod
    def learn(cls, panel: Panel, horizon: int, extra: Floats | None = None, seed: int = 0) -> Self | None:
        """Learns of what came after so many moments of the panel; None where that is too little."""
        draw, at = np.random.default_rng(seed), moments(panel.columns, horizon)
        there = sum(int(np.isfinite(panel.values[:, column : column + horizon]).sum()) for column in at)
        taken = [_lesson(panel, column, horizon, extra, AT_MOST / max(there, 1), draw) for column in at]
        if not taken or sum(len(targets) for _, targets in taken) < FEWEST_ROWS:
            return None
        return cls.grown(np.concatenate([value for value, _ in taken]), np.concatenate([target for _, target in taken]))

    @classmethod
    def grown(cls, values: Floats, targets: Floats) -> Self:
        """Grows from lessons: float64[m, features] and how many times the usual came, float64[m]."""
        return cls(_grown(values, targets, MEAN))

    def seen(self, values: Floats) -> Floats:
        """Those of the features (float64[…, features]) that the trees of the mean look at: what came later comes after them."""
        return values[..., : self.mean.features]

    def expect(self, panel: Panel, horizon: int, extra: Floats | None = None) -> Floats:
        """What to expect after the panel, in units: float64[n, horizon]."""
        return _said(self.mean, rows(panel, panel.columns, horizon, extra))


class Learned(LearnedMean):
    """These, and others that say what is as often exceeded as not (`median`)."""

    def __init__(self, mean: Trees, median: Trees) -> None:
        super().__init__(mean)
        self.median = median

    @classmethod
    def grown(cls, values: Floats, targets: Floats) -> Self:
        """Both, from the same lessons."""
        return cls(_grown(values, targets, MEAN), _grown(values[:, : -len(CHANGES)], targets, MEDIAN))

    @classmethod
    def load(cls, folder: Path) -> Learned:
        """What `save` wrote; `InvalidFile` when that is not there."""
        return cls(Trees.load(folder / FILES[0]), Trees.load(folder / FILES[1]))

    def save(self, folder: Path) -> None:
        """Writes the trees as text."""
        self.mean.save(folder / FILES[0])
        self.median.save(folder / FILES[1])

    def say(self, panel: Panel, horizon: int, extra: Floats | None = None) -> tuple[Floats, Floats]:
        """What follows the panel, in units: mean and median, each float64[n, horizon]."""
        found = rows(panel, panel.columns, horizon, extra)
        return _said(self.mean, found), _said(self.median, found)


def _grown(values: Floats, targets: Floats, goal: Mapping[str, Any]) -> Trees:
    return Trees.grow(values, targets, ROUNDS, {**_TREES, **goal})


def _said(trees: Trees, found: Rows) -> Floats:
    n, horizon, _ = found.values.shape
    times = trees.predict(found.values[..., : trees.features].reshape(n * horizon, -1)).reshape(n, horizon)
    return np.asarray(np.maximum(times, 0) * found.scale[:, None], np.float64)


def moments(columns: int, horizon: int) -> list[int]:
    """The columns from which periods ahead are looked at, evenly back from the latest, after which half of the horizon is known."""
    last, first = columns - (horizon + 1) // 2, max(4, min(columns // 3, FEWEST_COLUMNS * horizon))
    if last < first:
        return []
    step = max(1, (last - first) // MOMENTS, min(horizon // 2, (last - first) // 4))
    return list(range(last, first - 1, -step))[:MOMENTS]


def _lesson(
    panel: Panel, column: int, horizon: int, extra: Floats | None, share: float = 1.0, draw: np.random.Generator | None = None,
) -> tuple[Floats, Floats]:  # fmt: skip
    """The rows at a moment and what came, in terms of the usual; without what is not known, and of what had not sold before: that has
    no usual. Of more than `share` of them about so many are drawn, first among the things, so that of very many not all are looked at."""
    there = np.flatnonzero((np.nan_to_num(panel.values[:, :column]) > 0).any(1))
    if draw and share < 1 / SPARE:
        there = there[draw.random(len(there)) < share * SPARE]
        share = 1 / SPARE
    found = rows(panel.rows(there), column, horizon, None if extra is None else extra[there])
    target = np.full((len(there), horizon), np.nan)
    came = panel.values[there, column : column + horizon]
    target[:, : came.shape[1]] = came / found.scale[:, None]
    known = np.isfinite(target)
    if draw and share < 1:
        known &= draw.random(known.shape) < share
    return found.values[known], np.minimum(target[known], MOST)
