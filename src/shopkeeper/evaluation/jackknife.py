"""How sure a figure of many items together is, where drawing an item twice would spoil it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .intervals import Interval
from .proportions import Z95

GROUPS = 20


def jackknife(count: int, statistic: Callable[[Sequence[int]], float]) -> Interval:
    """A statistic of `count` items (at least one), given their places, with its 95 % interval by leaving out one of 20 groups at a time
    (Quenouille 1949, Tukey 1958): for what depends on how many different things there are, such as distinct n-grams. Of one item the
    interval is the value."""
    everything, groups = range(count), min(GROUPS, count)
    value = statistic(everything)
    if groups < 2:
        return Interval(value, value, value)
    left = np.array([statistic([place for place in everything if place % groups != group]) for group in range(groups)])
    half = Z95 * float(np.sqrt((groups - 1) / groups * ((left - left.mean()) ** 2).sum()))
    return Interval(value, value - half, value + half)
