"""Every search engine behind the same two fixtures: a suite imports them and runs on all."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from itertools import count

import pytest
from hypothesis import is_hypothesis_test

from shopkeeper.search.engines.local import LocalIndex
from shopkeeper.search.engines.milvus import Client, MilvusBackend, Place
from shopkeeper.search.engines.postgres import SETTINGS, PostgresBackend
from shopkeeper.search.engines.protocol import Index
from shopkeeper.search.engines.remote import RemoteIndex
from shopkeeper.store.connections import Connections
from small_shop import D

ENGINES = ["local", "postgres", "milvus"]
_NAMES = count(1)
Open = Callable[..., Index]


@pytest.fixture(scope="session")
def connections(postgres) -> Iterator[Connections]:
    """Connections to a database for the indexes of all tests, which do not meet there: each has its own name."""
    made = open_connections(postgres.new_database())
    yield made
    made.close()


def open_connections(url: str) -> Connections:
    return Connections(url, SETTINGS)


@pytest.fixture(scope="session")
def milvus(tmp_path_factory) -> Iterator[Client]:
    """A connection to Milvus Lite for the indexes of all tests, each with its own name."""
    made = Client(Place.of("milvus.db", tmp_path_factory.mktemp("milvus")))
    yield made
    made.close()


def open_remote(request: pytest.FixtureRequest) -> Open:
    """What opens an index of `request.param`, an engine in another process, by its name."""
    if request.param == "milvus":
        client = request.getfixturevalue("milvus")
        return lambda name, dimensions=D, encoder="bag": RemoteIndex(
            MilvusBackend(client, re.sub(r"\W", "_", name), nullcontext), dimensions, encoder)
    shared = request.getfixturevalue("connections")
    return lambda name, dimensions=D, encoder="bag": RemoteIndex(PostgresBackend(shared, name), dimensions, encoder)


@pytest.fixture(params=ENGINES)
def make(request, tmp_path) -> Iterator[Open]:
    """Opens the same empty index once more at each call, as another process would."""
    opened: list[Index] = []
    number = next(_NAMES)
    remote = None if request.param == "local" else open_remote(request)

    def open_one(name: str = "index", encoder: str = "bag", dimensions: int = D) -> Index:
        if remote is not None:
            return remote(f"{name} {number}", dimensions, encoder)
        opened.append(LocalIndex(tmp_path / name, dimensions, encoder))
        return opened[-1]

    yield open_one
    for index in opened:
        index.close()


def spare(items: list[pytest.Item]) -> None:
    """Leaves out random tests on Milvus Lite, which takes a tenth of a second for each of the hundreds of indexes that they build."""
    if "SHOPKEEPER_SOAK" not in os.environ:
        items[:] = [item for item in items if "[milvus" not in item.name or not is_hypothesis_test(getattr(item, "obj", None))]
