"""Connections and transactions, the same for every room of the store."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from types import ModuleType
from typing import Any
from urllib.parse import unquote

from sqlalchemy import URL, Connection, PoolProxiedConnection, Table

from ..shop.breaker import Breaker
from . import postgres, sqlite
from .errors import StoreError, StoreUnreachable
from .limits import Limits

_NOTHING: Mapping[str, Any] = {}
_Written = tuple[str, list[str] | None, Mapping[str, Any]]  # a statement, the order of its values, and those that it has itself
REST = 2.0  # seconds that a server that does not answer is left alone


class Database:
    """One database, from any number of threads. A thread holds one connection at most, inside a
    transaction or for one statement, so that the pool cannot starve."""

    def __init__(self, url: URL, migrating: bool = False, limits: Limits = Limits()) -> None:
        self._dialect: ModuleType = sqlite if url.get_backend_name() == "sqlite" else postgres
        self.url: URL = self._dialect.resolve(url)
        self._engine = self._dialect.engine(self.url, migrating, limits)
        self._reader = self._dialect.reader(self._engine)
        self._writer = self._engine.execution_options(write=True)
        self._writing = threading.Lock()
        self._local = threading.local()
        self._closed = False
        self._written: dict[Any, _Written] = {}
        self.breaker = Breaker("the database", StoreUnreachable, (StoreUnreachable,), rest=REST, clock=time.monotonic)
        self.committed: Callable[[], None] | None = None  # is told of each commit

    @property
    def in_transaction(self) -> bool:
        """Whether this thread is in one."""
        return getattr(self._local, "connection", None) is not None

    @property
    def shown(self) -> str:
        """The URL as a person reads it: without its password, its letters not escaped."""
        return unquote(self.url.render_as_string(hide_password=True)).replace("postgresql+psycopg:", "postgresql:", 1)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection whose writes happen together or not at all. A nested one is a savepoint:
        when it fails its own writes are undone, and the outer one may go on."""
        outer: Connection | None = getattr(self._local, "connection", None)
        with self._explained():
            if outer is not None:
                with outer.begin_nested(), self._dialect.guarded(outer):
                    yield outer
                return
            # Threads of one process queue here, without holding a connection while they wait.
            with self._writing, self._writer.connect() as connection, connection.begin():
                self._dialect.lock(connection)
                self._local.connection = connection
                try:
                    yield connection
                finally:
                    del self._local.connection
        if self.committed:
            self.committed()

    @contextmanager
    def beside(self) -> Iterator[Connection]:
        """A transaction over rows of which nothing else depends, such as who has taken which job: where the database locks rows it waits
        for no other writer, which may take minutes. In the surrounding transaction if there is one."""
        if getattr(self._local, "connection", None) is not None or not self._dialect.LOCKS_ROWS:
            with self.transaction() as connection:
                yield connection
            return
        with self._explained(), self._writer.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading: the one of this thread's transaction or of what it reads `together`, if it is in one."""
        outer: Connection | None = getattr(self._local, "connection", None)
        held: Connection | None = getattr(self._local, "held", None)
        with self._explained():
            if outer is not None:
                with self._dialect.guarded(outer):
                    yield outer
            elif held is not None:
                yield held
            else:
                with self._reader.connect() as connection:
                    yield connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """What this thread reads inside goes over one connection, each statement for itself: taking one from the pool costs more than
        finding a row. It writes nothing inside."""
        if self.in_transaction or getattr(self._local, "held", None) is not None:
            yield
            return
        with self._explained(), self._reader.connect() as connection:
            self._local.held = connection
            try:
                yield
            finally:
                del self._local.held

    def rows(self, statement: Any, values: Mapping[str, Any] = _NOTHING) -> list[Any]:
        """What a statement answers, as the driver has it: for what is asked again and again, since SQLAlchemy takes ten times as long
        around a statement as a row takes that is found by its key. The values are of types that the driver takes as they are, and the
        statement is one that is kept: how it is written for the database is worked out once."""
        sql, order, own = self._written.get(statement) or self._write_out(statement)
        every = {**own, **values}
        parameters = every if order is None else tuple(every[name] for name in order)
        held: Connection | None = getattr(self._local, "held", None)
        if held is not None and (found := self._driven(held.connection, sql, parameters)) is not None:
            return found
        if self._dialect.BARE and not self.in_transaction:
            with self._explained(), closing(self._engine.raw_connection()) as bare:
                found = self._driven(bare, sql, parameters)
            if found is not None:
                return found
        with self.reading() as connection:
            found = None if self.in_transaction else self._driven(connection.connection, sql, parameters)
            return list(connection.exec_driver_sql(sql, parameters)) if found is None else found

    def _driven(self, connection: PoolProxiedConnection, sql: str, parameters: Any) -> list[Any] | None:
        """What the driver answers by itself; None where statements are watched, or where it says no: what that means is worked out where
        SQLAlchemy asks it again."""
        if self._reader.dispatch.before_cursor_execute:
            return None
        cursor = connection.cursor()
        try:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())
        except self._engine.dialect.loaded_dbapi.Error:
            return None
        finally:
            cursor.close()

    def _write_out(self, statement: Any) -> _Written:
        compiled = statement.compile(dialect=self._engine.dialect)
        self._written[statement] = found = str(compiled), compiled.positiontup, compiled.params
        return found

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection that sees the database as it is at the first read, whatever is written meanwhile. It writes nothing."""
        with self._explained(), self._dialect.snapshot(self._engine) as connection:
            yield connection

    @property
    def copies(self) -> bool:
        """Whether `fill` is quicker here than statements are."""
        return bool(self._dialect.COPIES)

    def fill(self, connection: Connection, table: Table, batches: Iterable[Sequence[tuple[Any, ...]]]) -> None:
        """Adds rows, in the order of the table's columns and as they are stored, in the way that is fastest here."""
        self._dialect.fill(connection, table, batches)

    def settle(self, connection: Connection, tables: Sequence[Table]) -> None:
        """Brings up to date what the database keeps of tables that were filled: their counters and statistics."""
        self._dialect.settle(connection, tables)

    def hurry(self, connection: Connection) -> None:
        """From here on the transaction waits for no lock of others for long: see `held_up`."""
        self._dialect.hurry(connection)

    def held_up(self, error: BaseException | None) -> bool:
        """Whether this error, or one that it came from, says that others held a lock for too long."""
        while error is not None:
            if self._dialect.held_up(error):
                return True
            error = error.__cause__
        return False

    @contextmanager
    def _explained(self) -> Iterator[None]:
        if self._closed:
            raise StoreError("the store is closed")
        with self.breaker.watch() as answered:
            try:
                yield
            except Exception as error:
                sentence = self._dialect.explain(error, self.url)
                if sentence is None:
                    raise
                raise (StoreUnreachable if self._dialect.is_gone(error) else StoreError)(sentence) from error
            answered()

    def compact(self) -> bool:
        """Rewrites the file without what was deleted, where there is one; False when a reader of an older state keeps that from ending."""
        with self._explained(), self._writing:
            compacted: bool = self._dialect.compact(self._engine)
            return compacted

    def close(self) -> None:
        """Releases files and connections; any use after that is a `StoreError`."""
        self._closed = True
        self._engine.dispose()
