"""Removes what a shop keeps for a time only, while it is served: see `privacy.retention`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..background import beside
from ..privacy.retention import sweep

if TYPE_CHECKING:
    from ..shop import Shop

EVERY = 3600.0  # seconds
log = logging.getLogger(__name__)


@contextmanager
def forgetting(shop: Shop) -> Iterator[None]:
    """While the context lasts what is too old is removed: at once, then every hour."""
    with beside(lambda stop: _work(shop, stop), 1):
        yield


def _work(shop: Shop, stop: threading.Event) -> None:
    while True:
        try:
            sweep(shop)
        except Exception:  # a locked or full disk now must not end it
            log.exception("what is too old could not be removed; trying again in an hour")
        if stop.wait(EVERY):
            return
