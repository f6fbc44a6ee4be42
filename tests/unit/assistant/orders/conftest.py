"""The store of a small service whose orders live elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopkeeper.store import Store
from small_service import service


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = service(tmp_path)
    yield made
    made.close()
