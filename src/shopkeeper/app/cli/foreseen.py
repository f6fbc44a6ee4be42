"""`evaluate recommend`: how well recommendations foresee what people did last."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ...shop import InvalidQuery
from . import options
from .gates import conclude
from .output import progress
from .replay import replay as replayed

_DATA = "Sequences: lines `user item item …`, oldest first, one line a user; also .gz."


def evaluate(
    data: Annotated[Path | None, options.flag("--data", _DATA, "FILE")] = None,
    model: Annotated[str, options.flag("--model", "suited, mixed, served, sequence, people, basket or popular.", "NAME")] = "suited",
    gate: Annotated[list[str] | None, options.flag("--gate", "Exit with 1 unless this holds. Repeatable.", "METRIC>=X")] = None,
    against: Annotated[Path | None, options.flag("--against", "Compare with an earlier run's --save.", "FILE")] = None,
    save: Annotated[Path | None, options.flag("--save", "Keep the whole report as JSON.", "FILE")] = None,
    replay: Annotated[bool, typer.Option("--replay", help="Instead: what other settings would have earned.")] = False,
    change: Annotated[list[str] | None, options.flag("--change", "A setting that --replay changes. Repeatable.", "NAME=VALUE")] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=36_500, help="The last so many days of the log.")] = 28,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Measures recommendations: everybody's last product is hidden and all others are ranked, none sampled: hr@5, hr@10, ndcg@5, ndcg@10,
    with 95 % intervals, coverage, novelty and popularity bias of the lists, the seconds to fit and the milliseconds a user.
    `_train_only` leaves the last but one out of the fit. The model `suited` mixes sequences and alike people as foresees the last but one
    best; `served` puts all sources together as the front page does. Needs no shop, but with
    `--replay`, which tells from the log how often a list would have been clicked under other settings (docs/ab-tests.md)."""
    from ...evaluation import Gate, Report
    from ...recommend.task import evaluate as measure
    from ...recommend.task import model as named
    from ...recommend.task import read_sequences

    gates = [Gate.parse(text) for text in gate or ()]
    if replay:
        return replayed(shop, data_dir, change or (), days, gates, json)
    if data is None:
        raise InvalidQuery("data: expected --data FILE, or --replay")
    earlier, make = Report.load(against) if against else None, named(model)
    sequences = read_sequences(data)
    with progress(json) as step:
        report = measure(sequences, make, progress=step)
    if save:
        report.save(save)
    conclude(report, gates, json, report.against(earlier, str(against)) if earlier else None)
