"""An experiment on customers: who was treated and who was not, what was known of them before, what they brought afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from ..shop import InvalidFile, InvalidRecord, NotFound
from ..store.protocol import Store
from .actions import MARGIN
from .lifetimes.counts import Floats
from .purchases import Purchases
from .uplift import Tried
from .value_features import features

DAYS = 30  # that are looked at after somebody was treated, or was not
_YES, _NO = ("1", "true", "yes", "treated"), ("0", "false", "no", "control", "")


@dataclass(frozen=True, slots=True)
class Assigned:
    """One person of an experiment: by chance `treated` or not, at a moment."""

    customer_id: str
    treated: bool
    at: datetime


def read_assigned(rows: Iterable[tuple[int, Mapping[str, Any]]], source: str) -> list[Assigned]:
    """The people of rows, each with its number: {customer_id, treated, at}; `treated` is 1 or 0, `at` an ISO date or moment.
    `InvalidRecord` names the row and field of the first that is wrong."""
    found = []
    for number, row in rows:
        said, customer = str(row.get("treated", "")).strip().lower(), str(row.get("customer_id") or "").strip()
        if not customer:
            raise InvalidRecord(f"{source}, row {number}, customer_id", "a customer's id", row.get("customer_id"))
        if said not in (*_YES, *_NO):
            raise InvalidRecord(f"{source}, row {number}, treated", "1 (treated) or 0 (not)", row.get("treated"))
        found.append(Assigned(customer, said in _YES, _moment(row.get("at"), f"{source}, row {number}, at")))
    return found


def _moment(value: Any, field: str) -> datetime:
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        raise InvalidRecord(field, "a moment such as 2026-11-03 or 2026-11-03T09:00:00+08:00", value) from None
    return found if found.tzinfo else found.astimezone()


def assigned_of(store: Store, experiment: str) -> list[Assigned]:
    """The customers of an experiment of the shop, from the lists that they were shown: whoever is not in its first arm is treated, from
    the first list on; whoever saw two arms is left out. `NotFound` for an experiment that there is not, or that no customer was in."""
    control = store.experiments.get(experiment).arms[0].name
    seen = ((each, *each.visitor.partition("/")) for each in store.recommendations.visitors(experiment))
    found = [Assigned(id, each.arm != control, each.since) for each, kind, _, id in seen if kind == "customer" and each.arm == each.other]
    if not found:
        raise NotFound("customer in the experiment", experiment)
    return found


def tried(purchases: Purchases, people: Iterable[Assigned], days: int = DAYS, margin: float = MARGIN) -> Tried:
    """Who of these had bought before, what was known of them then, and what they brought in the `days` days from then on: what they paid
    times the margin. Those whose days are not over are left out. `InvalidFile` when too few are left."""
    place = {id: row for row, id in enumerate(purchases.customers)}
    kept, rows, earned = [], list[Floats](), list[float]()
    for person in people:
        day, row = purchases.day(person.at), place.get(person.customer_id)
        if row is None or day + days > purchases.end or not ((purchases.who == row) & (purchases.at < day)).any():
            continue
        kept.append(person)
        rows.append(features(purchases, np.array([row]), day)[0])
        after = (purchases.who == row) & (purchases.at >= day) & (purchases.at < day + days)
        earned.append(float(purchases.amount[after].sum()) * margin)
    if not kept:
        raise InvalidFile(f"experiment: expected customers who had bought before and whose {days} days are over, got none")
    return Tried(tuple(each.customer_id for each in kept), np.stack(rows), np.array([each.treated for each in kept]), np.array(earned))
