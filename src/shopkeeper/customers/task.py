"""`evaluate value` and `evaluate intention`: how well customers are foretold, on anybody's data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from ..evaluation import Interval, Report, auc, mean
from ..shop import InvalidFile, InvalidRecord
from ..shop.money import exponent
from .chance import Chance
from .lifetimes.counts import Floats
from .purchases import Ints, Order, Purchases, arrays
from .value_trial import Trials

FOLDS = 10
_TRUE, _FALSE = frozenset(("1", "1.0", "true", "yes")), frozenset(("0", "0.0", "false", "no"))
Rows = Iterable[tuple[int, Mapping[str, Any]]]
Progress = Callable[[str, int, int], None]


def read_purchases(rows: Rows, source: str, currency: str = "CNY") -> Purchases:
    """The purchases of rows, each with its number: {customer_id, at, amount}, `at` an ISO day or moment, `amount` in major units.
    `InvalidRecord` names the row and field of the first that is wrong."""
    orders: dict[str, Order] = {}
    for number, row in rows:
        where, customer = f"{source}, row {number}", str(row.get("customer_id") or "").strip()
        if not customer:
            raise InvalidRecord(f"{where}, customer_id", "a customer's id", row.get("customer_id"))
        amount = round(_number(row.get("amount"), f"{where}, amount") * 10 ** exponent(currency))
        orders[str(number)] = Order(customer, _moment(row.get("at"), f"{where}, at"), amount, 1, 1)
    if not orders:
        raise InvalidFile(f"{source}: expected at least one purchase")
    return arrays(orders, currency)


def _moment(value: Any, field: str) -> datetime:
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        raise InvalidRecord(field, "a day or moment such as 1997-01-18", value) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _number(value: Any, field: str) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = float("nan")
    if not np.isfinite(found):
        raise InvalidRecord(field, "a number", value)
    return found


def value_report(found: Trials, purchases: Purchases, model: str = "") -> Report:
    """The trial of the best model, or of a named one; a row for each customer, `key` their id, with what was said and what they did.
    `InvalidFile` for a model that could not be fitted, with the reason."""
    trial = next((each for each in found.trials if each.model == (model or found.best.model)), None)
    if trial is None:
        raise InvalidFile(f"{model}: {found.left_out.get(model, 'no such model')}")
    columns = zip(trial.who.tolist(), trial.said.amount, trial.amount, trial.said.orders, trial.orders, trial.errors, strict=True)
    rows = tuple({"key": purchases.customers[who], "said": round(float(said), 4), "paid": round(float(paid), 4),
                  "mae_amount": abs(float(said - paid)), "mae_orders": abs(float(expected - orders)), "deviance": float(error)}
                 for who, said, paid, expected, orders, error in columns)
    return Report(f"value by {trial.model}", trial.metrics(), {"customers": len(rows), "days": found.days}, rows)


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits as rows of numbers: `rows` float64[n, columns], NaN where empty; texts are numbered in the order in which they come."""

    columns: tuple[str, ...]
    rows: Floats
    bought: Floats


def read_visits(rows: Rows, source: str) -> Visits:
    """The visits of rows: {label, …}, `label` 1 where it ended in a purchase, and any other columns. `InvalidRecord` names the row of the
    first label that is wrong, `InvalidFile` says that one kind of visit is missing."""
    names: dict[str, None] = {}
    codes: dict[str, dict[str, int]] = {}
    kept, bought = list[dict[str, float]](), list[float]()
    for number, row in rows:
        label = str(row.get("label", "")).strip().lower()
        if label not in _TRUE | _FALSE:
            raise InvalidRecord(f"{source}, row {number}, label", "1 (bought) or 0", row.get("label"))
        cells = {name: _coded(value, codes.setdefault(name, {})) for name, value in row.items() if name != "label"}
        names |= dict.fromkeys(cells)
        kept.append(cells)
        bought.append(float(label in _TRUE))
    if len(set(bought)) < 2:
        raise InvalidFile(f"{source}: expected visits with a purchase and without, got {sum(bought):.0f} of {len(bought)} with one")
    return Visits(tuple(names), np.array([[cells.get(name, np.nan) for name in names] for cells in kept]), np.array(bought))


def _coded(value: Any, codes: dict[str, int]) -> float:
    """A number as it is, NaN for nothing, else the number of the text."""
    if value is None or value == "":
        return float("nan")
    try:
        return float(value)
    except (TypeError, ValueError):
        return float(codes.setdefault(str(value), len(codes)))


def folds(count: int, parts: int = FOLDS, seed: int = 0) -> Ints:
    """The part of each row, by chance: int64[count]."""
    return np.random.default_rng(seed).permutation(count) % parts


def intention_report(visits: Visits, part: Sequence[int] | Ints | None = None, progress: Progress | None = None) -> Report:
    """What is said of each visit by a model that learnt from the other parts (default: ten by chance): `auc` over all, `auc_mean` over the
    parts, `squared_error` of the chance; a row for each visit, `key` its place."""
    where = folds(len(visits.bought)) if part is None else np.asarray(part)
    said, areas = np.zeros(len(where)), []
    for number, name in enumerate(sorted(set(where.tolist())), 1):
        learn, look = where != name, where == name
        said[look] = Chance.learn(visits.rows[learn], visits.bought[learn]).predict(visits.rows[look])
        if area := auc(said[look].tolist(), (visits.bought[look] > 0).tolist()):
            areas.append(area.value)
        if progress:
            progress("folds", number, len(set(where.tolist())))
    errors = (said - visits.bought) ** 2
    metrics = {"auc_mean": mean(areas), "squared_error": mean(errors.tolist())} if areas else {"squared_error": mean(errors.tolist())}
    if whole := auc(said.tolist(), (visits.bought > 0).tolist()):
        metrics = {"auc": whole, **metrics}
    rows = tuple({"key": str(place), "chance": round(float(chance), 6), "bought": bought, "squared_error": float(error)}
                 for place, (chance, bought, error) in enumerate(zip(said, visits.bought, errors, strict=True)))
    return Report("intention", metrics, {"visits": len(rows), "purchases": int(visits.bought.sum())}, rows)


def later(visits: Visits, learn: np.ndarray[Any, np.dtype[np.bool_]], without: Sequence[str] = ()) -> Interval | None:
    """The area under the curve on the visits that are not in `learn`, by a model of those that are, which does not look at some columns."""
    kept = [place for place, name in enumerate(visits.columns) if name not in without]
    chance = Chance.learn(visits.rows[learn][:, kept], visits.bought[learn])
    return auc(chance.predict(visits.rows[~learn][:, kept]).tolist(), (visits.bought[~learn] > 0).tolist())
