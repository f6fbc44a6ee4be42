"""From a plan to words: one realiser for each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ..brief import Brief
from ..plan import Plan


@dataclass(frozen=True, slots=True)
class Realised:
    """A plan in words: the whole text, its parts (see `Copy.fields`), and the names of the facts that it says."""

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    used: tuple[str, ...] = ()


class Realiser(Protocol):
    """How one language says a plan."""

    def realise(self, plan: Plan, brief: Brief, seed: int) -> Realised:
        """The plan in words; the same seed gives the same text, another one another."""
        ...
