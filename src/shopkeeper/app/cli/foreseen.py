"""`evaluate recommend`: how well recommendations foresee what people did last."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import options
from .gates import conclude
from .output import progress

_DATA = "Sequences: lines `user item item …`, oldest first, one line a user; also .gz."


def evaluate(
    data: Annotated[Path, options.flag("--data", _DATA, "FILE")],
    model: Annotated[str, typer.Option("--model", help="suited, mixed, sequence, people, basket or popular.", metavar="NAME")] = "suited",
    gate: Annotated[list[str] | None, options.flag("--gate", "Exit with 1 unless this holds. Repeatable.", "METRIC>=X")] = None,
    against: Annotated[Path | None, options.flag("--against", "Compare with an earlier run's --save.", "FILE")] = None,
    save: Annotated[Path | None, options.flag("--save", "Keep the whole report as JSON.", "FILE")] = None,
    json: options.Json = False,
) -> None:
    """Measures recommendations: everybody's last product is hidden and all others are ranked, none sampled: hr@5, hr@10, ndcg@5, ndcg@10,
    with 95 % intervals, the seconds to fit and the milliseconds a user. `_train_only` leaves the last but one out of the fit. The model
    `suited` mixes sequences and alike people as foresees the last but one best. Needs no shop."""
    from ...evaluation import Gate, Report
    from ...recommend.task import evaluate as measure
    from ...recommend.task import model as named
    from ...recommend.task import read_sequences

    gates = [Gate.parse(text) for text in gate or ()]
    earlier, make = Report.load(against) if against else None, named(model)
    sequences = read_sequences(data)
    with progress(json) as step:
        report = measure(sequences, make, progress=step)
    if save:
        report.save(save)
    conclude(report, gates, json, report.against(earlier, str(against)) if earlier else None)
