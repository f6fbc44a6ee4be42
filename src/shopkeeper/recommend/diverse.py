"""Lists that are not ten times the same: maximal marginal relevance, and at most so many of a category and a brand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


def diversified(scores: Floats, vectors: Floats, groups: tuple[tuple[Ints, int], ...], k: int, weight: float) -> list[int]:
    """The places of k candidates (or all, if they are fewer) in the order in which they are shown.

    The next is always the one with the highest `(1 - weight) * score - weight * nearness`, where `scores` (float32[m], 0 to 1, best
    first) say how good a candidate is and nearness is the greatest cosine of its vector (float32[m, d]) with one that is shown
    already (Carbonell and Goldstein 1998). Of each group (numbers int32[m], -1 for none) at most so many are taken, as
    long as there are others; those left over come last.
    """
    left = np.ones(len(scores), bool)
    worth = (1 - weight) * scores.astype(np.float32)
    nearest = np.zeros(len(scores), np.float32)
    chosen: list[int] = []
    counts: list[dict[int, int]] = [{} for _ in groups]
    barred = np.zeros(len(scores), bool)
    while len(chosen) < min(k, len(scores)):
        free = left & ~barred
        gain = np.where(free if free.any() else left, worth - weight * nearest, -np.inf)
        pick = int(gain.argmax())
        chosen.append(pick)
        left[pick] = False
        if weight:
            np.maximum(nearest, vectors @ vectors[pick], out=nearest)
        for (numbers, most), count in zip(groups, counts, strict=True):
            number = int(numbers[pick])
            count[number] = count.get(number, 0) + 1
            if number >= 0 and count[number] >= most:
                barred |= numbers == number
    return chosen
