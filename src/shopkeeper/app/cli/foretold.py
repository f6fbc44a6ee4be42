"""`evaluate value` and `evaluate intention`: how well customers are foretold, on a user's own data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import options
from .gates import conclude
from .output import progress

_PURCHASES = "Purchases: rows {customer_id, at, amount}; JSONL, CSV, TSV or Parquet, also .gz."
_VISITS = "Visits: rows {label, …}, label 1 = it ended in a purchase, and any columns that tell of it; JSONL, CSV, TSV or Parquet."
Gates = Annotated[list[str] | None, options.flag("--gate", "Exit with 1 unless this holds. Repeatable.", "METRIC>=X")]
Save = Annotated[Path | None, options.flag("--save", "Keep the whole report as JSON.", "FILE")]


def value(
    data: Annotated[Path, options.flag("--data", _PURCHASES, "FILE")],
    map: options.Map = None,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="The latest so many days are foretold.")] = 90,
    model: Annotated[str | None, options.flag("--model", "as before, BG/NBD, Pareto/NBD or learned; default: the best.", "NAME")] = None,
    gate: Gates = None, save: Save = None, json: options.Json = False,
) -> None:
    """Measures what is said of customers on the latest days of their purchases, by models fitted to what came before: deviance, mae_orders,
    mae_amount, auc of who buys, top_decile and calibration, with 95 % intervals. Needs no shop."""
    from ...customers.task import read_purchases, value_report
    from ...customers.value import NAMES
    from ...customers.value_trial import trials
    from ...evaluation import Gate
    from ...shop import InvalidQuery
    from ...store.importers import parse_mapping, read_rows

    gates = [Gate.parse(text) for text in gate or ()]
    if model and model not in NAMES:
        raise InvalidQuery(f"--model: expected one of {', '.join(NAMES)}, got {model}")
    purchases = read_purchases(((row.number, row.values) for row in read_rows(data, parse_mapping(map or ()))), str(data))
    with progress(json) as step:
        found = trials(purchases, days, [model] if model else NAMES, progress=step)
    report = value_report(found, purchases)
    if save:
        report.save(save)
    conclude(report, gates, json, more={"trials": found.to_dict()})


def intention(
    data: Annotated[Path, options.flag("--data", _VISITS, "FILE")],
    map: options.Map = None, gate: Gates = None, save: Save = None, json: options.Json = False,
) -> None:
    """Measures the reading of intentions on visits, each by a model that learnt from nine other tenths of them: auc, auc_mean over the
    tenths and squared_error, with 95 % intervals. Needs no shop."""
    from ...customers.task import intention_report, read_visits
    from ...evaluation import Gate
    from ...store.importers import parse_mapping, read_rows

    gates = [Gate.parse(text) for text in gate or ()]
    visits = read_visits(((row.number, row.values) for row in read_rows(data, parse_mapping(map or ()))), str(data))
    with progress(json) as step:
        report = intention_report(visits, progress=step)
    if save:
        report.save(save)
    conclude(report, gates, json)
