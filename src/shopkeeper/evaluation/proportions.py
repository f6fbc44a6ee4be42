"""How sure a share of counted things is: the score interval of Wilson (1927), right for few and for rare ones."""

from __future__ import annotations

import math

from .intervals import Interval

Z95 = 1.959964  # normal quantile of .975


def proportion(part: int, whole: int) -> Interval | None:
    """`part` of `whole` with its 95 % interval (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n); None of nothing."""
    if not whole:
        return None
    share, square = part / whole, Z95 * Z95 / whole
    centre = (share + square / 2) / (1 + square)
    half = Z95 * math.sqrt(share * (1 - share) / whole + square / (4 * whole)) / (1 + square)
    return Interval(share, max(0.0, centre - half) if part else 0.0, min(1.0, centre + half) if part < whole else 1.0)
