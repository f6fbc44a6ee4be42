"""The version of a model that is in use, taken up by running processes without a restart."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

from .versions import Versions

T = TypeVar("T")
D = TypeVar("D")
Stamp = tuple[int, int] | None
log = logging.getLogger(__name__)


class Active(Generic[T, D]):
    """What `load` makes of the version in use, looked up at each call by one `stat` call; `default` where none is in use.

    A version that cannot be read is left out and said so in the log: the last one that was in use before it, and can be read,
    serves. Safe to call from several threads.
    """

    def __init__(self, versions: Versions, load: Callable[[Path], T], default: D) -> None:
        self._versions, self._load, self._default = versions, load, default
        self._lock = threading.Lock()
        self._stamp: Stamp = None
        self._open: dict[str, T] = {}  # the model by its name; empty: none is in use
        self._looked = False

    def __call__(self) -> T | D:
        """The model in use."""
        stamp = self._versions.stamp()
        if not self._looked or stamp != self._stamp:
            with self._lock:
                if not self._looked or stamp != self._stamp:
                    self._open = dict(self._newest(self._open))
                    self._stamp, self._looked = stamp, True
        return next(iter(self._open.values()), self._default)

    def _newest(self, known: dict[str, T]) -> Iterator[tuple[str, T]]:
        """The newest name of the history with its model, or nothing where no model is in use."""
        for name in self._versions.history():
            if name is None:
                return
            try:
                yield name, known[name] if name in known else self._load(self._versions.get(name).folder)
                return
            except Exception as error:  # whatever a library says of a broken file: the shop goes on
                log.error("%s %s is not used: %s", self._versions.capability, name, error)
