"""What a group of customers likes and says: from what its members bought and searched for, and from their reviews."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..shop import Language, Localized, Product, Review
from ..store.protocol import Store
from ..text.normalise import normalise
from .pages import pages

FEWEST = 3  # members who must share a thing before it is said of the group
TOP = 5
QUOTED = 80  # characters of a review that are shown in a line
APART = 1.15  # times as much as everybody: less is not worth saying
_PAGE = 500
Members = Mapping[str, str]  # customer id to the key of the group


@dataclass(frozen=True, slots=True)
class Liked:
    """A category or brand: which share of the group's purchases is of it, and of everybody's."""

    name: Localized
    customers: int
    share: float
    overall: float

    @property
    def times(self) -> float:
        """How much more than everybody."""
        return self.share / self.overall if self.overall else 0.0

    def to_dict(self) -> dict[str, Any]:
        """`{name: {zh, en}, customers, share, overall, times}`."""
        return {"name": {"zh": self.name.zh, "en": self.name.en}, "customers": self.customers, "share": round(self.share, 4),
                "overall": round(self.overall, 4), "times": round(self.times, 2)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """A review of a member, word for word."""

    review_id: str
    product_id: str
    rating: float
    text: str


@dataclass(frozen=True, slots=True)
class Tastes:
    """What a group likes (what it buys more than others, the strongest first; `products` are those that stand in no category), searches for
    (what most members searched for) and says: its mean stars, the last good and the last bad review, word for word."""

    categories: tuple[Liked, ...] = ()
    products: tuple[Liked, ...] = ()
    brands: tuple[Liked, ...] = ()
    searches: tuple[tuple[str, int], ...] = ()
    reviews: int = 0
    stars: float | None = None
    quotes: tuple[Quote, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """`{categories, products, brands, searches: [{query, customers}], reviews, stars, words, quotes}`."""
        return {
            "categories": [each.to_dict() for each in self.categories], "products": [each.to_dict() for each in self.products],
            "brands": [each.to_dict() for each in self.brands],
            "searches": [{"query": query, "customers": count} for query, count in self.searches], "reviews": self.reviews,
            "stars": self.stars and round(self.stars, 2),
            "quotes": [{"review": q.review_id, "product": q.product_id, "stars": q.rating, "text": q.text} for q in self.quotes],
        }  # fmt: skip

    def said(self, language: Language) -> list[str]:
        """What there is to say, a line each."""
        zh = language == "zh"
        listed = {
            "多买" if zh else "Buy more than others":
                [f"{one.name.get(language)} (×{one.times:.1f})" for one in (self.categories or self.products)[:3]],
            "偏爱品牌" if zh else "Prefer the brands": [f"{one.name.get(language)} (×{one.times:.1f})" for one in self.brands[:3]],
            "常搜" if zh else "Search for": [query for query, _ in self.searches],
        }
        lines = [f"{word}：{'、'.join(names)}" if zh else f"{word}: {', '.join(names)}" for word, names in listed.items() if names]
        if self.stars is not None:
            count, stars = f"{self.reviews:,}", f"{self.stars:.1f}"
            lines.append(f"{count} 条评价，平均 {stars} 星" if zh else f"{count} reviews, {stars} stars on average")
        return lines + [f"{q.rating:.0f}★ “{_short(q.text)}”" for q in self.quotes]


def tastes(store: Store, members: Members, until: datetime) -> dict[str, Tastes]:
    """The tastes of the groups that `members` puts customers into, by the groups' keys; compared with all customers there."""
    bought, searched, said = _bought(store, members, until), _searched(store, members, until), _said(store, members)
    return {key: Tastes(bought["category"].of(key), bought["product"].of(key), bought["brand"].of(key), searched[key], *said.of(key))
            for key in sorted(set(members.values()))}  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"


class _Shares:
    """Counts, by group, of things that customers bought."""

    def __init__(self) -> None:
        self._units: dict[str, Counter[Localized]] = defaultdict(Counter)
        self._people: dict[str, dict[Localized, set[str]]] = defaultdict(lambda: defaultdict(set))

    def add(self, key: str, who: str, thing: Localized, units: int) -> None:
        self._units[key][thing] += units
        self._people[key][thing].add(who)

    def of(self, key: str) -> tuple[Liked, ...]:
        all_units: Counter[Localized] = sum(self._units.values(), Counter())
        own, whole = self._units[key], all_units.total()
        found = [Liked(thing, len(self._people[key][thing]), units / own.total(), all_units[thing] / whole) for thing, units in own.items()]
        told = [each for each in found if each.customers >= FEWEST and each.times >= APART]
        # What weighs in the group and sets it apart: the share that it has more than others have.
        return tuple(sorted(told, key=lambda each: (each.overall - each.share, each.name.zh, each.name.en))[:TOP])


def _bought(store: Store, members: Members, until: datetime) -> dict[str, _Shares]:
    products = _Catalogue(store)
    found = {kind: _Shares() for kind in ("category", "product", "brand")}
    for page in pages(store.shoppers.bought(until), _PAGE * 10):
        products.read({each.product_id for each in page})
        for each in page:
            product, key = products.get(each.product_id), members.get(each.customer_id)
            if product is None or key is None:
                continue
            kind, thing = ("category", product.category[-1]) if product.category else ("product", product.title)
            found[kind].add(key, each.customer_id, thing, each.units)
            if product.brand:
                found["brand"].add(key, each.customer_id, product.brand, each.units)
    return found


class _Catalogue:
    """Category and brand of the products that were asked for, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Product | None] = {}

    def read(self, ids: Iterable[str]) -> None:
        for some in pages(sorted(set(ids) - self._known.keys()), _PAGE):
            found = self._store.products.get_many(some)
            self._known |= {id: found.get(id) for id in some}

    def get(self, id: str) -> Product | None:
        return self._known[id]


def _searched(store: Store, members: Members, until: datetime) -> dict[str, tuple[tuple[str, int], ...]]:
    people: dict[str, Counter[str]] = defaultdict(Counter)
    last: tuple[str, str] | None = None
    for each in store.shoppers.searched(until):
        query = " ".join(normalise(each.query).split())
        if each.customer_id in members and query and (each.customer_id, query) != last:
            people[members[each.customer_id]][query] += 1
            last = each.customer_id, query
    most = {key: sorted(counts.items(), key=lambda found: (-found[1], found[0])) for key, counts in people.items()}
    return defaultdict(tuple, {key: tuple((query, n) for query, n in found[:TOP] if n >= FEWEST) for key, found in most.items()})


class _Voices:
    """What groups say in reviews."""

    def __init__(self) -> None:
        self.stars: dict[str, list[float]] = defaultdict(list)
        self.newest: dict[tuple[str, bool], Review] = {}

    def add(self, key: str, review: Review) -> None:
        self.stars[key].append(review.rating)
        if review.text and (review.rating >= 4 or review.rating <= 2):
            place = key, review.rating >= 4
            self.newest[place] = max(self.newest.get(place, review), review, key=lambda r: (r.at.timestamp() if r.at else 0.0, r.id))

    def of(self, key: str) -> tuple[int, float | None, tuple[Quote, ...]]:
        stars = self.stars[key]
        found = [self.newest[place] for place in ((key, True), (key, False)) if place in self.newest]
        quotes = tuple(Quote(r.id, r.product_id, r.rating, r.text) for r in found)
        return len(stars), sum(stars) / len(stars) if stars else None, quotes


def _said(store: Store, members: Members) -> _Voices:
    voices = _Voices()
    for review in store.reviews.all():
        if (key := members.get(review.customer_id or "")) is not None:
            voices.add(key, review)
    return voices
