"""Keeps a server's index in step with what other processes write to the store."""

from __future__ import annotations

import fcntl
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .background import beside
from .shop import Shop

INTERVAL = 0.5  # seconds between two looks at the store's revision, one cheap query

log = logging.getLogger(__name__)


@contextmanager
def kept_fresh(shop: Shop) -> Iterator[None]:
    """While the context lasts a small change by anybody is searchable here within a second. Of several
    servers of one shop one takes it in, for all."""
    with beside(lambda stop: _watch(shop, stop)):
        yield


def _watch(shop: Shop, stop: threading.Event) -> None:
    while not stop.wait(INTERVAL):
        try:
            with _turn(shop.data_dir / "index") as mine:
                if mine:
                    shop.freshen()
        except Exception:  # a locked or full disk now must not end the looking
            log.exception("the index could not be brought up to date; trying again")


@contextmanager
def _turn(folder: Path) -> Iterator[bool]:
    """Whether it is this process's turn, not that of another which is at it: encoding takes a core, once is enough."""
    folder.mkdir(exist_ok=True)
    with (folder / "freshen.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
