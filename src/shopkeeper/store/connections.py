"""Connections to a PostgreSQL server for a search engine, which speaks to it in its own words."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, SQLAlchemyError

from . import postgres
from .errors import StoreError
from .limits import Limits

STATEMENT_S = 10.0  # seconds at most until a question is given up, of which a search asks several; a build takes as long as it takes
GRACE_S = 2.0  # more until the connection is cut, of a server that does not even give up
IDLE_S = 5.0  # after which a connection is tried before it is used


class Missing(StoreError):
    """A table that was asked is not there (any more)."""


class Connections:
    """A pool of psycopg connections, each statement its own transaction. `settings` are the server's for each of them. Beside the
    schema that the URL names (or the server's own choice) they see `postgres.EXTENSIONS`."""

    def __init__(self, url: str, settings: dict[str, str], limits: Limits = Limits()) -> None:
        self.url = postgres.resolve(_parsed(url))
        self.schema = postgres.schema_of(self.url)
        seconds = min(limits.statement_s or STATEMENT_S, STATEMENT_S)
        self._engine = _engine(postgres.for_driver(self.url), {**settings, "statement_timeout": f"{seconds * 1000:.0f}"}, limits)
        self._guard = _Guard(seconds + GRACE_S)

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """A psycopg connection that commits each statement; `StoreError` in a sentence where the server does not answer in
        `STATEMENT_S` seconds (less where the limits say so), `Missing` where a table is not there."""
        with self._checked_out() as connection, self._guard.watch(connection):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """A psycopg connection in a transaction that takes as long as it takes, committed at the end. The schema is there."""
        with self._checked_out() as connection, connection.transaction():
            connection.execute("SET LOCAL statement_timeout = 0")
            if self.schema:
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS {self.schema}")
            yield connection

    @contextmanager
    def _checked_out(self) -> Iterator[Any]:
        with self._explained():
            proxy = self._engine.raw_connection()
            try:
                yield proxy.driver_connection
            finally:
                if proxy.driver_connection is None or proxy.driver_connection.closed:
                    proxy.invalidate()
                proxy.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        import psycopg

        try:
            yield
        except psycopg.errors.UndefinedTable as error:
            raise Missing(str(error)) from error
        except (psycopg.Error, SQLAlchemyError) as error:
            raise StoreError(self._sentence(error)) from error

    def _sentence(self, error: Exception) -> str:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        return f"the PostgreSQL server {self.url.host or 'on this machine'}, database {self.url.database!r}, refused: {reason}"

    def close(self) -> None:
        """Closes the connections."""
        self._engine.dispose()


class _Guard:
    """Cuts connections of which a server stopped answering: it may be halted, and the network would not tell."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: dict[int, tuple[float, Any]] = {}
        self._lock = threading.Lock()
        self._awake = False

    @contextmanager
    def watch(self, connection: Any) -> Iterator[None]:
        key = id(connection)
        with self._lock:
            self._until[key] = time.monotonic() + self._seconds, connection
            if not self._awake:
                self._awake = True
                threading.Thread(target=self._look, name="postgres guard", daemon=True).start()
        try:
            yield
        finally:
            with self._lock:
                del self._until[key]

    def _look(self) -> None:
        """Looks every second, until for a while there was nothing to watch."""
        quiet = 0
        while quiet < 60:
            time.sleep(1)
            with self._lock:
                now, quiet = time.monotonic(), 0 if self._until else quiet + 1
                for until, connection in self._until.values():
                    if now > until:
                        _cut(connection)
                self._awake = quiet < 60


def _cut(connection: Any) -> None:
    with suppress(Exception):
        end = socket.socket(fileno=socket.dup(connection.fileno()))
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


def _parsed(url: str) -> URL:
    expected = "expected postgresql://user:password@host/database"
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(f"this is not the URL of a PostgreSQL database: {expected}") from None
    if parsed.get_backend_name() not in ("postgresql", "postgres"):
        raise StoreError(f"{parsed.drivername!r} is not PostgreSQL: {expected}")
    return parsed


def _engine(url: URL, settings: dict[str, str], limits: Limits) -> Engine:
    given = url.query.get("options", "")
    options = [given if isinstance(given, str) else " ".join(given), *(f"-c {name}={value}" for name, value in settings.items())]
    arguments = {**postgres.noticed(limits), "autocommit": True, "options": " ".join(options).strip()}
    made = create_engine(url.difference_update_query(["options"]), pool_size=limits.connections, max_overflow=0,
                         pool_timeout=limits.connect_s, hide_parameters=True, connect_args=arguments)
    event.listen(made, "connect", _see_extensions)
    event.listen(made, "checkout", _still_there)
    event.listen(made, "checkin", _used)
    return made


def _see_extensions(connection: Any, _: Any) -> None:
    connection.execute("SELECT set_config('search_path', current_setting('search_path') || %s, false)", [f", {postgres.EXTENSIONS}"])


def _used(_: Any, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _still_there(connection: Any, record: Any, _: Any) -> None:
    """Tries a connection that was idle for a while: its server may have been started anew."""
    if time.monotonic() - record.info.get("used", time.monotonic()) < IDLE_S:
        return
    try:
        connection.execute("")
    except Exception as error:
        raise DisconnectionError from error
