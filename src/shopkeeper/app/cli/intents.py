"""`evaluate intents`: what shoppers want, as the assistant understands it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import options
from .gates import conclude
from .output import progress, say

_DATA = "Messages: rows {utterance, intent}, or {text, intents, also} with lists of intents; JSONL, CSV, TSV or Parquet, also .gz."


def evaluate(
    data: Annotated[Path, options.flag("--data", _DATA, "FILE")],
    map: options.Map = None,
    gate: Annotated[list[str] | None, options.flag("--gate", "Exit with 1 unless this holds. Repeatable.", "METRIC>=X")] = None,
    save: Annotated[Path | None, options.flag("--save", "Keep the whole report as JSON.", "FILE")] = None,
    wrong: Annotated[bool, typer.Option("--wrong", help="Print each message that was not understood, and what was said.")] = False,
    json: options.Json = False,
) -> None:
    """Measures how well the assistant understands what shoppers want: accuracy (all wishes of a message and nothing else), macro_f1,
    p50_ms and p95_ms, with 95 % intervals; for each intent how many were right and what was said in their place. Needs no shop."""
    from ...assistant.understand import understand
    from ...assistant.understand.task import measure, read_messages
    from ...evaluation import Gate
    from ...store.importers import parse_mapping, read_rows

    gates = [Gate.parse(text) for text in gate or ()]
    messages = read_messages(((row.number, row.values) for row in read_rows(data, parse_mapping(map or ()))), str(data))
    with progress(json) as step:
        report = measure(understand, messages, step)
    if save:
        report.save(save)
    if wrong and not json:
        missed = (row for row in report.rows if not row["accuracy"])
        say("\n".join(f"{row['text']}\t{'+'.join(row['intents'])}\t{'+'.join(row['said']) or '-'}" for row in missed))
    conclude(report, gates, json)
