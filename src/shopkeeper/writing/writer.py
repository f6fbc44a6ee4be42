"""The writer of the house: an LLM where there is one, our own model, the grounded writer; and the gate behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..shop import InvalidQuery
from .brief import Brief
from .copy import Author, Copy
from .data import cleaned
from .facts import Material


class Writer:
    """Asks its authors in their order and takes the first text of which every claim holds."""

    def __init__(self, authors: Sequence[Author]) -> None:
        self._authors = tuple(authors)

    def write(self, material: Material, brief: Brief) -> Copy:
        """A text that may be published; `InvalidQuery` where nothing can be said of the material. What gives orders to its reader, in a
        fact or in what buyers say, is not spoken from. What the tries before it cost is part of its cost."""
        facts, tokens, cost = cleaned(material), 0, 0.0
        for author in self._authors:
            if (copy := author.write(facts, brief)) is None:
                continue
            tokens, cost = tokens + copy.tokens, cost + copy.cost
            if copy.text.strip() and copy.holds:
                return replace(copy, tokens=tokens, cost=cost)
        raise InvalidQuery(f"nothing can be written: a {brief.kind} needs at least a name or one fact that may be said")
