"""Reads that may be a moment old, on PostgreSQL servers that follow the store's own by streaming replication."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count
from typing import TypeVar

from sqlalchemy import URL, TextClause, text

from ..shop import Product
from .database import Database
from .errors import StoreError
from .glance import Glance
from .limits import Limits
from .products import ProductRecords

T = TypeVar("T")
LOOK_EVERY_S = 1.0
SILENT_S = 3.0  # without an answer a replica is left out
BEHIND_S = 5.0  # and so is one that lacks what was written longer ago
# A replica that cannot be reached is noticed in seconds, whatever the network does.
_IMPATIENT = {"connect_timeout": "2", "tcp_user_timeout": "2000", "keepalives_idle": "5"}
_SLOWEST_S = 5.0  # a statement by ids takes a millisecond
# Where the server's log of writes ends, as a number: positions of one cluster only grow.
_END = text("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint")
_SAME = text("SELECT system_identifier FROM pg_control_system()")
_REACHED = text(
    "SELECT pg_is_in_recovery(), coalesce(pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'), 0)::bigint, system_identifier "
    "FROM pg_control_system()"
)
log = logging.getLogger(__name__)


class Replica:
    """One server that follows. A thread of its own looks each second how far it has come, so that no reader waits for a dead one."""

    def __init__(self, url: URL, primary: Database) -> None:
        self.database = Database(_impatient(url), limits=Limits(statement_s=_SLOWEST_S))
        self._primary = primary
        self._reached, self._cluster = 0, 0
        self._asked: deque[tuple[float, int]] = deque()  # when the primary's end was where, not reached yet
        self._answered = self._current = float("-inf")  # when it last answered, and had all that was written till then
        self._why, self._closing = "", threading.Event()
        threading.Thread(target=self._watch, name=f"replica {url.host}", daemon=True).start()

    def ready(self) -> bool:
        """Whether it answers and is not too far behind."""
        now = time.monotonic()
        return now - self._answered <= SILENT_S and now - self._current <= BEHIND_S

    def has(self, position: int) -> bool:
        """Whether all is there that was written up to a position of the primary."""
        if self._reached < position:
            self._reach()
        return self._reached >= position

    def leave_out(self, why: str) -> None:
        """It is not read until it has answered its own thread again."""
        self._answered = float("-inf")
        if not self._why:
            log.warning("the read replica %s is left out: %s", self.database.shown, why)
        self._why = why

    def close(self) -> None:
        """Ends the thread and lets the connections go."""
        self._closing.set()
        self.database.close()

    def _watch(self) -> None:
        while True:
            try:
                self._look()
            except StoreError as error:
                if not self._closing.is_set():
                    self.leave_out(str(error))
            if self._closing.wait(LOOK_EVERY_S):
                return

    def _look(self) -> None:
        asked = time.monotonic()
        try:
            if not self._cluster:
                self._cluster = _number(self._primary, _SAME)
            self._asked.append((asked, _number(self._primary, _END)))
        except StoreError:  # nothing newer is known than what it has: catalogue pages go on while the primary is down
            self._asked.append((asked, self._reached))
        if not self._reach():
            return self.leave_out("it follows no server, or not that of this store")
        while self._asked and self._asked[0][1] <= self._reached:
            self._current = self._asked.popleft()[0]
        if asked - self._current > BEHIND_S:
            return self.leave_out(f"it has nothing of what was written in the last {BEHIND_S:.0f} seconds")
        self._answered = time.monotonic()
        if self._why:
            log.warning("the read replica %s is read again", self.database.shown)
            self._why = ""

    def _reach(self) -> bool:
        """Asks how far it is; False for a server that does not follow this store's."""
        with self.database.reading() as connection:
            recovering, reached, cluster = connection.execute(_REACHED).one()
        follows = recovering and self._cluster in (0, cluster)
        self._reached = int(reached) if follows else -1
        return bool(follows)


class Replicas:
    """The replicas of a store. What this process has written it also reads: a replica that lacks it is passed over."""

    def __init__(self, primary: Database, urls: Sequence[URL]) -> None:
        self.primary = primary
        self.replicas = [Replica(url, primary) for url in urls]
        self._written, self._unsure, self._turns = 0, False, count()
        primary.committed = self._commit

    def read(self, ask: Callable[[Database], T]) -> T:
        """What a replica answers, each in its turn; the primary where none can, and inside a transaction."""
        for replica in self._in_turn():
            try:
                if replica.has(self._written):
                    return ask(replica.database)
            except StoreError as error:
                replica.leave_out(str(error))
        return ask(self.primary)

    def close(self) -> None:
        """Lets all connections to replicas go."""
        for replica in self.replicas:
            replica.close()

    def _in_turn(self) -> list[Replica]:
        if self._unsure:
            self._commit()
        if self._unsure or self.primary.in_transaction:
            return []
        ready = [replica for replica in self.replicas if replica.ready()]
        first = next(self._turns) % len(ready) if ready else 0
        return ready[first:] + ready[:first]

    def _commit(self) -> None:
        """Notes how far the primary is; when that cannot be known, no replica is read until it can."""
        self._unsure = True
        with suppress(StoreError):
            self._written = max(self._written, _number(self.primary, _END))
            self._unsure = False


class CatalogueReads:
    """Products as pages and lists of hits show them, from replicas; what these do not have yet, from the primary."""

    def __init__(self, replicas: Replicas) -> None:
        self._replicas, self._primary = replicas, ProductRecords(replicas.primary)
        self._following = {id(replica.database): ProductRecords(replica.database) for replica in replicas.replicas}

    def get(self, id: str) -> Product:
        """See `Table.get`."""
        return self.get_many([id]).get(id) or self._primary.get(id)

    def get_many(self, ids: Sequence[str]) -> dict[str, Product]:
        """See `Table.get_many`."""
        return self._many(ProductRecords.get_many, ids)

    def glance(self, ids: Sequence[str]) -> dict[str, Glance]:
        """See `Products.glance`."""
        return self._many(ProductRecords.glance, ids)

    def _many(self, ask: Callable[[ProductRecords, Sequence[str]], dict[str, T]], ids: Sequence[str]) -> dict[str, T]:
        found = self._replicas.read(lambda database: ask(self._following.get(id(database), self._primary), ids))
        if lacking := [each for each in ids if each not in found]:
            found |= ask(self._primary, lacking)
        return {each: found[each] for each in ids if each in found}


def _number(database: Database, statement: TextClause) -> int:
    with database.reading() as connection:
        return int(connection.execute(statement).scalar_one())


def _impatient(url: URL) -> URL:
    return url.update_query_dict(_IMPATIENT)
