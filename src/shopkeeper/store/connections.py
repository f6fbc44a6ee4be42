"""Connections to a PostgreSQL server for a search engine, which speaks to it in its own words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError

from . import postgres
from .errors import StoreError

CONNECT_S = 5  # seconds until a server that does not answer counts as dead
STATEMENT_S = 20  # seconds until a question is given up; a build may take as long as it takes
IDLE_S = 5.0  # seconds after which a connection is tried before it is used
POOL = 20


class Missing(StoreError):
    """A table that was asked is not there (any more)."""


class Connections:
    """A pool of psycopg connections, each statement its own transaction. `settings` are the server's for each of them."""

    def __init__(self, url: str, settings: dict[str, str]) -> None:
        self.url = postgres.resolve(_parsed(url))
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._engine = _engine(postgres.for_driver(self.url, f"{options} -c statement_timeout={STATEMENT_S * 1000}".strip()))

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """A psycopg connection that commits each statement; `StoreError` in a sentence where the server does not answer."""
        with self._explained():
            proxy = self._engine.raw_connection()
            try:
                yield proxy.driver_connection
            except BaseException:
                if proxy.driver_connection is None or proxy.driver_connection.broken:
                    proxy.invalidate()
                raise
            finally:
                proxy.close()

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """A psycopg connection in a transaction that takes as long as it takes, committed at the end."""
        with self.reading() as connection, connection.transaction():
            connection.execute("SET LOCAL statement_timeout = 0")
            yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        import psycopg

        try:
            yield
        except psycopg.errors.UndefinedTable as error:
            raise Missing(str(error)) from error
        except (psycopg.Error, DBAPIError) as error:
            raise StoreError(self._sentence(error)) from error

    def _sentence(self, error: Exception) -> str:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        return f"the PostgreSQL server {self.url.host or 'on this machine'}, database {self.url.database!r}, refused: {reason}"

    def close(self) -> None:
        """Closes the connections."""
        self._engine.dispose()


def extend(connection: Any, extension: str) -> None:
    """Adds an extension to the database, which has it once for all stores in it: those in schemas of their own look for it in
    `postgres.EXTENSIONS`. `StoreError` where it lies in a schema that they do not see."""
    if connection.execute("SELECT current_setting('search_path')").fetchone()[0].startswith(postgres.USUAL):
        connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        return
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {postgres.EXTENSIONS}")
    connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension} SCHEMA {postgres.EXTENSIONS}")
    where = "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = %s"
    found = connection.execute(where, [extension]).fetchone()[0]
    if found != postgres.EXTENSIONS:
        raise StoreError(f"the extension {extension} lies in the schema {found}, which shops in schemas of their own do not see: "
                         f"ALTER EXTENSION {extension} SET SCHEMA {postgres.EXTENSIONS}")


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError("this is not the URL of a PostgreSQL database: expected postgresql://user:password@host/database") from None
    if parsed.get_backend_name() not in ("postgresql", "postgres"):
        raise StoreError(f"{parsed.drivername!r} is not PostgreSQL: expected postgresql://user:password@host/database")
    return parsed


def _engine(url: URL) -> Engine:
    arguments = {"autocommit": True, "connect_timeout": CONNECT_S, "tcp_user_timeout": STATEMENT_S * 1000}
    made = create_engine(url, pool_size=POOL, max_overflow=0, pool_timeout=STATEMENT_S, hide_parameters=True, connect_args=arguments)
    event.listen(made, "checkout", _still_there)
    event.listen(made, "checkin", _used)
    return made


def _used(_: Any, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _still_there(connection: Any, record: Any, _: Any) -> None:
    """Tries a connection that was idle for long: its server may have been started anew."""
    if time.monotonic() - record.info.get("used", time.monotonic()) < IDLE_S:
        return
    try:
        connection.execute("")
    except Exception as error:
        raise DisconnectionError from error
