"""Choices that are the same on every machine: by the product, the order and a seed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from random import Random
from typing import TypeVar

from .brief import Brief
from .facts import Material

T = TypeVar("T")
_ALTERNATIVES = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")


def seed_of(material: Material, brief: Brief, number: int = 0) -> int:
    """The seed of one wording of one order about one product."""
    words = (material.id, *material.title.all, *material.noun.all, *(str(fact.value) for fact in material.facts), brief.kind,
             brief.language, brief.tone, brief.platform, str(brief.seed), str(number))
    return int.from_bytes(blake2b("\x1f".join(words).encode(), digest_size=8).digest(), "big")


class Choices:
    """A run of choices from one seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def one(self, of: Sequence[T]) -> T:
        """One of several."""
        return of[self._random.randrange(len(of))]

    def varied(self, text: str) -> str:
        """A text with one of the [alternatives|others] of each bracket."""
        return _ALTERNATIVES.sub(lambda match: self.one(match[1].split("|")), text)

    def shuffled(self, of: Sequence[T]) -> list[T]:
        """All of them in a chance order."""
        return self._random.sample(list(of), len(of))

    def by_weight(self, of: Sequence[T], weights: Sequence[float]) -> list[T]:
        """All of them in a chance order, the heavier ones sooner (Efraimidis and Spirakis 2006)."""
        keys = [self._random.random() ** (1 / weight) for weight in weights]
        return [of[at] for at in sorted(range(len(of)), key=lambda at: -keys[at])]

    def chance(self, share: float) -> bool:
        """True in so large a share of cases."""
        return self._random.random() < share
