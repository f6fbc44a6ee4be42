"""Each test of the contract runs on both databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.engines import spare
from quick_stores import empty_file
from shopkeeper.store import Store, open_store

__all__ = ["empty_file"]


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def bare_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place where no store is yet."""
    return f"sqlite:///{tmp_path}/shop.db" if database == "sqlite" else request.getfixturevalue("postgres").new_database()


@pytest.fixture
def url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store, copied from one that was made once: without the time of the migrations."""
    if database == "postgres":
        return request.getfixturevalue("postgres").new_store()
    shutil.copy(request.getfixturevalue("empty_file"), tmp_path / "shop.db")
    return f"sqlite:///{tmp_path}/shop.db"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = open_store(url)
    yield store
    store.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    spare(items)
