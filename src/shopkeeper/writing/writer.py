"""The writer of the house: an LLM where there is one, our own model, the grounded writer; and the gate behind them."""

from __future__ import annotations

from collections.abc import Sequence

from ..shop import InvalidQuery
from .brief import Brief
from .copy import Author, Copy
from .facts import Material


class Writer:
    """Asks its authors in their order and takes the first text of which every claim holds."""

    def __init__(self, authors: Sequence[Author]) -> None:
        self._authors = tuple(authors)

    def write(self, material: Material, brief: Brief) -> Copy:
        """A text that may be published; InvalidQuery where nothing can be said of the material."""
        for author in self._authors:
            copy = author.write(material, brief)
            if copy is not None and copy.text.strip() and copy.holds:
                return copy
        raise InvalidQuery(f"nothing can be written: a {brief.kind} needs at least a name or one fact that may be said")
