"""A real PostgreSQL for the tests that need one, and new stores quickly."""

from __future__ import annotations

import pytest

from contract.postgres import PostgresServer
from quick_stores import empty_file, quick_stores

__all__ = ["empty_file", "quick_stores"]


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    return postgres.new_database()
