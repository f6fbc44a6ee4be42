"""What is particular to PostgreSQL: a driver from an extra, an advisory lock for writers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.util import find_spec
from math import ceil
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from .errors import StoreError
from .limits import Limits

LOCKS_ROWS = COPIES = True
BARE = False  # a connection of the pool begins a transaction, and one that is gone must be told of
# Any number that no other program takes; with the schema's name it is one lock for each store.
_LOCK = text("SELECT pg_advisory_xact_lock(1936223088, hashtext(current_schema()))")

LOCK_S = 2.0  # how long a migration waits for the lock of a table before it lets the others pass

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


def engine(url: URL, migrating: bool, limits: Limits) -> Engine:
    """An engine that notices a restarted server before it is used, and a server or a network that is silent after a while, and sees no
    other schema than that of its store. A migration takes as long as it takes."""
    made = create_engine(
        for_driver(url), pool_pre_ping=True, hide_parameters=True, pool_size=limits.connections, max_overflow=0,
        pool_timeout=limits.connect_s, connect_args={key: value for key, value in noticed(limits).items() if key not in url.query},
    )
    event.listen(made, "connect", _require_utf8)
    if migrating and schema_of(url):
        event.listen(made, "connect", lambda connection, _: _make_schema(connection, schema_of(url)))
    statement, lock = (0.0, 0.0) if migrating else (limits.statement_s, limits.lock_s)
    event.listen(made, "connect", lambda connection, _: _limit(connection, statement, lock))
    return made


def noticed(limits: Limits) -> dict[str, int]:
    """A connection whose other end is gone is given up after a minute instead of the hours that the system waits."""
    return {"connect_timeout": ceil(limits.connect_s), "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3,
            "tcp_user_timeout": 60_000}


def _limit(connection: Any, statement_s: float, lock_s: float) -> None:
    connection.execute(f"SET statement_timeout = {round(statement_s * 1000)}")
    connection.execute(f"SET lock_timeout = {round(lock_s * 1000)}")
    connection.commit()


def for_driver(url: URL) -> URL:
    """The URL with which connections see the schema that it names."""
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


@contextmanager
def snapshot(made: Engine) -> Iterator[Connection]:
    """A connection in a read-only transaction with one view of the database, which holds no writer up."""
    with made.connect() as connection:
        frozen = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with frozen.begin():
            yield frozen


def fill(connection: Connection, table: Table, batches: Iterable[Sequence[tuple[Any, ...]]]) -> None:
    """Adds rows by COPY: the server reads them as they come, without a statement for each."""
    driver: Any = connection.connection.driver_connection
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(map(quote, _names(table)))
    statement = f"COPY {quote(table.name)} ({names}) FROM STDIN"
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for rows in batches:
                for row in rows:
                    copy.write_row(row)
    except driver_error() as error:  # as from any other statement
        raise DBAPIError.instance(statement, None, error, driver_error(), dialect=connection.dialect) from error


def driver_error() -> type[Exception]:
    """The class of all errors of the driver."""
    from psycopg import Error

    return Error


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def settle(connection: Connection, tables: Sequence[Table]) -> None:
    """Sets the sequences behind the highest number that is there, and counts anew what the planner goes by."""
    for table in tables:
        for column in table.primary_key:
            if column.autoincrement is True:
                highest = select(func.max(column)).scalar_subquery()
                sequence = func.pg_get_serial_sequence(table.name, column.name)
                connection.execute(select(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))))
        connection.exec_driver_sql(f"ANALYZE {table.name}")


def hurry(connection: Connection) -> None:
    """A statement that waits for a table's lock holds up all who come behind it, readers too: it gives up after `LOCK_S` seconds."""
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(LOCK_S * 1000)}")


def held_up(error: BaseException) -> bool:
    """Whether the server gave up waiting for a lock."""
    return isinstance(error, DBAPIError) and _sqlstate(error) == "55P03"


def compact(_: Engine) -> bool:
    """Nothing to do: the server gives back the room of deleted rows on its own (autovacuum)."""
    return True


def explain(error: Exception, url: URL) -> str | None:
    """A sentence for what went wrong with the server, None when it is not the server's fault."""
    if isinstance(error, PoolTimeout):
        return f"all connections to the PostgreSQL database {url.database!r} were busy for too long: raise database_connections"
    if not isinstance(error, DBAPIError) or not (isinstance(error, OperationalError) or _sqlstate(error) in _REFUSALS):
        return None
    reason = " ".join(str(error.orig).split())
    return f"the PostgreSQL server {url.host or 'on this machine'}, database {url.database!r}, refused: {reason}"


def is_gone(error: Exception) -> bool:
    """Whether the server could not be asked at all, or not in time: no connection, or one that broke, or too many (08, 57P, 53300), or
    a question that was given up (57014)."""
    if not isinstance(error, OperationalError):
        return isinstance(error, PoolTimeout)
    state = _sqlstate(error)
    return error.connection_invalidated or state is None or state.startswith(("08", "57P")) or state in ("53300", "57014")


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
