"""How good a classifier is: figures of a confusion matrix, with 95 % intervals.

A confusion matrix counts examples by their true class (row) and the one that was said (column).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from .intervals import SAMPLES, Interval
from .roc import auc

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


def confusion(truth: npt.ArrayLike, said: npt.ArrayLike, classes: int) -> Counts:
    """int64[classes, classes] from int[n] true and said classes."""
    cells = np.asarray(truth, np.int64) * classes + np.asarray(said, np.int64)
    return np.bincount(cells, minlength=classes * classes).reshape(classes, classes)


def figures(matrix: npt.ArrayLike) -> dict[str, Floats]:
    """accuracy, balanced_accuracy (mean recall of the classes), macro_f1, and for two classes precision, recall and f1 of class 1.

    `matrix` is [..., c, c]; each figure has the leading shape. What would be 0 / 0 counts as 0; a class that never occurs is
    left out of the means."""
    counts = np.asarray(matrix, np.float64)
    right = np.diagonal(counts, axis1=-2, axis2=-1)
    there, said = counts.sum(-1), counts.sum(-2)
    recall, precision, f1 = _share(right, there), _share(right, said), _share(2 * right, there + said)
    occurs = (there > 0).sum(-1)
    found = {"accuracy": _share(right.sum(-1), counts.sum((-2, -1))), "balanced_accuracy": _share(recall.sum(-1), occurs)}
    if counts.shape[-1] == 2:
        found |= {"precision": precision[..., 1], "recall": recall[..., 1], "f1": f1[..., 1]}
    return {**found, "macro_f1": _share(np.where(there > 0, f1, 0).sum(-1), occurs)}


def measures(truth: npt.ArrayLike, probabilities: npt.ArrayLike, seed: int = 0) -> dict[str, Interval]:
    """Every figure of int[n] true classes and float[n, c] probabilities, n at least 1; with two classes `auc` too where both occur.

    The intervals of the counted figures are of the bootstrap: drawing rows anew is drawing the matrix's cells anew."""
    chances = np.asarray(probabilities, np.float64)
    matrix = confusion(truth, chances.argmax(1), chances.shape[1])
    drawn = np.random.default_rng(seed).multinomial(matrix.sum(), matrix.ravel() / matrix.sum(), SAMPLES).reshape(-1, *matrix.shape)
    spread = figures(drawn)
    found = {name: Interval(float(value), *map(float, np.percentile(spread[name], [2.5, 97.5])))
             for name, value in figures(matrix).items()}
    area = auc(chances[:, 1].tolist(), [each == 1 for each in np.asarray(truth).tolist()]) if chances.shape[1] == 2 else None
    return {**found, **({"auc": area} if area else {})}


def values(truth: npt.ArrayLike, probabilities: npt.ArrayLike) -> Mapping[str, float]:
    """The figures without intervals."""
    chances = np.asarray(probabilities)
    return {name: float(value) for name, value in figures(confusion(truth, chances.argmax(1), chances.shape[1])).items()}


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=np.asarray(whole) > 0)
