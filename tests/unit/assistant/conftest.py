"""One desk for each test of the assistant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopkeeper.assistant.desk import Desk
from small_service import desk_of, service


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = service(tmp_path)
    yield desk_of(store)
    store.close()
