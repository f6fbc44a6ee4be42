"""What the learned model of value looks at: how recently, how often and for how much each customer bought, how that changed, and what
they looked at meanwhile."""

from __future__ import annotations

import numpy as np

from .lifetimes.counts import Floats
from .purchases import Ints, Purchases, Seen

WINDOWS = (30, 60, 90, 180)  # days
SEEN = (7, 30, 90)  # days
FEATURES = (
    "days since the last order", "days since the first order", "orders", "days with an order", "spent", "spent an order", "last order",
    "largest order", "spread of orders", "lines an order", "units an order", "last lines", "mean gap", "spread of gaps",
    "days since the last order, in gaps", "orders a month", "spent a month", "orders undone",
    *(f"orders in {days} days" for days in WINDOWS), *(f"spent in {days} days" for days in WINDOWS),
    "days since the last event", *(f"products looked at in {days} days" for days in SEEN), *(f"taken in {days} days" for days in SEEN),
)  # fmt: skip
MONTH = 30.0


def features(purchases: Purchases, who: Ints, day: float) -> Floats:
    """float64[n, FEATURES] of customers (`who`, sorted), each with an order before `day`, as they were at its start; NaN where it is not
    known."""
    rows = purchases.before(day)
    row_of = np.full(len(purchases.customers), -1)
    row_of[who] = np.arange(len(who))
    rows = rows[row_of[purchases.who[rows]] >= 0]
    of, at, amount = row_of[purchases.who[rows]], purchases.at[rows], purchases.amount[rows]
    n = len(who)
    first = np.searchsorted(of, np.arange(n))
    orders = np.bincount(of, minlength=n).astype(float)
    last = first + orders.astype(np.int64) - 1
    since, age = day - at[last], day - at[first]
    spent = np.bincount(of, amount, n)
    gap, gap_spread, days = _gaps(of, at, n)
    columns = [
        since, age, orders, days, spent, spent / orders, amount[last], np.maximum.reduceat(amount, first), _spread(of, amount, n),
        np.bincount(of, purchases.lines[rows], n) / orders, np.bincount(of, purchases.units[rows], n) / orders,
        purchases.lines[rows][last].astype(float), gap, gap_spread, since / gap, orders / np.maximum(age, MONTH) * MONTH,
        spent / np.maximum(age, MONTH) * MONTH, _undone(purchases, row_of, n, day),
        *(np.bincount(of[at >= day - window], minlength=n).astype(float) for window in WINDOWS),
        *(np.bincount(of[at >= day - window], amount[at >= day - window], n) for window in WINDOWS),
        *_seen(purchases.seen, row_of, n, day),
    ]  # fmt: skip
    return np.stack(columns, axis=1)


def _gaps(of: Ints, at: Floats, n: int) -> tuple[Floats, Floats, Floats]:
    """The mean and the spread of the days between two days with an order, NaN where there are none; on how many days there was one."""
    visits = np.unique(np.stack([of, np.floor(at).astype(np.int64)]), axis=1)
    days = np.bincount(visits[0], minlength=n).astype(float)
    same = visits[0][1:] == visits[0][:-1]
    gaps, owner = np.diff(visits[1])[same].astype(float), visits[0][1:][same]
    count = np.bincount(owner, minlength=n).astype(float)
    mean = np.divide(np.bincount(owner, gaps, n), count, out=np.full(n, np.nan), where=count > 0)
    return mean, _spread(owner, gaps, n), days


def _spread(of: Ints, values: Floats, n: int) -> Floats:
    """The standard deviation of each one's values, NaN where there are fewer than two."""
    count = np.bincount(of, minlength=n).astype(float)
    mean = np.bincount(of, values, n) / np.maximum(count, 1)
    squares = np.bincount(of, (values - mean[of]) ** 2, n)
    spread: Floats = np.sqrt(np.divide(squares, count - 1, out=np.full(n, np.nan), where=count > 1))
    return spread


def _undone(purchases: Purchases, row_of: Ints, n: int, day: float) -> Floats:
    of = row_of[purchases.undone_who[purchases.undone_at < day]]
    return np.bincount(of[of >= 0], minlength=n).astype(float)


def _seen(seen: Seen | None, row_of: Ints, n: int, day: float) -> list[Floats]:
    """What events before the day tell; NaN where none of the time in question can."""
    unknown = np.full(n, np.nan)
    if seen is None or seen.begin >= day:
        return [unknown] * (1 + 2 * len(SEEN))
    past = seen.at < day
    of, at, looked, took = row_of[seen.who[past]], seen.at[past], seen.looked[past], seen.took[past]
    last = np.full(n, np.nan)
    last[of[of >= 0]] = day - at[of >= 0]  # they are in order of time: the last one stays
    found = [last]
    for kind in (looked, took):
        for days in SEEN:
            rows = kind & (of >= 0) & (at >= day - days)
            found.append(np.bincount(of[rows], minlength=n).astype(float) if seen.begin <= day - days else unknown)
    return found
