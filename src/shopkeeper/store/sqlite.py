"""What is particular to SQLite: one file, WAL, one writer at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event
from sqlalchemy.exc import DBAPIError, PendingRollbackError

from .errors import StoreError
from .limits import Limits

BUSY_SECONDS = 30
LOCKS_ROWS = COPIES = False
BARE = True  # a connection of the pool reads by itself, without what SQLAlchemy puts around it


def resolve(url: URL) -> URL:
    """The URL with an absolute path; `StoreError` when it names no file in an existing folder."""
    if not url.database or url.database == ":memory:" or url.host:
        raise StoreError('a SQLite URL names a file, for example "sqlite:///path/to/shop.db"')
    path = Path(url.database).absolute()
    if path.is_dir():
        raise StoreError(f"{path} is a folder: name the file in it, for example sqlite:///{path}/shop.db")
    if not path.parent.is_dir():
        raise StoreError(f"the folder {path.parent} does not exist: create it first")
    return url.set(drivername="sqlite", database=str(path))


def engine(url: URL, migrating: bool, limits: Limits) -> Engine:
    """An engine whose reads commit by themselves and whose writes begin with the write lock."""
    made = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None}, hide_parameters=True)
    event.listen(made, "connect", _configure)
    # A migration that rebuilds a table drops the old one, which must not take its children along.
    event.listen(made, "connect", lambda connection, _: connection.execute(f"PRAGMA foreign_keys={'OFF' if migrating else 'ON'}"))
    event.listen(made, "begin", _begin)
    return made


def reader(made: Engine) -> Engine:
    """The engine for reads: without an explicit BEGIN every statement is its own transaction."""
    return made


def lock(connection: Connection) -> None:
    """Nothing to do: BEGIN IMMEDIATE has taken the write lock."""


@contextmanager
def guarded(connection: Connection) -> Iterator[None]:
    """When the disk is full or fails, SQLite undoes the whole transaction, savepoints and all. What
    is written in it after that must fail too, instead of being committed statement by statement."""
    try:
        yield
    except BaseException:
        if not connection.invalidated and not connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
            connection.invalidate()
        raise


@contextmanager
def snapshot(made: Engine) -> Iterator[Connection]:
    """A connection with one view of the file, which in WAL holds no writer up."""
    with made.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        try:
            yield connection
        finally:
            connection.exec_driver_sql("ROLLBACK")


def fill(connection: Connection, table: Table, batches: Iterable[Sequence[tuple[Any, ...]]]) -> None:
    """Adds rows by the statement that is prepared once for all of them."""
    statement = f"INSERT INTO {table.name} ({', '.join(table.columns.keys())}) VALUES ({', '.join('?' * len(table.columns))})"
    for rows in batches:
        connection.exec_driver_sql(statement, list(rows))


def settle(connection: Connection, tables: Sequence[Table]) -> None:
    """Nothing to do: SQLite numbers rows by the highest that is there."""


def hurry(_: Connection) -> None:
    """Nothing to do: who writes has the whole file's lock already, and readers hold none."""


def held_up(_: BaseException) -> bool:
    """Never, once the write lock is taken."""
    return False


def compact(made: Engine) -> bool:
    """Rewrites the file without what was deleted, and empties the log beside it; False when a reader keeps that from ending."""
    with made.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None  # it was just made
        raw.execute("VACUUM")
        busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


def _configure(connection: Any, _: Any) -> None:
    # In WAL, NORMAL loses nothing when the process dies; only a power cut can undo the last commits.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _begin(connection: Connection) -> None:
    # A read that later writes would deadlock on the lock upgrade, so a writer takes the lock at once.
    if connection.get_execution_options().get("write"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def explain(error: Exception, url: URL) -> str | None:
    """A sentence for what went wrong with the file, None when it is not the file's fault."""
    if isinstance(error, PendingRollbackError):
        return f"this transaction on {url.database} was undone by an earlier error: nothing of it is kept"
    if not isinstance(error, DBAPIError | sqlite3.Error):
        return None
    text, file = str(error), url.database
    for fragment, sentence in _SENTENCES.items():
        if fragment in text:
            return sentence.format(file=file)
    return None


def is_gone(_: Exception) -> bool:
    """Never: a file is there or is not, and to ask it again costs nothing."""
    return False


_SENTENCES = {
    "file is not a database": "{file} is not a SQLite database",
    "malformed": "{file} is damaged: restore it from a backup",
    "unable to open database file": "{file} cannot be opened or created: check that its folder may be written",
    "readonly database": "{file} is read-only: a shop needs write access to the file and its folder",
    "database or disk is full": "there is no room left on the disk of {file}",
    "disk I/O error": "the disk of {file} failed to read or write",
    "database is locked": f"{{file}} has been locked by another program for more than {BUSY_SECONDS} seconds",
}
