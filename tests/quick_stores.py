"""New SQLite stores without the time of their migrations: each begins as a copy of an empty one that was made once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest

from shopkeeper.store import open_store, opening
from shopkeeper.store.database import Database
from shopkeeper.store.upgrade import upgrade


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store."""
    path = tmp_path_factory.mktemp("empty") / "shop.db"
    open_store(path).close()
    return path


@pytest.fixture(scope="module", autouse=True)
def quick_stores(empty_file: Path) -> Iterator[None]:
    """A store that is new begins as a copy of the empty one; how its tables are made is for `contract/test_migrations.py`."""

    def upgraded(database: Database) -> None:
        if database.url.get_backend_name() == "sqlite":
            _begin(empty_file, Path(database.url.database or ""))
        upgrade(database)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "upgrade", upgraded)
        yield


def _begin(empty: Path, path: Path) -> None:
    if path.exists():
        return
    copy = path.with_name(f"{uuid4().hex}.new")
    shutil.copyfile(empty, copy)
    with suppress(FileExistsError):  # another thread was first
        os.link(copy, path)
    copy.unlink()
