"""Asks the shop's own order system what is open, while the shop is served; see `assistant.orders.sender`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ...assistant.orders.remote import RemoteOrders
from ...assistant.orders.sender import Sender
from ..background import beside

if TYPE_CHECKING:
    from ..shop import Shop

INTERVAL = 0.5  # seconds between two looks at what is open, one cheap query
STOPPING = 2  # seconds that a server which stops waits for an answer; a request that is cut off is sent again

log = logging.getLogger(__name__)


@contextmanager
def ordering(shop: Shop) -> Iterator[None]:
    """While the context lasts the requests of a shop whose orders live elsewhere are sent; several servers take turns, request by
    request."""
    if not isinstance(shop.orders, RemoteOrders):
        yield
        return
    sender = Sender(shop.store, shop.orders.remote)
    with beside(lambda stop: _work(sender, stop), STOPPING):
        yield


def _work(sender: Sender, stop: threading.Event) -> None:
    busy = False
    while not stop.wait(0 if busy else INTERVAL):
        try:
            busy = sender.send() > 0
        except Exception:  # a locked or full disk now must not end the sending
            busy = False
            log.exception("the order system could not be asked; trying again")
