"""Whether a classifier that says 90 % is right nine times in ten, and the temperature that makes it so."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
BINS = 15
_COLDEST, _HOTTEST, _STEPS = 0.05, 20.0, 40


def softmax(logits: ArrayLike) -> Floats:
    """float64[n, c], each row positive and adding up to 1."""
    raised = np.asarray(logits, np.float64)
    raised = np.exp(raised - raised.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True))


def temperature(logits: ArrayLike, labels: ArrayLike) -> float:
    """The T with which softmax(logits / T) is likeliest to give the `labels` (Guo et al. 2017); no answer changes by it.

    Found by golden-section search over log T, in which the cross entropy has one minimum."""
    values, wanted = np.asarray(logits, np.float64), np.asarray(labels, np.int64)
    low, high, golden = np.log(_COLDEST), np.log(_HOTTEST), (5**0.5 - 1) / 2
    for _ in range(_STEPS):
        left, right = high - golden * (high - low), low + golden * (high - low)
        if _cross_entropy(values / np.exp(left), wanted) < _cross_entropy(values / np.exp(right), wanted):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))


def calibration_error(probabilities: ArrayLike, labels: ArrayLike, bins: int = BINS) -> float:
    """The expected calibration error, 0 to 1: how far confidence and share of right answers lie apart, on average over `bins`
    of equal width of the confidence, weighted by how many answers fall into each (Naeini et al. 2015)."""
    values, wanted = np.asarray(probabilities, np.float64), np.asarray(labels, np.int64)
    sure, right = values.max(1), values.argmax(1) == wanted
    place = np.minimum((sure * bins).astype(np.int64), bins - 1)
    gap = np.bincount(place, sure - right, minlength=bins)
    return float(np.abs(gap).sum() / len(wanted))


def _cross_entropy(logits: Floats, labels: NDArray[np.int64]) -> float:
    raised = logits - logits.max(1, keepdims=True)
    return float((np.log(np.exp(raised).sum(1)) - raised[np.arange(len(labels)), labels]).mean())
