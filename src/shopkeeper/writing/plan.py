"""What a text says, to whom, in which order: the same for every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .brief import Brief, Kind
from .facts import Evidence, Fact, Material

Role = Literal["opening", "benefit", "detail", "use", "care", "proof", "offer", "closing"]
Usual = Mapping[tuple[str, str], float]
_MOST: Mapping[Kind, int] = {
    "title": 5, "features": 8, "description": 10, "story": 6, "seo": 6, "ad": 5, "social": 7, "email": 6, "reply": 2, "translate": 12}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to say: its role, the facts that it says and the reviews that prove it."""

    role: Role
    facts: tuple[Fact, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The points in their order, and the material that they come from."""

    material: Material
    points: tuple[Point, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that is to be said, in order."""
        return tuple(fact for point in self.points for fact in point.facts)


def plan(material: Material, brief: Brief, usual: Usual | None = None) -> Plan:
    """Chooses what to say. `usual` is the share of this product's neighbours that have a fact too, by its name and value: what is rare
    among them comes before what all have. A segment's worries come first."""
    worth = sorted(material.facts, key=lambda fact: -_worth(fact, brief, usual or {}))
    chosen = tuple(fact for fact in worth if _worth(fact, brief, usual or {}) > 0)[: _MOST[brief.kind]]
    points = [Point("opening", chosen[:1])]
    points += [Point("benefit" if number < 3 else "detail", (fact,)) for number, fact in enumerate(chosen[1:])]
    points += [Point("proof", (), (each,)) for each in _praise(material)[:1]]
    return Plan(material, (*points, Point("closing")))


def _worth(fact: Fact, brief: Brief, usual: Usual) -> float:
    worries = brief.segment.worries if brief.segment else ()
    worry = 1.0 - 0.1 * worries.index(fact.name) if fact.name in worries else 0.0
    return fact.weight * (1.2 - 0.4 * usual.get((fact.name, str(fact.value)), 0.5)) + worry


def _praise(material: Material) -> list[Evidence]:
    """What most buyers who speak of it praise, by how many they are."""
    return sorted((e for e in material.evidence if e.count >= 3 and e.share >= 0.7), key=lambda e: -e.positive)
