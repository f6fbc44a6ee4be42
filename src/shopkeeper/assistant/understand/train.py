"""Trains the classifier of intents: multinomial logistic regression with shares of several classes as targets, by L-BFGS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .classifier import Encode
from .features import BUCKETS, hashed, masked

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the classes that it says, and how much it counts."""

    text: str
    labels: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """float32[BUCKETS + d, classes] weights and float32[classes] bias over `labels`."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats


def features(texts: Sequence[str], encode: Encode, dense: float) -> Any:
    """Sparse float32[texts, BUCKETS + d]: the hashed runs, and the encoder's vectors times `dense`."""
    from scipy import sparse

    plain = [masked(text) for text in texts]
    rows = [hashed(text) for text in plain]
    ends = np.cumsum([0, *(len(places) for places, _ in rows)])
    table = sparse.csr_matrix(
        (np.concatenate([values for _, values in rows]), np.concatenate([places for places, _ in rows]), ends), (len(rows), BUCKETS)
    )
    return sparse.hstack([table, sparse.csr_matrix(np.asarray(encode(plain), np.float32) * dense)], format="csr", dtype=np.float32)


def fit(examples: Sequence[Example], encode: Encode, *, dense: float = 2.0, decay: float = 2e-5, rounds: int = 200,
        progress: Callable[[int, float], None] | None = None) -> Fitted:
    """The regression over the examples. `dense` is how much the encoder's vector counts beside the hashed runs, `decay` the share of the
    squared weights that is added to the mean loss, `rounds` the most passes."""
    labels = tuple(sorted({label for each in examples for label in each.labels}))
    x = features([each.text for each in examples], encode, dense)
    targets = _targets(examples, labels)
    weight = np.array([each.weight for each in examples], np.float32)
    found = _minimise(x, targets, weight / weight.sum(), decay, rounds, progress)
    weights = found[:-1]
    weights[BUCKETS:] *= dense
    return Fitted(labels, weights, found[-1])


def _targets(examples: Sequence[Example], labels: Sequence[str]) -> Floats:
    places = {label: i for i, label in enumerate(labels)}
    targets = np.zeros((len(examples), len(labels)), np.float32)
    for row, example in zip(targets, examples, strict=True):
        for label in example.labels:
            row[places[label]] = 1 / len(example.labels)
    return targets


def _minimise(x: Any, targets: Floats, weight: Floats, decay: float, rounds: int, progress: Callable[[int, float], None] | None) -> Floats:
    """float32[features + 1, classes], the bias last."""
    from scipy.optimize import minimize

    shape, passes = (x.shape[1] + 1, targets.shape[1]), 0
    back = x.T.tocsr()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        nonlocal passes
        w = flat.reshape(shape).astype(np.float32)
        logits = x @ w[:-1] + w[-1]
        logits -= logits.max(1, keepdims=True)
        logp = logits - np.log(np.exp(logits).sum(1, keepdims=True))
        slope = (np.exp(logp) - targets) * weight[:, None]
        value = -float((weight[:, None] * targets * logp).sum()) + decay / 2 * float((w[:-1] ** 2).sum())
        passes += 1
        if progress:
            progress(passes, value)
        return value, np.concatenate([back @ slope + decay * w[:-1], slope.sum(0, keepdims=True)]).ravel().astype(np.float64)

    found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 10})
    return np.asarray(found.x.reshape(shape), np.float32)


def temperature(logits: Floats, labels: NDArray[np.int64]) -> float:
    """What logits of texts that were not learnt are divided by, so that a probability is as often right as it says (Guo et al. 2017):
    the best of a grid by log loss."""

    def loss(t: float) -> float:
        scaled = logits / t
        scaled = scaled - scaled.max(1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(1)) - scaled[np.arange(len(labels)), labels]))

    return min((round(0.3 + 0.05 * i, 2) for i in range(55)), key=loss)
