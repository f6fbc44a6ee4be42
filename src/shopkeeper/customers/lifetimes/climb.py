"""Finds the parameters, all positive, under which what was seen is likeliest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ...shop import InvalidFile

Floats = NDArray[np.float64]
LOWEST, HIGHEST = np.log(1e-4), np.log(1e5)  # of a parameter; beyond it a small shop's likelihood is flat


def climb(loglikelihood: Callable[[Floats], float], starts: Sequence[Sequence[float]]) -> Floats:
    """The maximum over the logarithms of the parameters (L-BFGS-B with differences for a gradient), the best of several starts: the
    likelihoods of these models may be flat far from it. `InvalidFile` when none is found."""
    from scipy.optimize import minimize

    def loss(logs: Floats) -> float:
        value = -loglikelihood(np.exp(logs))
        return value if np.isfinite(value) else 1e12

    bounds = [(LOWEST, HIGHEST)] * len(starts[0])
    found = [minimize(loss, np.log(start), jac="2-point", method="L-BFGS-B", bounds=bounds) for start in starts]
    best = min(found, key=lambda each: float(each.fun))
    if not best.fun < 1e12:
        raise InvalidFile("purchases: expected counts that a model of buying can be fitted to, got none that it can")
    parameters: Floats = np.exp(best.x)
    return parameters
