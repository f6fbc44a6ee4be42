"""What a text says, to whom, in which order: the same for every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .brief import Brief, Kind
from .facts import Evidence, Fact, Material
from .words import HERE, words

Role = Literal["opening", "benefit", "detail", "use", "care", "proof", "offer", "closing"]
Usual = Mapping[tuple[str, str], float]
_FILE = HERE / "facts.toml"
_MOST: Mapping[Kind, int] = {  # facts
    "title": 6,
    "features": 10,
    "description": 14,
    "story": 8,
    "seo": 8,
    "ad": 6,
    "social": 8,
    "email": 8,
    "reply": 3,
    "translate": 14,
}
_PROVEN: frozenset[Kind] = frozenset(("description", "story", "social", "email", "ad", "translate"))
_OFFERED: frozenset[Kind] = frozenset(("ad", "email", "social"))
_UNWANTED = 0.1  # weight up to which a fact is said only to those who ask
_LEAST = 0.15  # worth from which on a fact is said
_OPINIONS, _PRAISE = 3, 0.7  # reviews of an aspect, and the share of praise in them, from which on it is a proof
_TONE, _WORRY = 0.25, 2.0  # what a tone's liking adds to a fact's worth, and a segment's first worry
_PER_CHARACTER = 1 / 45  # facts that a wanted length has room for


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

    @property
    def proofs(self) -> tuple[Evidence, ...]:
        """What buyers say that is to be said."""
        return tuple(each for point in self.points if point.role == "proof" for each in point.evidence)

    @property
    def offer(self) -> bool:
        """Whether the price is to be said."""
        return any(point.role == "offer" for point in self.points)


def plan(material: Material, brief: Brief, usual: Usual | None = None) -> Plan:
    """Chooses what to say: by what buyers want to know, what tells this product from its neighbours, what a segment worries about and what
    a tone comes to first. `usual` is the share of this product's neighbours that have a fact too, by its name and value."""
    worth = {fact: _worth(fact, brief, usual or {}) for fact in material.facts}
    chosen = [fact for fact in sorted(worth, key=lambda fact: -worth[fact]) if worth[fact] >= _LEAST][: _most(brief)]
    chosen.sort(key=_late)  # stable: by worth within each part
    points = [Point("opening", tuple(chosen[:1]))]
    points += [Point(_role(fact, number), (fact,)) for number, fact in enumerate(chosen[1:])]
    points += [Point("proof", (), (each,)) for each in _praise(material, brief)[:1] if brief.kind in _PROVEN]
    points += [Point("offer")] if brief.kind in _OFFERED and material.price is not None else []
    return Plan(material, (*points, Point("closing")))


def _worth(fact: Fact, brief: Brief, usual: Usual) -> float:
    worry = _worry(fact, brief)
    if not worry and (fact.value is False or fact.weight <= _UNWANTED):
        return 0.0
    liked = _TONE if fact.name in words(_FILE, "tones", brief.tone) else 0.0
    return fact.weight * (1.2 - 0.4 * usual.get((fact.name, str(fact.value)), 0.5)) + liked * fact.weight + worry


def _worry(fact: Fact, brief: Brief) -> float:
    """More for what the segment asks about, most for what it asks first."""
    worries = brief.segment.worries if brief.segment else ()
    texts = {fact.name, *(text.lower() for text in fact.label.all)}
    place = next((number for number, worry in enumerate(worries) if worry.lower() in texts), None)
    return 0.0 if place is None else _WORRY - 0.1 * min(place, 8)


def _late(fact: Fact) -> int:
    """0 for what a text begins with, 1 for whom it is, 2 for how to look after it."""
    return 2 if fact.name in words(_FILE, "roles", "care") else 1 if fact.name in words(_FILE, "roles", "use") else 0


def _role(fact: Fact, number: int) -> Role:
    roles: tuple[Role, Role, Role] = ("benefit" if number < 3 else "detail", "use", "care")
    return roles[_late(fact)]


def _most(brief: Brief) -> int:
    most = _MOST[brief.kind]
    return most if not brief.length else max(2, min(most, round(brief.length * _PER_CHARACTER)))


def _praise(material: Material, brief: Brief) -> list[Evidence]:
    """What most buyers who speak of it praise: what the segment worries about first, then by how many they are."""
    worries = [worry.lower() for worry in brief.segment.worries] if brief.segment else []
    proven = [e for e in material.evidence if e.count >= _OPINIONS and e.share >= _PRAISE]
    return sorted(proven, key=lambda e: (not any(text.lower() in worries for text in e.aspect.all), -e.positive))
