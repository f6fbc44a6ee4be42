"""What pages ask of the search beyond the hits: facets that suit them, departments."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ...search.result import FacetCount, Hit, SearchResult
from ...shop import InvalidQuery, Language, Localized, Product
from . import pages
from .address import Address
from .labels import Labels
from .pages import Facet
from .tree import as_tree

if TYPE_CHECKING:
    from ..shop import Shop

FIELDS = ("category", "price", "brand", "in_stock")
MOST_ATTRIBUTES = 4
FEW = 8  # products that any attribute may tell apart
SAMPLE = 100  # products whose categories tell how these lie within each other
MOST_DEPARTMENTS = 10
NEARLY_ALL = 0.9  # of the products
MOST_WORDS = 6
DIVIDED = 60.0  # s for which it is remembered how a shop is divided
Divided = tuple[str, list["Department"]]
_DIVIDED: WeakKeyDictionary[Shop, dict[tuple[Address, Language], tuple[tuple[int, int], Divided]]] = WeakKeyDictionary()


def facets(shop: Shop, result: SearchResult, address: Address, labels: Labels) -> list[Facet]:
    """The facets beside a result: those of every product, and the attributes that its hits share.

    The values of a field that is filtered by are counted as if it were not, so that another value
    can be chosen too.
    """
    language = labels.language
    names = attribute_names(result.hits, language)
    groups: dict[Address, list[str]] = {}
    for field in (*FIELDS, *names):
        groups.setdefault(address.without_field(field, "=") if address.filters_on(field) else address, []).append(field)
    counts, hits = dict(result.facets), list(result.hits)
    for asked, fields in groups.items():
        more = _ask(shop, asked, fields, language)
        if more is not None:
            counts |= more.facets
            hits += more.hits
    ordered = {field: counts[field] for field in (*FIELDS, *names) if field in counts}
    found = pages.facets(ordered, result.total, address, labels, names)
    paths = [[part.get(language) for part in hit.product.category] for hit in hits]
    return [as_tree(f, paths, result.total) if f.field == "category" else f for f in found]


def _ask(shop: Shop, address: Address, fields: list[str], language: Language) -> SearchResult | None:
    try:
        return shop.search(address.q, k=SAMPLE, where=address.where, facets=fields, language=language, sort=address.sort,
                           without=address.ignored, log=False)
    except InvalidQuery:  # an attribute of a product that the index has yet to catch up with
        return None


def attribute_names(hits: Sequence[Hit], language: Language) -> dict[str, str]:
    """The attributes and options, with values in words, that many of the hits share: what a filter
    calls them, and what the visitor does. One whose value is another for nearly each product, such
    as a model's name, is no way to choose among many."""
    seen: Counter[Localized] = Counter()
    values: dict[Localized, list[Localized]] = {}
    for hit in hits:
        for name, own in _named(hit.product).items():
            seen[name] += 1
            values.setdefault(name, []).extend(own)
    common = [name for name, count in seen.most_common() if count * 4 > len(hits) and (count <= FEW or _repeats(values[name]))]
    return {name.get("en"): name.get(language) for name in common[:MOST_ATTRIBUTES]}


def _repeats(values: Sequence[Localized]) -> bool:
    return len(set(values)) * 3 <= len(values) * 2


def _named(product: Product) -> dict[Localized, set[Localized]]:
    found: dict[Localized, set[Localized]] = {}
    for option in (option for variant in product.variants for option in variant.options):
        found.setdefault(option.name, set()).add(option.value)
    for attribute in product.attributes:
        if isinstance(attribute.value, Localized):
            found.setdefault(attribute.name, set()).add(attribute.value)
    return found


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query by which alone something is found."""

    text: str
    count: int
    url: str


def ways_on(shop: Shop, address: Address, language: Language) -> dict[str, Any]:
    """Where somebody who found nothing may go from here: single words of what they asked, departments."""
    words = address.q.split()[:MOST_WORDS]
    alone = [replace(address.cleared(), q=word, literal=False) for word in words] if len(words) > 1 else []
    counts = [shop.search(there.q, k=1, language=language, log=False).total for there in alone]
    found = [Word(there.q, count, there.url()) for there, count in zip(alone, counts, strict=True) if count]
    divided_by, parts = departments(shop, Address(language=address.language), language)
    return {"words": found, "departments": parts, "divided_by": divided_by}


@dataclass(frozen=True, slots=True)
class Department:
    """A part of the shop to begin with, a first level of its categories or a brand, with some of its
    products."""

    name: str
    count: int
    url: str
    hits: tuple[Hit, ...]


def departments(shop: Shop, address: Address, language: Language) -> Divided:
    """What the shop is divided by, "category" or (in a shop without categories) "brand", and the
    largest parts, the largest first; in the place of a category that holds nearly everything those within it. Looked for
    again when the index has changed, and every minute."""
    asked, stamp = (address, language), (shop.indexed_revision, int(time.monotonic() / DIVIDED))
    kept = _DIVIDED.setdefault(shop, {})
    if asked not in kept or kept[asked][0] != stamp:
        kept[asked] = stamp, _departments(shop, address, language)
    return kept[asked][1]


def _departments(shop: Shop, address: Address, language: Language) -> Divided:
    all = shop.search("", k=1, facets=["category", "brand"], language=language, log=False)
    parts = list(_parts(shop, "category", all.facets.get("category", ()), address, language))
    found = [each for each in parts if _lies_in(each, (), language)]
    if found:
        return "category", _opened(found, parts, all.total, language)[:MOST_DEPARTMENTS]
    return "brand", list(_parts(shop, "brand", all.facets.get("brand", ())[:MOST_DEPARTMENTS], address, language))


def _opened(found: list[Department], parts: list[Department], total: int, language: Language) -> list[Department]:
    """The departments, with what lies within in the place of one that holds nearly all products: it divides nothing."""
    path: tuple[str, ...] = ()
    while whole := next((each for each in found if each.count >= NEARLY_ALL * total), None):
        path = *path, whole.name
        within = [each for each in parts if _lies_in(each, path, language)]
        if len(within) < 2:
            break
        found = sorted([*within, *(each for each in found if each is not whole)], key=lambda each: -each.count)
    return found


def _parts(shop: Shop, field: str, counts: Sequence[FacetCount], address: Address, language: Language) -> Iterator[Department]:
    for value in counts[: 2 * MOST_DEPARTMENTS]:
        there = address.toggled(field, value.value)
        yield Department(value.value, value.count, there.url(), shop.search("", k=4, where=there.where, language=language, log=False).hits)


def _lies_in(department: Department, path: tuple[str, ...], language: Language) -> bool:
    """Whether a category is one of those right below a path of others, which is empty for the first level."""
    named = ([part.get(language) for part in hit.product.category] for hit in department.hits)
    return any(each[: len(path) + 1] == [*path, department.name] for each in named)
