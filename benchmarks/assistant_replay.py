"""The gold actions of tau2-bench's retail tasks through the assistant's tools: final states, and what each kind of call takes.

    python benchmarks/assistant_replay.py
"""

from __future__ import annotations

import time
from collections import defaultdict
from statistics import median
from typing import Any
from unittest.mock import patch

from _machine import data, write

from shopkeeper.app.cli.assistant import fresh_desk
from shopkeeper.assistant import task
from shopkeeper.assistant.tools.toolbox import Toolbox


def main() -> None:
    folder = data() / "service" / "tau2_retail"
    tasks = task.read_tasks(folder / "tasks.dev.json", folder / "final_states.dev.json")
    spent: dict[str, list[float]] = defaultdict(list)
    with fresh_desk(folder / "db.json") as desk, patch.object(task, "Toolbox", _timed(spent)), patch.object(
            task, "confirm", _clocked(task.confirm, spent["confirm"])):
        report = task.measure(desk, tasks)
    calls = {name: {"calls": len(each), "p50_ms": round(1000 * median(each), 2), "max_ms": round(1000 * max(each), 2)}
             for name, each in sorted(spent.items())}
    why = {id: f"{lines[0]} {len(lines) - 1} fields" for id, lines in task.differing(report).items()}
    result = {**report.to_dict(rows=False), "differing": why, "calls": calls}
    print(write("assistant_replay", "python benchmarks/assistant_replay.py", result))


def _timed(spent: dict[str, list[float]]) -> Any:
    class Timed(Toolbox):
        def call(self, name: str, arguments: Any) -> Any:
            began = time.perf_counter()
            try:
                return super().call(name, arguments)
            finally:
                spent[name].append(time.perf_counter() - began)

    return Timed


def _clocked(function: Any, spent: list[float]) -> Any:
    def clocked(*args: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*args)
        finally:
            spent.append(time.perf_counter() - began)

    return clocked


if __name__ == "__main__":
    main()
