"""Opens the shop that a command is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
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


@contextmanager
def similarity_of(shop: str | None, data_dir: str | None = None) -> Iterator[Callable[[Sequence[tuple[str, str]]], list[float]]]:
    """What says how near the texts of pairs are: the encoder of a shop, the shipped one where none is named and there is none."""
    from ...models.encoder import load_encoder
    from ...search.similarity import similarities
    from .. import settings

    database = settings.load(shop, data_dir).database
    if shop is None and isinstance(database, Path) and not database.exists():
        encoder = load_encoder()
        yield lambda pairs: similarities(encoder, pairs)
        return
    with opened(shop, data_dir) as front:
        yield front.similarities
