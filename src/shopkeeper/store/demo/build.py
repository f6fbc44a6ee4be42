"""Builds the demo shop into a store: the same seed gives the same records, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from ..protocol import Store
from . import pictures
from .catalogue import catalogue

Report = Callable[[str, int, int], None]


def build(
    store: Store, media: Path, *, seed: int = 7, products: int = 1000, customers: int = 2000, until: date = date(2026, 9, 30),
    progress: Report | None = None,
) -> None:  # fmt: skip
    """Fills `store` with the demo shop as it stands at the end of `until`, and `media` with its pictures."""
    report = progress or _silent
    items = catalogue(seed, products, until)
    pictures.write(seed, items, media)
    report("products", 0, len(items))
    store.products.put([item.product for item in items])
    report("products", len(items), len(items))


def _silent(what: str, done: int, total: int) -> None:
    """The progress of a build that nobody watches."""
