"""Opens the shop that a command is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..shop import Shop


@contextmanager
def opened(shop: str | None, data_dir: str | None = None, *, create: bool = False, ray: str | None = None) -> Iterator[Shop]:
    """The open shop; closed afterwards, whatever happens."""
    from ..bootstrap import open_shop

    front = open_shop(shop, data_dir, create=create, ray=ray)
    try:
        yield front
    finally:
        front.close()
