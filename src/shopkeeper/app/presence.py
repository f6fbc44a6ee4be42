"""Which workers are alive: each holds a lock on a file of its own in the shop's data folder, which the system lets go when it dies."""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path

FOLDER = "workers"


class Presence:
    """This worker among those that share a data folder. `name` is another one for every worker that ever was."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER
        self._folder.mkdir(parents=True, exist_ok=True)
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self._file = (self._folder / self.name).open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def gone(self, worker: str) -> bool:
        """Whether a worker is known to be dead; of one that works elsewhere nothing is known."""
        if worker == self.name or "/" in worker:
            return False
        try:
            file = (self._folder / worker).open("r+")
        except OSError:
            return False
        with file:
            return _lockable(file)

    def tidy(self) -> None:
        """Removes the files of dead workers."""
        for path in self._folder.iterdir():
            if self.gone(path.name):
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """This worker stops."""
        with suppress(OSError):
            (self._folder / self.name).unlink(missing_ok=True)
        self._file.close()


def alive(data_dir: Path) -> int:
    """How many workers of this data folder are at work or wait for it; those on other machines are not seen."""
    folder = data_dir / FOLDER
    return sum(not _free(path) for path in folder.iterdir()) if folder.is_dir() else 0


def _free(path: Path) -> bool:
    try:
        with path.open("r+") as file:
            return _lockable(file)
    except OSError:
        return True


def _lockable(file: TextIOWrapper) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
