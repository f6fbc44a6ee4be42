"""Finds out who a key or a session belongs to, quickly: what was looked up is believed for a second."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar, cast

from starlette.concurrency import run_in_threadpool

from ..store.access import Key, Session
from ..store.protocol import Store
from .access import hashed
from .callers import Caller, Scope
from .login import lasts

log = logging.getLogger(__name__)
FRESH = 1.0  # seconds after which another process's revocation counts here
NOTED = timedelta(minutes=1)  # between two notes of when something was used last
MOST = 2048  # keys and sessions that are remembered
T = TypeVar("T")


class Keyring:
    """The keys and sessions of a shop, as a server process knows them."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store, self._clock = store, clock
        self._known: OrderedDict[str, tuple[float, object]] = OrderedDict()
        self._lock, self._noting = threading.Lock(), threading.Lock()

    async def unlocked(self) -> bool:
        """Whether the shop has neither keys nor users."""
        return await self._fresh("unlocked", lambda: not (self._store.keys.exist() or self._store.users.exist()))

    async def key(self, secret: str) -> Key | None:
        """The key of this secret, None where it opens nothing (any more)."""
        hash = hashed(secret)
        key = await self._fresh(f"key {hash}", lambda: self._store.keys.by_hash(hash))
        if key is None or not key.good(self._clock()):
            return None
        if key.used_at is None or self._clock() - key.used_at > NOTED:
            self._note(f"key {hash}", lambda now: self._store.keys.used(key.id, now))
        return key

    async def user(self, token: str) -> Caller | None:
        """Who is logged in with this token; None where nobody is (any more)."""
        hash = hashed(token)
        found = await self._fresh(f"session {hash}", lambda: self._session(hash))
        if found is None or not lasts(found[0], self._clock()):
            return None
        session, caller = found
        if self._clock() - session.seen_at > NOTED:
            self._note(f"session {hash}", lambda now: self._store.sessions.seen(session.id, now))
        return caller

    async def origins(self) -> frozenset[str]:
        """The origins of all publishable keys that are good."""
        keys = await self._fresh("origins", lambda: [key for key in self._store.keys.all() if key.origins])
        return frozenset(origin for key in keys if key.good(self._clock()) for origin in key.origins)

    def forget(self) -> None:
        """Looks everything up anew."""
        with self._lock:
            self._known.clear()

    def _session(self, hash: str) -> tuple[Session, Caller] | None:
        session = self._store.sessions.get(hash)
        user = self._store.users.find(session.user) if session else None
        return (session, Caller(f"user:{user.name}", cast(Scope, user.role), user.name)) if session and user else None

    async def _fresh(self, what: str, look: Callable[[], T]) -> T:
        """What was found less than a second ago, else what is found now; that something is not there is not remembered, or a flood of
        wrong keys would push out the right ones."""
        with self._lock:
            at, value = self._known.get(what, (0.0, None))
        if at > time.monotonic():
            return cast(T, value)
        found = await run_in_threadpool(look)
        if found is not None:
            with self._lock:
                self._known[what] = (time.monotonic() + FRESH, found)
                self._known.move_to_end(what)
                if len(self._known) > MOST:
                    self._known.popitem(last=False)
        return found

    def _note(self, what: str, write: Callable[[datetime], None]) -> None:
        """Writes beside the request, one at a time: nobody waits for a store that is being written by another."""
        if self._noting.acquire(blocking=False):
            threading.Thread(target=self._noted, args=(what, write), daemon=True).start()

    def _noted(self, what: str, write: Callable[[datetime], None]) -> None:
        try:
            write(self._clock())
            with self._lock:
                self._known.pop(what, None)
        except Exception:
            log.info("when a key or session was used last could not be noted", exc_info=True)
        finally:
            self._noting.release()
