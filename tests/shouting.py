"""A model for workers of a cluster, which import it by its name: it answers in capitals and notes what happens to it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path


def load(folder: Path) -> Callable[[str], str]:
    """From a folder with `notes.txt`, the path of a folder for its notes. A part may be an order: `die`, which ends the worker the
    first two times, or `fail`."""
    notes = Path((folder / "notes.txt").read_text())
    _note(notes, "load")

    def shout(part: str) -> str:
        if part == "die" and len(list(notes.glob("die *"))) < 2:
            _note(notes, "die")
            os._exit(1)
        if part == "fail":
            raise ValueError("tea is not to be shouted")
        return part.upper()

    return shout


def _note(notes: Path, what: str) -> None:
    (notes / f"{what} {os.getpid()} {time.time_ns()}").touch()
