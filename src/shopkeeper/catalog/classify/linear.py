"""Multinomial logistic regression with an L2 penalty, by L-BFGS (Liu and Nocedal 1989)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..words import Floats

PENALTY = 0.1
STEPS = 40


def fit(rows: Any, classes: NDArray[np.int64], count: int, penalty: float = PENALTY) -> Floats:
    """The weights float64[features + 1, classes] (the last row is the constant) that make the classes of `rows` (csr) likeliest."""
    from scipy.optimize import minimize

    n, d = rows.shape
    wanted, turned = np.eye(count)[classes], rows.T.tocsr()

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(d + 1, count)
        said = softmax(rows @ weights[:-1] + weights[-1])
        error = said - wanted
        value = -np.log(said[np.arange(n), classes] + 1e-12).sum() + penalty / 2 * (weights[:-1] ** 2).sum()
        return float(value), np.vstack([turned @ error + penalty * weights[:-1], error.sum(0)]).ravel()

    found = minimize(loss, np.zeros((d + 1) * count), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return np.asarray(found.x, np.float64).reshape(d + 1, count)


def blend(scores: Floats, near: Floats, classes: NDArray[np.int64]) -> tuple[float, float]:
    """How much learnt scores and nearness (both float64[n, classes]) count in one softmax, so that it is as sure as it is right
    (temperature scaling, Guo et al. 2017), by rows that were not learnt from."""
    from scipy.optimize import minimize

    def loss(logs: Floats) -> float:
        said = softmax(scores * np.exp(logs[0]) + near * np.exp(logs[1]))
        return float(-np.log(said[np.arange(len(classes)), classes] + 1e-12).mean())

    found = minimize(loss, np.array([0.0, 1.0]), method="Nelder-Mead", bounds=[(-3, 3), (-3, 4)])
    return float(np.exp(found.x[0])), float(np.exp(found.x[1]))


def softmax(scores: Floats) -> Floats:
    """Chances, each row's sum is 1."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)
