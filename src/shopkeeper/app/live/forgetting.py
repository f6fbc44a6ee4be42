"""Removes what a shop keeps for a time only, while it is served: baskets that nobody changes, conversations that are over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ...assistant.retention import forget as forget_conversations
from ..background import beside
from . import baskets

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
            baskets.forget(shop, datetime.now(UTC))
            forget_conversations(shop.store, shop.conversation_days, datetime.now(UTC))
        except Exception:  # a locked or full disk now must not end it
            log.exception("what is too old could not be removed; trying again in an hour")
        if stop.wait(EVERY):
            return
