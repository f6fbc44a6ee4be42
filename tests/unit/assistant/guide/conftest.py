"""The small shop of the guide, opened once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shopkeeper.assistant.guide.guide import Guide
from shopkeeper.store.protocol import Store
from small_guide import READS, SmallDesk, Talker, small_store


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return small_store(tmp_path_factory.mktemp("guide"))


@pytest.fixture(scope="session")
def guide(store: Store) -> Guide:
    return Guide(SmallDesk(store, READS))


@pytest.fixture
def talk(guide: Guide) -> Callable[[], Talker]:
    return lambda: Talker(guide)
