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
    gain = (1 - weight) * scores.astype(np.float32)
    cosines = weight * (vectors @ vectors.T) if weight else None
    nearest = np.zeros(len(scores), np.float32)
    late = np.zeros(len(scores), np.float32)  # of a group that has had its share: behind all others
    shown = np.empty(len(scores), np.float32)
    numbers = [(each, each.tolist(), most, dict[int, int]()) for each, most in groups]
    chosen: list[int] = []
    for _ in range(min(k, len(scores))):
        np.subtract(gain, nearest, out=shown)
        shown -= late
        pick = int(shown.argmax())
        chosen.append(pick)
        gain[pick] = -np.inf
        if cosines is not None:
            np.maximum(nearest, cosines[pick], out=nearest)
        for each, of, most, count in numbers:
            count[of[pick]] = count.get(of[pick], 0) + 1
            if of[pick] >= 0 and count[of[pick]] == most:
                late[each == of[pick]] = _LATE
    return chosen


_LATE = 10.0  # more than any difference between two candidates
