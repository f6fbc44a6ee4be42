"""What is particular to PostgreSQL: a driver from an extra, an advisory lock for writers."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from .errors import StoreError

LOCKS_ROWS = True
# Any number that no other program takes; with the schema's name it is one lock for each store.
_LOCK = text("SELECT pg_advisory_xact_lock(1936223088, hashtext(current_schema()))")

# Besides what the driver calls operational: a right that is missing, a server that is read-only.
_REFUSALS = ("42501", "25006")

# A store in a schema of its own sees that schema, and this one for extensions such as pgvector, which a database has once.
# It holds no tables: a schema with tables in the path, such as `public`, would lend them to a store that lacks one.
EXTENSIONS = "shopkeeper_extensions"
_SCHEMA = re.compile(r"(?!pg_)[a-z_][a-z0-9_]{0,62}")
_TAKEN = ("public", "information_schema", EXTENSIONS)


def resolve(url: URL) -> URL:
    """The URL for the psycopg driver; `StoreError` when the driver is not installed, or the schema that it names cannot be one."""
    if find_spec("psycopg") is None:
        raise StoreError("a PostgreSQL store needs the driver psycopg: pip install shopkeeper[postgres]")
    name = schema_of(url)
    if "schema" in url.query and (not _SCHEMA.fullmatch(name) or name in _TAKEN):
        raise StoreError(f"schema: expected a name of the shop's own, of a-z, 0-9 and _, such as ?schema=shop_a, got {name[:70]!r}")
    return url.set(drivername="postgresql+psycopg")


def schema_of(url: URL) -> str:
    """The schema that a store has to itself (`?schema=shop_a`); empty: the one that the database gives by itself."""
    name = url.query.get("schema", "")
    return name if isinstance(name, str) else ",".join(name)


def engine(url: URL, migrating: bool) -> Engine:
    """An engine that notices a restarted server before it is used, and sees no other schema than that of its store."""
    made = create_engine(_for_driver(url), pool_pre_ping=True, hide_parameters=True)
    event.listen(made, "connect", _require_utf8)
    if migrating and schema_of(url):
        event.listen(made, "connect", lambda connection, _: _make_schema(connection, schema_of(url)))
    return made


def _for_driver(url: URL) -> URL:
    name = schema_of(url)
    if not name:
        return url
    given = url.query.get("options", "")
    options = f"{given if isinstance(given, str) else ' '.join(given)} -csearch_path={name},{EXTENSIONS}".strip()
    return url.difference_update_query(["schema"]).update_query_dict({"options": options})


def _make_schema(connection: Any, name: str) -> None:
    """Makes the schema, of processes that come at once by one; PostgreSQL would have the others fail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(1936223088, hashtext(%s))", [f"schema {name}"])
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {name}")
    connection.commit()


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
