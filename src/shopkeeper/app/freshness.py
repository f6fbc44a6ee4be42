"""Keeps a server's index in step with what other processes write to the store."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .shop import Shop

INTERVAL = 0.5  # seconds between two looks at the store's revision, one cheap query

log = logging.getLogger(__name__)


@contextmanager
def kept_fresh(shop: Shop) -> Iterator[None]:
    """While the context lasts a small change by anybody is searchable here within a second."""
    stop = threading.Event()
    watcher = threading.Thread(target=_watch, args=(shop, stop), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()


def _watch(shop: Shop, stop: threading.Event) -> None:
    while not stop.wait(INTERVAL):
        try:
            shop.freshen()
        except Exception:  # a locked or full disk now must not end the looking
            log.exception("the index could not be brought up to date; trying again")
