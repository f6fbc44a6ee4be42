"""Versions of a trained model in a folder: which there are, which one is in use, how it is changed.

`<folder>/<version>/` is a model folder with `config.json` and CARD.md; the file `ACTIVE` holds the names of the versions
that were in use, one a line, the newest last: the last line is the one in use. It is replaced by renaming, so that a
reader in any process sees one whole state.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..shop import InvalidFile, NotFound

ACTIVE = "ACTIVE"
CONFIG, CARD = "config.json", "CARD.md"
NONE = "none"  # a line of ACTIVE: no model is in use
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its folder, when it was made, whether it is the one in use, its config."""

    name: str
    folder: Path
    active: bool
    config: dict[str, Any]

    @property
    def card(self) -> str:
        """CARD.md: what it was learnt from and how well it does."""
        path = self.folder / CARD
        return path.read_text("utf-8") if path.exists() else ""

    def to_dict(self) -> dict[str, Any]:
        """`{version, active, config}`."""
        return {"version": self.name, "active": self.active, "config": self.config}


class Versions:
    """The versions of one capability's model below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / ACTIVE

    def all(self) -> list[Version]:
        """Every version, oldest first by name."""
        active = self.active
        found = sorted(path.parent for path in self.folder.glob(f"*/{CONFIG}") if not path.parent.name.endswith(".part"))
        return [Version(path.name, path, path.name == active, _config(path)) for path in found]

    def get(self, name: str) -> Version:
        """The version of this name; `NotFound` when there is none."""
        if not _VERSION.fullmatch(name) or not (self.folder / name / CONFIG).exists():
            raise NotFound("model version", name)
        return Version(name, self.folder / name, name == self.active, _config(self.folder / name))

    @property
    def active(self) -> str | None:
        """The version in use, None when none is."""
        history = self._history()
        return history[-1] if history and history[-1] != NONE else None

    def stamp(self) -> tuple[int, int] | None:
        """Changes whenever another version is put in use; one `stat` call."""
        try:
            seen = os.stat(self._pointer)
        except FileNotFoundError:
            return None
        return seen.st_ino, seen.st_mtime_ns

    def add(self, write: Callable[[Path], None], now: datetime | None = None) -> Version:
        """A new version, named by the moment, whose folder `write` fills; it is whole or not there, and not in use yet."""
        moment = (now or datetime.now(UTC)).strftime("%Y%m%d-%H%M%S-%f")[:-3]
        aside = self.folder / f"{moment}.part"
        aside.mkdir(parents=True)
        write(aside)
        aside.rename(self.folder / moment)
        return self.get(moment)

    def promote(self, name: str) -> Version:
        """Puts a version in use; `NotFound` when there is none of this name."""
        self.get(name)
        history = self._history() or [NONE]
        if history[-1] != name:
            self._remember([*history, name])
        return self.get(name)

    def rollback(self) -> str | None:
        """Puts the one in use before back, and answers it (None: no model, as at first); `NotFound` without an earlier state."""
        history = self._history()
        if len(history) < 2:
            raise NotFound("earlier model version", self.folder.name)
        self._remember(history[:-1])
        return self.active

    def _history(self) -> list[str]:
        try:
            return self._pointer.read_text("utf-8").split()
        except FileNotFoundError:
            return []

    def _remember(self, history: list[str]) -> None:
        aside = self.folder / f"{ACTIVE}.{os.getpid()}"
        aside.write_text("\n".join(history) + "\n", "utf-8")
        aside.replace(self._pointer)


def _config(folder: Path) -> dict[str, Any]:
    try:
        config = json.loads((folder / CONFIG).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidFile(f"{folder / CONFIG}: expected the JSON of a model ({error})") from None
    if not isinstance(config, dict):
        raise InvalidFile(f"{folder / CONFIG}: expected the JSON of a model, an object")
    return config
