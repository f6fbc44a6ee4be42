"""The products that may be the one: found under the brief, checked against it record by record, ordered by what is rather wanted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from ...shop import Language, NotFound, Variant
from ...text.normalise import normalise
from .brief import Brief
from .conditions import Condition, passing, value_key
from .degrees import value_of
from .facts import Item
from .found import Found, GuideDesk, search
from .question import Candidate
from .shelf import Shelf

DEPTH = 60  # candidates that are looked at
SHARP = 3  # power of the score: a product that fits half as well is an eighth as likely
LEAN = 2.0  # how much the best by what is rather wanted gains over the worst
TASTE = 0.05  # what a stated taste of the customer adds
GIFT = "tags=gift"


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates, the likeliest first, of `total` that were found."""

    candidates: tuple[Candidate, ...]
    total: int

    @property
    def items(self) -> list[Item]:
        """The products of the candidates."""
        return [each.item for each in self.candidates]


@dataclass(frozen=True, slots=True)
class Loosened:
    """The brief without some conditions: how many products there are then, and the first of them."""

    dropped: tuple[str, ...]
    pool: Pool


class Finder:
    """Finds the candidates of a brief."""

    def __init__(self, desk: GuideDesk, shelf: Shelf) -> None:
        self._desk, self._shelf = desk, shelf

    def pool(self, brief: Brief, language: Language, customer_id: str | None = None, found: Found | None = None) -> Pool:
        """The candidates of a brief; `found` is an answer that was just given under it. Nothing that misses a condition is among them."""
        found = found or self._found(brief, brief.where, language, customer_id)
        items = self._shelf.items([hit.id for hit in found.hits])
        best = max((hit.score for hit in found.hits), default=1.0) or 1.0
        fitting = [(items[hit.id], (max(hit.score, 1e-6) / best) ** SHARP) for hit in found.hits if hit.id in items]
        holds = brief.holds
        variants = {item.id: passing(item.product, holds) for item, _ in fitting if item.id not in brief.disliked}
        kept = [Candidate(item, weight) for item, weight in fitting if variants.get(item.id)]
        there = {id for id, held in variants.items() if any(variant.in_stock for variant in held)}
        gone = len(found.hits) - len(kept)
        return Pool(tuple(self._ordered(kept, there, brief, customer_id)), max(found.total - gone, len(kept)))

    def items(self, ids: Sequence[str]) -> list[Item]:
        """The products of these ids that are sold."""
        return list(self._shelf.items(ids).values())

    def _found(self, brief: Brief, where: Sequence[str], language: Language, customer_id: str | None) -> Found:
        if not brief.need and not brief.category and (brief.recipient or brief.occasion):
            gifts = search(self._desk, "", DEPTH, [*where, GIFT], language, customer_id)
            if gifts.total:
                return gifts
        return search(self._desk, brief.need, DEPTH, where, language, customer_id)

    def _ordered(
        self, candidates: list[Candidate], there: Collection[str], brief: Brief, customer_id: str | None
    ) -> list[Candidate]:
        """By what is rather wanted; those that are not `there` cannot be had now."""
        tastes = self._tastes(customer_id)
        flat = len({round(each.weight, 6) for each in candidates}) < 2
        weighed = [Candidate(each.item, each.weight * self._worth(each.item, each.item.id in there, tastes, flat)) for each in candidates]
        for leaning in brief.leanings:
            places = self._places(leaning.field, leaning.direction, candidates, brief.holds)
            weighed = [Candidate(each.item, each.weight * (1 + LEAN * places[each.item.id])) for each in weighed]
        return sorted(weighed, key=lambda each: -each.weight)

    def _worth(self, item: Item, there: bool, tastes: Sequence[str], flat: bool) -> float:
        """What a product counts beside its score: whether it can be had, what the customer said they like, and where nothing
        else tells the products apart, its reviews."""
        worth = 1.0 if there else 0.4
        if tastes:
            worth *= 1 + TASTE * _tasted(item, tastes)
        rating = self._shelf.rating(item.id) if flat else None
        return worth * ((5 * 3.5 + rating.count * rating.mean) / (5 + rating.count) / 5 if rating else 0.6 if flat else 1.0)

    def _tastes(self, customer_id: str | None) -> list[str]:
        if customer_id is None:
            return []
        try:
            return [normalise(taste) for taste in self._desk.store.customers.get(customer_id).tastes]
        except NotFound:
            return []

    def _places(self, field: str, direction: int, candidates: Sequence[Candidate], holds: Sequence[Condition]) -> dict[str, float]:
        """Where each product stands by a field, 0 (least wanted) to 1; those that do not state it a little below the middle."""
        price = field == "price"
        values = {each.item.id: self.price(each.item, holds) if price else self.value(each.item, field) for each in candidates}
        known = {id: value for id, value in values.items() if value is not None}
        ranks = {value: place for place, value in enumerate(sorted(set(known.values()), reverse=direction < 0))}
        top = max(len(ranks) - 1, 1)
        return {each.item.id: ranks[known[each.item.id]] / top if each.item.id in known else 0.4 for each in candidates}

    def value(self, item: Item, field: str) -> float | None:
        """The number of a product in a field, also in `rating`, `reviews` and yes/no fields."""
        if field in ("rating", "reviews"):
            rating = self._shelf.rating(item.id)
            return None if rating is None else rating.mean if field == "rating" else float(rating.count)
        fact = item.facts.get(field)
        return float(fact.flag) if fact and fact.flag is not None else value_of(item, field)

    def price(self, item: Item, holds: Sequence[Condition]) -> float | None:
        """The lowest price, in major units, of the variants that hold the conditions."""
        fits = variant_for(item, holds)
        return float(fits.price.major) if fits and fits.price else None

    def relax(self, brief: Brief, language: Language, customer_id: str | None = None) -> list[Loosened]:
        """What may be given up of a brief that nothing meets: each single condition that helps, the least important first, or else the
        smallest set of them; empty when nothing is found however much is given up."""
        chosen = [str(Condition("category", "=", (brief.category,)))] if brief.category and brief.need else []
        order = sorted([*chosen, *brief.conditions], key=lambda each: importance(Condition.of(each)))
        for size in range(1, len(order) + 1):
            ways = [self._without(brief, dropped, language, customer_id) for dropped in combinations(order, size)][:12]
            if helpful := [each for each in ways if each.pool.candidates]:
                return helpful[:3]
        return []

    def _without(self, brief: Brief, dropped: tuple[str, ...], language: Language, customer_id: str | None) -> Loosened:
        loose = Brief.of(brief.to_dict())
        for each in dropped:
            if each not in loose.conditions:
                loose.category = ""
            loose.conditions = [kept for kept in loose.conditions if kept != each]
        pool = self.pool(loose, language, customer_id)
        prices = [Condition.of(each) for each in dropped if Condition.of(each).field == "price"]
        return Loosened(dropped, self._nearest(pool, prices[0], loose.holds) if prices else pool)

    def _nearest(self, pool: Pool, price: Condition, holds: Sequence[Condition]) -> Pool:
        """The candidates by how far they are from the price that was wanted."""
        low, high = price.bounds

        def far(each: Candidate) -> float:
            value = self.price(each.item, holds)
            return float("inf") if value is None else max(low - value, value - high, 0.0)

        return Pool(tuple(sorted(pool.candidates, key=far)), pool.total)


def importance(condition: Condition) -> float:
    """How much a condition matters, 0 to 1, as a search has it: what matters least is given up first."""
    if condition.field == "price":
        return 0.9
    if condition.field in ("brand", "category"):
        return 0.8
    if condition.op == "!=":
        return 0.7
    if condition.field == "in_stock":
        return 0.5
    return 0.45 if "size" in condition.field else 0.2 if "color" in condition.field else 0.3


def variant_for(item: Item, holds: Sequence[Condition]) -> Variant | None:
    """The variant of a product that a card shows: of those that hold the conditions one that can be had, the least expensive;
    None when none holds them."""
    fits = passing(item.product, holds)
    return min(fits, key=lambda each: (not each.in_stock, each.price is None, each.price.amount if each.price else 0), default=None)


def _tasted(item: Item, tastes: Sequence[str]) -> int:
    """How many stated tastes name the brand, a colour or a category of a product."""
    facts = [fact for fact in item.facts.values() if fact.field in ("brand", "color") or fact.place == "category"]
    named = [value_key(word) for fact in facts for text in fact.words for word in text.all]
    return sum(any(word in taste for word in named) for taste in tastes)
