"""The brief: what the shopper is looking for, as they see it and may change it at any time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from .conditions import Condition


@dataclass(frozen=True, slots=True)
class Leaning:
    """What the shopper would rather have, without it being a must: more (`direction` 1) or less (-1) of a field."""

    field: str
    direction: int


@dataclass(slots=True)
class Brief:
    """What is wanted. `need` are the words that are looked for, `category` a kind that was chosen and `kinds` those that the words
    stand for, `gift` whether gifts are looked for, `budget_for_all` whether the
    budget was said of whatever it will be, `conditions` what must hold (and with
    != must not) in the grammar of a search's `where`, `leanings` what is rather wanted, `settled` the fields that were answered
    or that the shopper does not care about. As JSON: `to_dict`, `Brief.of`."""

    need: str = ""
    category: str = ""
    kinds: list[str] = field(default_factory=list)
    gift: bool = False
    budget_for_all: bool = False
    conditions: list[str] = field(default_factory=list)
    leanings: list[Leaning] = field(default_factory=list)
    recipient: str = ""
    occasion: str = ""
    liked: list[str] = field(default_factory=list)
    disliked: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, data: Mapping[str, Any] | None) -> Brief:
        """The brief that was kept; an empty one of nothing."""
        known = {each.name for each in fields(cls)}
        kept = {name: value for name, value in (data or {}).items() if name in known}
        return cls(**{**kept, "leanings": [Leaning(**each) for each in kept.get("leanings", ())]})

    def to_dict(self) -> dict[str, Any]:
        """As JSON values, with `budget`, `size`, `must` and `must_not` apart for who shows it."""
        budget = [each for each in self.conditions if Condition.of(each).field == "price"]
        size = [each for each in self.conditions if "size" in Condition.of(each).field]
        must_not = [each for each in self.conditions if Condition.of(each).op == "!="]
        must = [each for each in self.conditions if each not in (*budget, *size, *must_not)]
        return {**asdict(self), "budget": budget, "size": size, "must": must, "must_not": must_not}

    @property
    def where(self) -> list[str]:
        """All that must hold, as a search's filters."""
        kinds = (self.category,) if self.category else tuple(self.kinds)
        return [*([str(Condition("category", "=", kinds))] if kinds else []), *self.conditions]

    @property
    def holds(self) -> list[Condition]:
        """The same, to be tried on records."""
        return [Condition.of(each) for each in self.where]

    @property
    def empty(self) -> bool:
        """Whether nothing was said yet."""
        return not (self.need or self.category or self.conditions or self.recipient or self.occasion or self.leanings)

    def require(self, condition: Condition) -> None:
        """Adds what must hold; an earlier condition on the field that speaks of the same side gives way."""
        self.conditions = [each for each in self.conditions if not _replaces(condition, Condition.of(each))] + [str(condition)]
        self.settle(condition.field)

    def lean(self, leaning: Leaning) -> None:
        """Adds what is rather wanted; the other way of the same field gives way."""
        self.leanings = [each for each in self.leanings if each.field != leaning.field] + [leaning]

    def settle(self, name: str) -> None:
        """Notes that nothing more need be asked about a field."""
        if name not in self.settled:
            self.settled.append(name)

    def remove(self, chip: str) -> bool:
        """Takes a condition (as it stands in `conditions`), or one of the plain fields by its name ("need", "recipient" …), out
        of the brief; whether it was there."""
        if chip in self.conditions:
            self.conditions.remove(chip)
            return True
        leaning = next((each for each in self.leanings if chip in (each.field, f"prefer:{each.field}")), None)
        if leaning:
            self.leanings.remove(leaning)
        elif chip in ("need", "category", "recipient", "occasion") and getattr(self, chip):
            setattr(self, chip, "")
            self.kinds, self.gift = ([], False) if chip == "need" else (self.kinds, self.gift)
        else:
            return False
        return True


def _replaces(new: Condition, old: Condition) -> bool:
    if new.field != old.field:
        return False
    denies = [each.op == "!=" for each in (new, old)]
    if any(denies):  # "not red" stays beside "not blue"; "red" takes "not red" back
        return (denies != [True, True] and bool(set(new.values) & set(old.values))) or new.values == old.values
    sides = [{each.op[0]} if each.op[0] in "<>" else {"<", ">"} for each in (new, old)]
    return bool(sides[0] & sides[1])
