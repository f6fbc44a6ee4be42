"""What was said last of a whole shop, kept in a file: a process that asks for the same finds it there.

One file for each period, beside the versions of its choice and replaced by the next forecast. Its name begins with a dot: it is made
again from the store, and no backup needs it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from .forecast import Forecasts
from .panel import Panel

FILE = ".last.npz"
_KEY, _ARRAYS = "key", ("mean", "median", "low", "high", "quantiles")


def found_or_said(folder: Path, key: str, panel: Panel, say: Callable[[], Forecasts]) -> Forecasts:
    """What follows the panel, as it was kept under `key`, which names everything that it comes of; else what `say` says, which is kept."""
    path = folder / FILE
    arrays = _read(path, key)
    if arrays is not None:
        return Forecasts(panel.ids, panel.period, panel.at(panel.columns), *(arrays[name] for name in _ARRAYS))
    said = say()
    _keep(path, {_KEY: np.array(key), **{name: getattr(said, name) for name in _ARRAYS}})
    return said


def _read(path: Path, key: str) -> dict[str, Any] | None:
    try:
        with np.load(path) as found:
            return {name: found[name] for name in _ARRAYS} if str(found[_KEY]) == key else None
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):  # not there, or not what was written
        return None


def _keep(path: Path, arrays: dict[str, Any]) -> None:
    aside = path.with_name(f".{os.getpid()}.last.part")
    try:
        with aside.open("wb") as file:
            np.savez(file, **arrays)
        aside.replace(path)
    except OSError:  # a folder that is read only or full: the next process says it again
        aside.unlink(missing_ok=True)
