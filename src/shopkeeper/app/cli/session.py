"""Opens the shop that a command is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..settings import Settings, load

if TYPE_CHECKING:
    from ..shop import Shop


@contextmanager
def opened(shop: str | None, data_dir: str | None = None, *, create: bool = False) -> Iterator[tuple[Shop, Settings]]:
    """The open shop and its settings; closed afterwards, whatever happens."""
    settings = load(shop, data_dir)
    from ..bootstrap import open_shop

    front = open_shop(settings.store or settings.shop, str(settings.folder), create=create)
    try:
        yield front, settings
    finally:
        front.close()
