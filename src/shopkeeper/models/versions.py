"""Versions of a trained model in a folder: which there are, which one is in use, how it is changed.

`<folder>/<version>/` is a model folder with `config.json` and CARD.md; the file `ACTIVE` holds the names of the versions
that were in use, one a line, the newest last: the last line is the one in use. It is replaced by renaming, so that a
reader in any process sees one whole state. The model that came with Shopkeeper, where there is one, is the version
`shipped`, in use until another is promoted.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ..shop import InvalidFile, NotFound
from .card import Card, Figure
from .training.losses import FILE as LOSSES
from .training.losses import newest

ACTIVE = "ACTIVE"
CONFIG, CARD = "config.json", "CARD.md"
MARK = "RETRAIN"  # a file in the folder of a version that has to be made anew
NONE = "none"  # a line of ACTIVE: what was in use before anything was promoted, the shipped model or none
SHIPPED = "shipped"
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

    @property
    def marked(self) -> bool:
        """Whether it has to be made anew, as it learnt from a person who was forgotten since."""
        return (self.folder / MARK).exists()

    def to_dict(self) -> dict[str, Any]:
        """`{version, active, config}`, and `marked` where that is so."""
        return {"version": self.name, "active": self.active, "config": self.config, **({"marked": True} if self.marked else {})}


class Versions:
    """The versions of one capability's model below `folder`, which is named after it, and the `shipped` one."""

    def __init__(self, folder: Path, shipped: Path | None = None) -> None:
        self.folder, self.capability = folder, folder.name
        self._pointer, self._shipped = folder / ACTIVE, shipped

    def all(self) -> list[Version]:
        """Every version, the shipped one first, then oldest first by name."""
        active = self.active
        found = sorted(path.parent for path in self.folder.glob(f"*/{CONFIG}") if not path.parent.name.endswith(".part"))
        shipped = [(SHIPPED, self._shipped)] if self._shipped else []
        return [Version(name, path, name == active, _config(path)) for name, path in (*shipped, *((path.name, path) for path in found))]

    def get(self, name: str) -> Version:
        """The version of this name; `NotFound` when there is none."""
        folder = self._shipped if name == SHIPPED else self.folder / name if _VERSION.fullmatch(name) else None
        if folder is None or not (folder / CONFIG).exists():
            raise NotFound("model version", name)
        return Version(name, folder, name == self.active, _config(folder))

    @property
    def active(self) -> str | None:
        """The version in use, None when none is."""
        return self.history()[0]

    def history(self) -> list[str | None]:
        """The versions that were put in use, newest first, the one in use at its head; None stands for no model."""
        first = SHIPPED if self._shipped else None
        return [first if name == NONE else name for name in reversed(self._history() or [NONE])]

    def stamp(self) -> tuple[int, int] | None:
        """Changes whenever another version is put in use; one `stat` call."""
        try:
            seen = os.stat(self._pointer)
        except FileNotFoundError:
            return None
        return seen.st_ino, seen.st_mtime_ns

    def add(self, write: Callable[[Path], None], now: datetime | None = None, *, card: Card | None = None,
            about: Mapping[str, Any] | None = None) -> Version:
        """A new version, named by the moment, whose folder `write` fills; it is whole or not there, and not in use yet. With a
        `card`, its facts and `about` join the config.json that `write` wrote, and its text is CARD.md."""
        aside = self._aside(now or datetime.now(UTC))
        try:
            write(aside)
            if card and card.training and not (aside / LOSSES).exists() and (curve := newest(self.folder)):
                shutil.copy(curve, aside / LOSSES)
            if card:
                _keep(card, aside, about or {})
            aside.rename(aside.with_suffix(""))
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        return self.get(aside.stem)

    def _aside(self, moment: datetime) -> Path:
        """A new empty folder, named by the moment or by the next that is free."""
        aside = self.folder / (moment.strftime("%Y%m%d-%H%M%S-%f")[:-3] + ".part")
        if aside.with_suffix("").exists() or aside.exists():
            return self._aside(moment + timedelta(milliseconds=1))
        aside.mkdir(parents=True)
        return aside

    def note(self, name: str, sentence: str, *, metric: str = "", difference: Figure | None = None) -> None:
        """Adds a sentence to the card of a version, such as how it stands to another; its config keeps the `difference` under `against`."""
        found = self.get(name)
        if difference:
            config = {**found.config, "against": {"metric": metric, **difference.to_dict()}}
            (found.folder / CONFIG).write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", "utf-8")
        (found.folder / CARD).write_text(f"{found.card.rstrip()}\n\n{sentence}\n", "utf-8")

    def mark(self, name: str, why: str) -> None:
        """Says that a version has to be made anew: the next `update` does so, whatever else is new. Not for the shipped one."""
        (self.get(name).folder / MARK).write_text(f"{why}\n", "utf-8")

    def promote(self, name: str) -> Version:
        """Puts a version in use; `NotFound` when there is none of this name."""
        self.get(name)
        if self.active != name:
            self._remember([*(self._history() or [NONE]), name])
        return self.get(name)

    def withdraw(self) -> None:
        """Puts no version in use (the shipped one, where there is one), as before anything was promoted; a rollback takes it back."""
        if (history := self._history()) and history[-1] != NONE:
            self._remember([*history, NONE])

    def rollback(self) -> str | None:
        """Puts the one in use before back, and answers it (None: no model); `NotFound` without an earlier state."""
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
        self.folder.mkdir(parents=True, exist_ok=True)  # the shipped one may be promoted before there is another
        aside = self.folder / f"{ACTIVE}.{os.getpid()}"
        aside.write_text("\n".join(history) + "\n", "utf-8")
        aside.replace(self._pointer)


def _keep(card: Card, folder: Path, about: Mapping[str, Any]) -> None:
    config = {**_config(folder), **about, **card.facts()}
    (folder / CONFIG).write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (folder / CARD).write_text(card.text(), "utf-8")


def _config(folder: Path) -> dict[str, Any]:
    try:
        config = json.loads((folder / CONFIG).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidFile(f"{folder / CONFIG}: expected the JSON of a model ({error})") from None
    if not isinstance(config, dict):
        raise InvalidFile(f"{folder / CONFIG}: expected the JSON of a model, an object")
    return config
