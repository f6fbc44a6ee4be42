"""Forecasts that add up: of variants to products, to categories, to the shop.

Each level is forecast for itself; then they are changed as little as makes them add up, in squares, each weighed by how surely it is known
(MinT with a diagonal covariance: Wickramasuriya, Athanasopoulos and Hyndman 2019). On a tree that takes two passes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .panel import Floats


def reconciled(said: Floats, variance: Floats, parents: Sequence[int]) -> Floats:
    """What is said of each node (float64[n, horizon]) so that it adds up and none is below 0. `parents` names the row of what a node adds
    up to (-1: nothing) and comes after its parts; `variance` float64[n] is that of the error of what is said."""
    count = len(parents)
    below, unsure, parts = np.zeros(said.shape), np.zeros(count), np.zeros(count, bool)
    mean, left = said.copy(), np.maximum(variance.astype(float), 1e-12)
    for row, parent in enumerate(parents):
        if parts[row]:
            own, theirs = 1 / left[row], 1 / unsure[row]
            mean[row] = (said[row] * own + below[row] * theirs) / (own + theirs)
            left[row] = 1 / (own + theirs)
        if parent >= 0:
            below[parent] += mean[row]
            unsure[parent] += left[row]
            parts[parent] = True
    found = np.maximum(mean, 0)
    for row in range(count - 1, -1, -1):
        if (parent := parents[row]) >= 0:
            found[row] = np.maximum(mean[row] + left[row] / unsure[parent] * (found[parent] - below[parent]), 0)
    return _summed(found, parents)


def _summed(found: Floats, parents: Sequence[int]) -> Floats:
    """The parts as they are, and the rest as their sums: what was below 0 is no more."""
    whole = np.zeros(found.shape)
    inner = {parent for parent in parents if parent >= 0}
    for row, parent in enumerate(parents):
        if row not in inner:
            whole[row] = found[row]
        if parent >= 0:
            whole[parent] += whole[row]
    return whole
