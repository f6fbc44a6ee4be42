"""`evaluate assistant`: the assistant against the states that tasks of tau2-bench's retail domain should end in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from . import options
from .gates import conclude
from .output import progress, say

if TYPE_CHECKING:
    from ...assistant.desk import Desk
    from ...assistant.task import Task
    from ...evaluation import Report


def evaluate(
    data: Annotated[Path, options.flag("--data", "tau2-bench's tasks.json of the retail domain.", "FILE")],
    db: Annotated[Path, options.flag("--db", "Its db.json: the records that the tasks begin with.", "FILE")],
    final: Annotated[Path, options.flag("--final", "Final states by task id: {changes: [{path, value}], actions_that_fail}.", "FILE")],
    shoppers: Annotated[Path | None, options.flag(
        "--shoppers", "Scripted shoppers of the tasks, JSONL: {task, opening, lines: [{on, say}]}. Plays them too.", "FILE")] = None,
    gate: Annotated[list[str] | None, options.flag("--gate", "Exit with 1 unless this holds. Repeatable.", "METRIC>=X")] = None,
    save: Annotated[Path | None, options.flag("--save", "Keep the whole report as JSON.", "FILE")] = None,
    json: options.Json = False,
) -> None:
    """Runs the actions that each task expects through the assistant's tools, under the policy as code, on a fresh copy of the records.

    replay^1 is the share of tasks that end in the given state, replay^1_corrected that with the benchmark's known fault undone. Every
    difference is explained. With --shoppers each task's shopper talks with the assistant, which works by rules alone: pass^1 is the share
    of conversations that end in the given state (the known fault undone), policy_breaches and turns are counted a conversation.
    """
    from ...assistant.task import differing, measure, read_tasks
    from ...evaluation import Gate

    gates = [Gate.parse(text) for text in gate or ()]
    tasks = read_tasks(data, final)
    with fresh_desk(db) as desk, progress(json) as step:
        report = measure(desk, tasks, progress=step)
        if shoppers:
            report = _with_shoppers(report, desk, tasks, shoppers, step)
    if save:
        report.save(save)
    why = differing(report)
    if not json:
        for id, lines in why.items():
            say(f"task {id} ends otherwise: " + "\n    ".join(lines))
    conclude(report, gates, json, more={"differing": why})


def _with_shoppers(report: Report, desk: Desk, tasks: Sequence[Task], path: Path, step: Any) -> Report:
    """The report with what scripted shoppers found."""
    from ...assistant.dialogue.brain import RuleBrain
    from ...assistant.player import measure, read_scripts

    played = measure(desk, tasks, read_scripts(path), RuleBrain(desk), progress=step)
    rows = {row["key"]: row for row in played.rows}
    merged = tuple({**(talk := rows.get(row["key"], {})), **row, "talk": talk.get("why", [])} for row in report.rows)
    return replace(report, metrics={**report.metrics, **played.metrics}, counts={**report.counts, **played.counts}, rows=merged)


@contextmanager
def fresh_desk(db: Path) -> Iterator[Desk]:
    """The desk of a shop that was made of a db.json for the time of the block, under a policy without time limits, as that has no dates."""
    from ...assistant.desk import Desk
    from ...store import open_store
    from ...store.importers import import_file

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "shop.db")
        try:
            import_file(store, db, format="tau2", currency="USD", rejects_dir=Path(folder))
            yield Desk(store)
        finally:
            store.close()
