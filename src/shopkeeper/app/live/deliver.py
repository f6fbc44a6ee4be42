"""Sends what waits in the outbox: signed, each record's messages in their order, again until they arrive."""

from __future__ import annotations

import fcntl
import http.client
import logging
import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...shop.webhook import FIRST, LONGEST, Webhook, signed, wait_after
from ...store.messages import Outgoing
from ...store.protocol import Store
from ..background import beside
from . import outside

if TYPE_CHECKING:
    from ..shop import Shop

INTERVAL = 0.5  # seconds between two looks at the outbox
TIMEOUT = 10  # seconds that an address may take to answer
TRIES = 12  # the last some six hours after the first
STOPPING = 2  # seconds that a server which stops waits for an answer; a message that is cut off is sent again
AT_ONCE = 4  # addresses that are told side by side, so that a slow one holds up no other

__all__ = ["FIRST", "LONGEST", "deliver", "delivering", "send", "signed", "wait_after"]
log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Send = Callable[[Webhook, Outgoing, datetime], str]


def send(hook: Webhook, message: Outgoing, at: datetime, inside: Collection[str] = ()) -> str:
    """Posts a message; "" when it arrived (any 2xx), else what was wrong. A redirect is not followed, and only the hosts of `inside` may
    lie in a private network."""
    parts = urlsplit(hook.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "the address is not one of http or https"
    connection = outside.connection(hook.url, inside, TIMEOUT)
    headers = {
        "Content-Type": "application/json", "User-Agent": "Shopkeeper", "Shopkeeper-Topic": message.topic,
        "Shopkeeper-Delivery": message.id, "Shopkeeper-Signature": signed(message.body, hook.secret, at),
    }
    try:
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), message.body.encode(), headers)
        status = connection.getresponse().status
        return "" if 200 <= status < 300 else f"answered {status}"
    except (OSError, http.client.HTTPException, ValueError) as error:
        return f"{type(error).__name__}: {error}"[:200]
    finally:
        connection.close()


def deliver(store: Store, now: Clock = lambda: datetime.now(UTC), post: Send = send) -> int:
    """Sends what is due, each address on its own thread; how many messages arrived."""
    hooks = {hook.id: hook for hook in store.webhooks.all()}
    due = sorted(store.outbox.due(now()), key=lambda message: message.webhook_id)
    groups = [list(messages) for _, messages in groupby(due, key=lambda message: message.webhook_id)]
    if not groups:
        return 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(lambda messages: _tell(store, hooks.get(messages[0].webhook_id), messages, now, post), groups))


def _tell(store: Store, hook: Webhook | None, messages: list[Outgoing], now: Clock, post: Send) -> int:
    arrived = 0
    for message in messages:
        if hook is None or not hook.enabled:
            store.outbox.failed(message.id, "the webhook is switched off", None)
            continue
        wrong = post(hook, message, now())
        if not wrong:
            store.outbox.delivered(message.id)
            arrived += 1
            continue
        tries = message.attempts + 1
        store.outbox.failed(message.id, wrong, None if tries >= TRIES else now() + wait_after(tries))
    return arrived


@contextmanager
def delivering(shop: Shop) -> Iterator[None]:
    """While the context lasts the outbox is sent, by one process of those that serve the shop."""
    with beside(lambda stop: _work(shop, stop), STOPPING):
        yield


def _work(shop: Shop, stop: threading.Event) -> None:
    busy = False
    while not stop.wait(0 if busy else INTERVAL):
        try:
            with _turn(shop.data_dir) as mine:
                busy = mine and deliver(shop.store, post=partial(send, inside=shop.webhook_hosts)) > 0
        except Exception:  # a locked or full disk now must not end the sending
            busy = False
            log.exception("messages to webhooks could not be sent; trying again")


@contextmanager
def _turn(folder: Path) -> Iterator[bool]:
    with (folder / "outbox.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
