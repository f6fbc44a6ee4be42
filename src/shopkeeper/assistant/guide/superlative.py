"""Superlatives: the lightest, the cheapest, the best rated, over all of the catalogue that matches and not over what a search shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...shop import Language, Localized
from ...text.analyse import analyse, analyse_query
from .brief import Brief
from .conditions import Condition, passing
from .degrees import BY_KEY, field_of
from .facts import Item
from .pool import Finder
from .shelf import Shelf

SHARE = 0.15  # of the best hits that a category must hold to be one of those that are meant
REVIEWS = 3  # that a product must have to be called the best rated
GOOD = 0.6  # of the best score: what was found by a stray word is not compared


@dataclass(frozen=True, slots=True)
class Matching:
    """All products that a brief means; `kind` is what they are, `whole` whether they are all that the catalogue has of it,
    `holds` the conditions that they hold: a price is that of the variants that hold them."""

    items: tuple[Item, ...]
    kind: Localized
    whole: bool
    holds: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Superlative:
    """The first of the `matching` products by a field. `best` are those of the extreme value, the cheapest first; `after` those that
    follow; `unknown` how many do not state the field."""

    field: str
    direction: int
    best: tuple[Item, ...]
    after: tuple[Item, ...]
    known: int
    unknown: int
    matching: Matching


class Extremes:
    """Finds superlatives in one shop."""

    def __init__(self, finder: Finder, shelf: Shelf) -> None:
        self._finder, self._shelf = finder, shelf

    def matching(self, brief: Brief, language: Language, customer_id: str | None = None) -> Matching:
        """All products of the categories of the best hits that hold the brief and have its words; where that is none, the hits."""
        pool = self._finder.pool(brief, language, customer_id)
        best = pool.candidates[0].weight if pool.candidates else 0.0
        near = [each.item for each in pool.candidates if each.weight >= best * GOOD**3]
        kinds = _kinds(near)
        members = list(self._shelf.items(self._shelf.members(kinds)).values()) if kinds else []
        wanted = set(analyse_query(brief.need).words) - _kind_words(kinds)
        holds = brief.holds
        fit = [each for each in members if passing(each.product, holds) and each.id not in brief.disliked]
        whole = [each for each in fit if all(map(each.has, wanted))]
        if not whole and (brief.kinds or brief.category):
            whole = fit
        rest = [each for each in near if 2 * sum(map(each.hints, wanted)) >= len(wanted)]
        return Matching(tuple(whole or rest), _kind(kinds, whole or rest), bool(whole), tuple(holds))

    def superlative(self, matching: Matching, key: str, direction: int) -> Superlative | None:
        """The extreme of a word of degree ("weight", see `degrees`) or of a field by its key; None where no product states it."""
        meant = field_of(key, matching.items) if key in BY_KEY else (key, 1)
        if meant is None:
            return None
        name, sign = meant
        direction *= sign
        values = {each.id: value for each in matching.items if (value := self._value(each, name, matching.holds)) is not None}
        if not values:
            return None
        ranked = sorted(
            (each for each in matching.items if each.id in values),
            key=lambda each: (-direction * values[each.id], *self._then(each, name)),
        )
        first = values[ranked[0].id]
        best = tuple(each for each in ranked if values[each.id] == first)
        return Superlative(
            name,
            direction,
            best,
            tuple(ranked[len(best) : len(best) + 2]),
            len(values),
            len(matching.items) - len(values),
            matching,
        )

    def _value(self, item: Item, name: str, holds: Sequence[Condition]) -> float | None:
        if name == "price":
            return self._finder.price(item, holds)
        if name == "rating":
            rating = self._shelf.rating(item.id)
            return round(rating.mean, 2) if rating and rating.count >= REVIEWS else None
        return self._finder.value(item, name)

    def _then(self, item: Item, name: str) -> tuple[float, float]:
        """What orders products of one value: for ratings more reviews, else the lower price."""
        rating = self._shelf.rating(item.id) if name == "rating" else None
        return -float(rating.count) if rating else 0.0, self._finder.value(item, "price") or 0.0


def _kinds(items: Sequence[Item]) -> list[Localized]:
    counts: dict[Localized, int] = {}
    for each in items:
        if each.kind:
            counts[each.kind] = counts.get(each.kind, 0) + 1
    return [kind for kind, count in counts.items() if count >= SHARE * len(items)]


def _kind_words(kinds: Sequence[Localized]) -> set[str]:
    return set(analyse(" ; ".join(text for kind in kinds for text in kind.all)).words)


def _kind(kinds: Sequence[Localized], items: Sequence[Item]) -> Localized:
    """What the products are called together: the one category, or the narrowest that all of them share."""
    if len(kinds) == 1:
        return kinds[0]
    paths = [each.product.category for each in items]
    shared = (
        [name for depth, name in enumerate(paths[0]) if all(len(p) > depth and p[depth] == name for p in paths)] if paths else []
    )
    return shared[-1] if shared else Localized()
