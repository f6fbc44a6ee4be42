from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopkeeper.store import open_store
from shopkeeper.store.demo import build
from shopkeeper.store.protocol import Store
from unit.store.demo.lived_shop import Lived, live


@pytest.fixture(scope="session")
def lived() -> Lived:
    return live()


@pytest.fixture(scope="session")
def small_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    folder = tmp_path_factory.mktemp("demo")
    store = open_store(f"sqlite:///{folder}/shop.db")
    build(store, folder / "media", products=60, customers=80)
    yield store, folder
    store.close()
