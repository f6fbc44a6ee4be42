"""A little chance in a list, by known chances, so that the log can tell what other ways of recommending would have earned.

In a share of the lists two products change places: one of the list, every place alike, with one that stands behind it or next after
the list, drawn by its score as a Plackett-Luce model (Plackett 1975) draws its first. Since at most two products move, the chance of
every product to stand at every place is known exactly.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

POOL = 10  # products after the list that may come into it
_SHARPNESS = 4.0  # of the draw: scores from 0 (worst) to 1 (best) are its exponents, times this

Floats = NDArray[np.float64]


def explored(scores: Sequence[float], k: int, share: float, random: Random, fixed: Collection[int] = ()) -> tuple[list[int], list[float]]:
    """The list that is shown: which k of the candidates (numbers into `scores`, which go from best to worst) in which order, and the
    chance that each had of standing there. In about `share` of all calls two places differ from the best order. Places in `fixed`
    (those of pinned products, from 0) never move."""
    k, n = min(k, len(scores)), min(len(scores), k + POOL)
    order = list(range(k))
    swaps = _swaps(np.asarray(scores[:n], np.float64), k, fixed) * share if share > 0 and n > 1 else np.zeros((k, n))
    if not swaps.any():
        return order, [1.0] * k
    chances = _chances(swaps)
    if random.random() < share:
        first, second = divmod(random.choices(range(swaps.size), swaps.ravel().tolist())[0], n)
        order[first] = second
        if second < k:
            order[second] = first
    return order, [float(chances[at, who]) for at, who in enumerate(order)]


def _swaps(scores: Floats, k: int, fixed: Collection[int]) -> Floats:
    """The chance of each swap among all, of a place of the list with a candidate behind it: float[k, n], its sum 1 or 0."""
    n = len(scores)
    span = float(np.ptp(scores)) or 1.0
    worth = np.exp(_SHARPNESS * (scores - scores.min()) / span)
    worth[[place for place in fixed if place < n]] = 0
    weights = np.triu(np.tile(worth, (k, 1)), 1)
    weights[[place for place in fixed if place < k]] = 0
    sums = weights.sum(1, keepdims=True)
    rows: Floats = np.divide(weights, sums, out=np.zeros_like(weights), where=sums > 0)
    return rows / max(1, int((sums > 0).sum()))


def _chances(swaps: Floats) -> Floats:
    """The chance of each candidate to stand at each place of the list: float[k, n]."""
    k, _ = swaps.shape
    chances = swaps.copy()
    inside = swaps[:, :k]
    chances[:, :k] += inside.T
    chances[np.arange(k), np.arange(k)] = 1 - swaps.sum(1) - inside.sum(0)
    return chances
