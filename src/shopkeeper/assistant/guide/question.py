"""The question that splits the candidates best: expected information gain over attributes, options, kinds and price bands."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

from ...shop import Localized
from .conditions import Condition
from .facts import Fact, Item
from .words import band

MOST_CHOICES = 4
ENOUGH = 0.25  # bits below which a question is not worth its time
HELD = 0.6  # share of the candidates, by weight, that must say a field
FEW = 3  # candidates that are simply shown
KIND_FIRST = 1.25  # of what a question about the kind of thing is worth more: other facts mean something within a kind only
# How likely a shopper has a view on a field; the rest of the time the question is wasted.
_OPINION = {"price": 0.9, "brand": 0.3, "color": 0.75}
_DEFAULT = 0.65
# Of the parcel or of the listing, not of the thing: nobody has a wish about them.
_NOT_ASKED = (
    "packed_weight", "review_count", "reviews_count", "review_rating", "star_rating", "rating_count", "popularity_score",
    "评价数", "评论数", "评分",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product that may be the one, and how likely it is beside the others (any positive scale)."""

    item: Item
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that is offered: its words, and the condition that it adds ("" for a wish that excludes nothing)."""

    label: Localized
    where: str


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask. `kind` is category, price, flag, number or words; `gain` how many bits are expected of the answer."""

    field: str
    name: Localized
    kind: str
    choices: tuple[Choice, ...]
    gain: float

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        choices = [{"label": {"zh": c.label.zh, "en": c.label.en}, "where": c.where} for c in self.choices]
        return {
            "field": self.field,
            "name": {"zh": self.name.zh, "en": self.name.en},
            "kind": self.kind,
            "gain": round(self.gain, 3),
            "choices": choices,
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Question:
        """The question that was kept."""
        choices = tuple(Choice(Localized(**each["label"]), each["where"]) for each in data["choices"])
        return cls(data["field"], Localized(**data["name"]), data["kind"], choices, data["gain"])


def best_question(candidates: Sequence[Candidate], settled: Collection[str] = ()) -> Question | None:
    """The question of which most is expected, none about a `settled` field; None when few candidates are left or none would help."""
    asked = questions(candidates, settled) if len(candidates) > FEW else []
    return max(asked, key=lambda each: each.gain, default=None)


def questions(candidates: Sequence[Candidate], settled: Collection[str] = ()) -> list[Question]:
    """All questions that are worth asking."""
    total = sum(each.weight for each in candidates)
    weighted = [Candidate(each.item, each.weight / total) for each in candidates]
    found = (_ask(weighted, field) for field in _fields(weighted) if _open(field, settled))
    return [each for each in found if each is not None and each.gain >= ENOUGH]


def _open(field: str, settled: Collection[str]) -> bool:
    another_price = field.startswith("price_")  # the highest of the variants, the one before: what is asked about is the price
    return field not in settled and field not in _NOT_ASKED and not another_price


def _fields(candidates: Iterable[Candidate]) -> list[str]:
    held: dict[str, float] = defaultdict(float)
    for each in candidates:
        for field in each.item.facts:
            held[field] += each.weight
    return [field for field, share in held.items() if share >= HELD]


def _ask(candidates: Sequence[Candidate], field: str) -> Question | None:
    facts = [(each, each.item.facts[field]) for each in candidates if field in each.item.facts]
    first = facts[0][1]
    if first.flag is not None:
        groups, kind = _flags(first), "flag"
    elif first.number is not None:
        groups, kind = _bands(facts), "price" if field == "price" else "number"
    else:
        groups, kind = _values(facts), "category" if field.startswith("category:") else "words"
    if len(groups) < 2:
        return None
    gain = _gain(candidates, field, groups) * _opinion(field, kind)
    return Question(field, first.name, kind, tuple(groups), gain)


def _opinion(field: str, kind: str) -> float:
    return KIND_FIRST if kind == "category" else _OPINION.get(field, 0.8 if kind == "flag" or "size" in field else _DEFAULT)


def _flags(fact: Fact) -> list[Choice]:
    return [Choice(Localized("要", "yes"), str(Condition(fact.field, "=", ("yes",)))), Choice(Localized("不用", "no"), "")]


def _values(facts: Sequence[tuple[Candidate, Fact]]) -> list[Choice]:
    """The likeliest values; a product with several of them (sizes, colours) counts for each."""
    weights: dict[Localized, float] = defaultdict(float)
    for each, fact in facts:
        for word in fact.words:
            weights[word] += each.weight / len(fact.words)
    field = facts[0][1].field.partition(":")[0]
    top = sorted(weights, key=lambda word: -weights[word])[: MOST_CHOICES + (len(weights) == MOST_CHOICES + 1)]
    return [Choice(word, str(Condition(field, "=", (word.get("en"),)))) for word in top]


def _bands(facts: Sequence[tuple[Candidate, Fact]]) -> list[Choice]:
    """Three bands of about equal weight between round numbers, or each value where there are few."""
    if len({fact.dimension for _, fact in facts}) > 1 or len({fact.unit for _, fact in facts}) > 1:
        return []  # hours and days in one field: a filter compares bare numbers
    pairs = sorted((fact.number or 0.0, each.weight) for each, fact in facts)
    field, unit = facts[0][1].field, facts[0][1].unit
    cuts = list(dict.fromkeys(_round(_quantile(pairs, share)) for share in (1 / 3, 2 / 3)))
    cuts = [cut for cut in cuts if pairs[0][0] < cut <= pairs[-1][0]]
    edges: list[float | None] = [None, *cuts, None]
    return [_band(field, unit, low, high) for low, high in itertools.pairwise(edges)] if cuts else []


def _band(field: str, unit: str, low: float | None, high: float | None) -> Choice:
    if low is None:
        return Choice(band(None, high, unit), f"{field}<{high:.10g}")
    if high is None:
        return Choice(band(low, None, unit), f"{field}>={low:.10g}")
    return Choice(band(low, high, unit), f"{field}={low:.10g}..<{high:.10g}")


def _quantile(pairs: Sequence[tuple[float, float]], share: float) -> float:
    total, seen = sum(weight for _, weight in pairs), 0.0
    for number, weight in pairs:
        seen += weight
        if seen >= share * total - 1e-9:
            return number
    return pairs[-1][0]


def _round(number: float) -> float:
    """To one and a half digits: 287 to 300, 1,430 to 1,500, 0.83 to 0.8."""
    if number <= 0:
        return number
    scale = 10.0 ** len(str(int(number))) / 20 if number >= 1 else 0.1
    return round(round(number / scale) * scale, 10) or number


def _gain(candidates: Sequence[Candidate], field: str, choices: Sequence[Choice]) -> float:
    """Mutual information in bits of product and answer. A shopper of a product with several of the values names any of them; one
    with none of them, or whose record does not say, answers nothing of use."""
    conditions = [Condition.of(each.where) if each.where else None for each in choices]
    answers: dict[int, list[float]] = defaultdict(list)
    lost = 0.0
    for each in candidates:
        fact = each.item.facts.get(field)
        fits = _fitting(fact, conditions) if fact else []
        for choice in fits:
            answers[choice].append(each.weight / len(fits))
        if not fits:
            answers[-1].append(each.weight)
        lost += each.weight * log2(len(fits)) if fits else 0.0
    # I(product; answer) = H(answer) - H(answer | product)
    shares = [sum(weights) for weights in answers.values()]
    return sum(-share * log2(share) for share in shares if share > 0) - lost


def _fitting(fact: Fact, conditions: Sequence[Condition | None]) -> list[int]:
    values: list[Localized | float | bool] = list(fact.words)
    if fact.flag is not None:
        return [0 if fact.flag else 1]
    if fact.number is not None:
        values = [fact.number]
    return [i for i, each in enumerate(conditions) if each is not None and each.accepts(values)]
