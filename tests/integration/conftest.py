"""A real PostgreSQL for the tests that need one."""

from __future__ import annotations

import pytest

from contract.postgres import PostgresServer


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    return postgres.new_database()
