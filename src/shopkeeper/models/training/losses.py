"""The losses of a run as it goes, for whoever looks on: one JSON object a line. Standard library only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = "loss.jsonl"
WORK = ("runs/*", "training/run/trained", "work/*")  # where runs lie below the folder of a capability's versions
MOST = 1500  # points of a curve that are shown


@dataclass(frozen=True, slots=True)
class Loss:
    """What was seen at a step: the loss on what is learnt, that on the validation part, or both."""

    step: int
    loss: float | None = None
    validation: float | None = None


class Losses:
    """The losses of the run in a folder, written as they come. A run that goes on from `step` forgets what came after it."""

    def __init__(self, folder: Path, step: int = 0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / FILE
        kept = [each for each in read(self._path) if each.step <= step] if step else []
        self._path.write_text("".join(_line(each) for each in kept), "utf-8")

    def add(self, step: int, loss: float | None = None, validation: float | None = None) -> None:
        """A step, from 1."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(_line(Loss(step, loss, validation)))


def read(path: Path) -> list[Loss]:
    """The losses in a file, by step; none where there is no such file. A line that is being written is left out."""
    found: dict[int, Loss] = {}
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError:
        return []
    for line in lines:
        try:
            row: dict[str, Any] = json.loads(line)
            before = found.get(row["step"], Loss(row["step"]))
            found[before.step] = Loss(before.step, row.get("loss", before.loss), row.get("validation", before.validation))
        except (ValueError, KeyError, TypeError):
            continue
    return [found[step] for step in sorted(found)]


def newest(folder: Path) -> Path | None:
    """The file of the run that was at work last below the folder of a capability's versions."""
    found = [path for each in WORK for path in folder.glob(f"{each}/{FILE}")]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def thinned(losses: Iterable[Loss], most: int = MOST) -> list[Loss]:
    """At most about so many of them, and all with a loss on the validation part."""
    rows = list(losses)
    every = -(-len(rows) // most) or 1
    return [each for place, each in enumerate(rows) if place % every == 0 or each.validation is not None or place == len(rows) - 1]


def _line(each: Loss) -> str:
    told = {"step": each.step, "loss": _round(each.loss), "validation": _round(each.validation)}
    return json.dumps({name: value for name, value in told.items() if value is not None}) + "\n"


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 5)
