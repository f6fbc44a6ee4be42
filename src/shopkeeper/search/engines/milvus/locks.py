"""Who may write: Milvus lets any number of processes do so at once, so that they take turns elsewhere."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ....store.connections import Connections
from ....store.limits import Limits

_LOCK = "SELECT pg_advisory_xact_lock(1936223088, hashtext('index of ' || current_schema()))"


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Held by one process of this machine at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def store_lock(url: str, limits: Limits) -> Iterator[None]:
    """Held by one of all processes that use a PostgreSQL store, wherever they run; asked of the store itself."""
    with closing(Connections(url, {}, limits)) as connections, connections.writing() as connection:
        connection.execute(_LOCK)
        yield
