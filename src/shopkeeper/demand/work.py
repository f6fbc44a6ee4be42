"""What a choosing that was stopped has done already: each part lies in a file, whole or not there, until the whole is done.

The folder is named after everything that the parts come of. The same call finds them again and ends with the same choice; a call with
other sales does not.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .learned import Learned
from .panel import Floats, Panel

RUNS = "runs"
_NOTHING = "nothing"  # a file that says that there was too little to learn from


def named_by(panel: Panel, horizon: int, extra: Floats | None, also: Sequence[str] = ()) -> str:
    """A name for everything that a forecast comes of: another for other sales."""
    told = hashlib.sha256(repr((panel.ids, panel.period, panel.first, horizon, tuple(also))).encode())
    for name, values in (("", panel.values), *sorted(panel.known.items()), *sorted(panel.past.items()), ("extra", extra)):
        told.update(name.encode())
        if values is not None:
            told.update(np.ascontiguousarray(values).tobytes())
    return told.hexdigest()


class Work:
    """Parts of a choosing, kept in `folder`; None keeps none."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    @classmethod
    def of(cls, below: Path, panel: Panel, horizon: int, extra: Floats | None, also: Sequence[str] = ()) -> Work:
        """The folder below `below` for a choosing by these."""
        return cls(below / RUNS / named_by(panel, horizon, extra, also)[:16])

    def said(self, name: str, make: Callable[[], dict[str, Floats]]) -> dict[str, Floats]:
        """Arrays by name, from the file or else made now."""
        if self.folder is None:
            return make()
        path = self.folder / f"{name}.npz"
        if not path.exists():
            arrays: dict[str, Any] = make()
            self._keep(path, lambda aside: np.savez(aside, **arrays))
        with np.load(path) as found:
            return {key: found[key] for key in found.files}

    def trees(self, name: str, make: Callable[[], Learned | None]) -> Learned | None:
        """Trees, from the folder or else grown now; None where there was too little to learn from."""
        if self.folder is None:
            return make()
        path = self.folder / name
        if not path.exists():
            self._keep(path, lambda aside: _write(make(), aside))
        return None if (path / _NOTHING).exists() else Learned.load(path)

    def clear(self) -> None:
        """Removes this work, and that of other sales that was left lying."""
        if self.folder is not None:
            shutil.rmtree(self.folder.parent, ignore_errors=True)

    def _keep(self, path: Path, write: Callable[[Path], None]) -> None:
        """Has `write` fill a file or folder aside, which then takes its name at once."""
        aside = path.with_name(f"{os.getpid()}.{path.name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        write(aside)
        try:
            aside.rename(path)
        except OSError:  # a folder: the same work was done elsewhere at the same time
            if not path.exists():
                raise


def _write(learned: Learned | None, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    if learned is None:
        (folder / _NOTHING).touch()
    else:
        learned.save(folder)


