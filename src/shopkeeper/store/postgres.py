"""What is particular to PostgreSQL: a driver from an extra, an advisory lock for writers."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from .errors import StoreError

# Any number that no other program takes; with the schema's name it is one lock for each store.
_LOCK = text("SELECT pg_advisory_xact_lock(1936223088, hashtext(current_schema()))")

# Besides what the driver calls operational: a right that is missing, a server that is read-only.
_REFUSALS = ("42501", "25006")


def resolve(url: URL) -> URL:
    """The URL for the psycopg driver; `StoreError` when the driver is not installed."""
    if find_spec("psycopg") is None:
        raise StoreError("a PostgreSQL store needs the driver psycopg: pip install shopkeeper[postgres]")
    return url.set(drivername="postgresql+psycopg")


def engine(url: URL, migrating: bool) -> Engine:
    """An engine that notices a restarted server before it is used."""
    made = create_engine(url, pool_pre_ping=True, hide_parameters=True)
    event.listen(made, "connect", _require_utf8)
    return made


def _require_utf8(connection: Any, _: Any) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StoreError(f"the PostgreSQL database {connection.info.dbname!r} is in {encoding}: create it with ENCODING 'UTF8'")


def reader(made: Engine) -> Engine:
    """The engine for reads: each statement is its own transaction, without round trips for BEGIN."""
    return made.execution_options(isolation_level="AUTOCOMMIT")


def lock(connection: Connection) -> None:
    """Waits for the other writers. One at a time, as in SQLite: revisions then commit in their
    order, so that no reader passes one by, and no two writers ever deadlock."""
    connection.execute(_LOCK)


def guarded(_: Connection) -> AbstractContextManager[None]:
    """Nothing to guard: a savepoint can always be returned to."""
    return nullcontext()


def explain(error: Exception, url: URL) -> str | None:
    """A sentence for what went wrong with the server, None when it is not the server's fault."""
    if not isinstance(error, DBAPIError) or not (isinstance(error, OperationalError) or _sqlstate(error) in _REFUSALS):
        return None
    reason = " ".join(str(error.orig).split())
    return f"the PostgreSQL server {url.host or 'on this machine'}, database {url.database!r}, refused: {reason}"


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
