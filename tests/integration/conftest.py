"""A real PostgreSQL for the tests that need one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contract.postgres import PostgresServer, start


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    yield from start(tmp_path_factory.mktemp("postgres"))


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    return postgres.new_database()
