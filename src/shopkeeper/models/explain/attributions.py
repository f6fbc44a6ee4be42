"""What each part of a text adds to a number that a network gives for it. Nothing but the numbers of texts with parts left out.

Shapley's value (1953; for models: Strumbelj & Kononenko 2010) of a part is its contribution averaged over all orders in
which the parts can come in. It is the only sharing out that is fair to parts that mean the same, and adds up: the shares
of all parts are the number of the whole text less that of none. For up to `EXACT` parts it is computed as it is defined,
for up to `SAMPLED` over seeded random orders, each also backwards, which halves the noise (Mitchell et al. 2022). Of a longer text
each part is left out once (occlusion, Zeiler & Fergus 2014): its share is what the number loses, and shares need not add up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import comb
from typing import Literal

import numpy as np
from numpy.typing import NDArray

EXACT, SAMPLED = 8, 64
EVALUATIONS = 512  # of the network for one sampled attribution, about
Kept = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Value = Callable[[Kept], Numbers]  # bool[m, n], which of n parts are kept, to the network's m numbers
Method = Literal["shapley", "shapley-sampled", "occlusion"]


@dataclass(frozen=True)
class Attribution:
    """`shares` float64[n], one for each part; `value` of the whole, `base` of nothing. By `method` "shapley" and
    "shapley-sampled" the shares add up to `value - base`; `error` is the standard error of a sampled share, the greatest of all."""

    shares: Numbers
    value: float
    base: float
    method: Method
    error: float = 0.0


def attribute(value: Value, parts: int, seed: int = 0) -> Attribution:
    """Shares the value of a text out among its parts, by the most faithful way that their number allows."""
    if parts > SAMPLED:
        return leave_one_out(value, parts)
    return shapley(value, parts) if parts <= EXACT else sampled_shapley(value, parts, max(4, EVALUATIONS // parts), seed)


def shapley(value: Value, parts: int) -> Attribution:
    """Shapley's values by their definition, 2^parts evaluations."""
    sets = np.array([[bool(number >> part & 1) for part in range(parts)] for number in range(2**parts)], bool).reshape(2**parts, parts)
    values = value(sets)
    shares = np.zeros(parts)
    for part in range(parts):
        without = np.flatnonzero(~sets[:, part])
        weights = 1 / (parts * np.array([comb(parts - 1, int(size)) for size in sets[without].sum(1)]))
        shares[part] = weights @ (values[without + 2**part] - values[without])
    return Attribution(shares, float(values[-1]), float(values[0]), "shapley")


def sampled_shapley(value: Value, parts: int, orders: int, seed: int = 0) -> Attribution:
    """Shapley's values over `orders` random orders (an even number), half of them the others backwards."""
    random = np.random.default_rng(seed)
    forwards = np.array([random.permutation(parts) for _ in range(orders // 2)])
    places = np.concatenate([forwards, forwards[:, ::-1]])
    # growing[o, s, p]: part p is there after s parts have come in by order o
    growing = np.argsort(places, axis=1)[:, None, :] < np.arange(parts + 1)[None, :, None]
    sets, which = np.unique(growing.reshape(-1, parts), axis=0, return_inverse=True)
    values = value(sets)[which].reshape(len(places), parts + 1)
    gains = np.zeros((len(places), parts))
    np.put_along_axis(gains, places, np.diff(values, axis=1), axis=1)
    pairs = (gains[: len(forwards)] + gains[len(forwards) :]) / 2
    error = pairs.std(axis=0, ddof=1).max() / np.sqrt(len(pairs))
    return Attribution(gains.mean(axis=0), float(values[0, -1]), float(values[0, 0]), "shapley-sampled", float(error))


def leave_one_out(value: Value, parts: int) -> Attribution:
    """What the value loses without each part, `parts + 2` evaluations."""
    values = value(np.vstack([np.ones(parts, bool), ~np.eye(parts, dtype=bool), np.zeros(parts, bool)]))
    return Attribution(values[0] - values[1:-1], float(values[0]), float(values[-1]), "occlusion")
