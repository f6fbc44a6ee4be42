"""What orders go by: the mean of what is expected now and what was expected of the same days one and two weeks ago.

What was ordered cannot be taken back. Where a forecast jumps from look to look, stock follows each jump upwards and then stays; the mean of
three looks jumps less, and knows of promotions, seasons and events what each of them did.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .panel import Floats, Panel

AGO = 7, 14  # days
WEEK = 7


def steadied(panel: Panel, now: Floats, then: Callable[[Panel], Floats]) -> Floats:
    """float64[n, horizon]; `now` is what is expected after the panel of days, `then` tells that of an earlier one. Of what had not sold
    before an earlier look, that look says nothing."""
    total, looks = now.copy(), np.ones(len(now))
    for days in AGO:
        past = panel.until(max(panel.columns - days, 0))
        sold = np.flatnonzero((np.nan_to_num(past.values) > 0).any(1))
        if len(sold):
            total[sold] += _later(then(past)[sold], days)
            looks[sold] += 1
    return np.asarray(total / looks[:, None], np.float64)


def _later(said: Floats, days: int) -> Floats:
    """What was said of the days from so many after its first on; after its last it goes on as in its last week."""
    rest = np.repeat(said[:, -WEEK:].mean(1, keepdims=True), min(days, said.shape[1]), axis=1)
    return np.concatenate([said[:, days:], rest], axis=1)
