"""Why a hit was found, in words for a shopper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...search.result import Hit
from ...shop import Language, Localized, Product
from .labels import Labels
from .pages import filter_label
from .present import money
from .strings import text

SHARED = 3  # attributes that two products have in common, of which is told
NEAR = 0.2  # of the price: what is near it
_INSTEAD = re.compile(r"(.+) \((?:synonym of|for) (.+)\)")  # see `Slot.reason`


@dataclass(frozen=True, slots=True)
class Why:
    """One kind of reason, what it was about, and its share of the score in per cent (None: it has
    none, it only let the product through)."""

    kind: str
    about: str
    percent: int | None


def reasons(hit: Hit, query: str, labels: Labels) -> list[Why]:
    """The reasons of a hit for a query, the weightiest first, filters last."""
    terms, language = [r for r in hit.reasons if r.kind == "term"], labels.language
    # A ranker may also take away; what lowers a hit is no reason to show it.
    shares = {kind: max(0.0, sum(r.score for r in hit.reasons if r.kind == kind)) for kind in ("term", "vector", "ranker", "taste")}
    whole = sum(shares.values()) or 1.0
    others = [match for r in terms if (match := _INSTEAD.fullmatch(r.text))]
    typed = found_words(query, [r.text for r in terms if not _INSTEAD.fullmatch(r.text)])
    abouts = {"term": " · ".join([*typed, *(f"{match[1]} ({match[2]})" for match in others)])}
    scored = [Why(text(f"why_{kind}", language), abouts.get(kind, ""), round(100 * share / whole))
              for kind, share in shares.items() if share > 0]
    filters = [Why(text("why_filter", language), filter_label(r.text, labels), None) for r in hit.reasons if r.kind == "filter"]
    return [*sorted(scored, key=lambda why: -(why.percent or 0)), *filters]


def found_words(query: str, terms: Iterable[str]) -> list[str]:
    """The parts of a query that the terms cover, whole words in English; the terms themselves are
    stems, pairs of characters and the like, which tell a shopper nothing."""
    lowered = query.lower()
    covered = [False] * len(query)
    for term in terms:
        for match in re.finditer(re.escape(term.lower()), lowered):
            covered[match.start() : match.end()] = [True] * len(term)
    for word in re.finditer(r"[a-z0-9]+", lowered):
        if any(covered[word.start() : word.end()]):
            covered[word.start() : word.end()] = [True] * (word.end() - word.start())
    marked = "".join(letter if kept else "\n" for letter, kept in zip(query, covered, strict=True))
    return list(dict.fromkeys(part.strip() for part in marked.split("\n") if part.strip()))


def likeness(one: Product, other: Product, language: Language) -> list[str]:
    """What another product has in common with one, from the records of both: department, brand, price, attributes."""
    found = []
    common = [part for part in one.category if part in other.category]
    if common:
        found.append(text("likeness_category", language, value=common[-1].get(language)))
    if one.brand and one.brand == other.brand:
        found.append(text("likeness_brand", language, value=one.brand.get(language)))
    if _near(one, other):
        found.append(text("likeness_price", language, value=money(other.price, language)))
    values = {attribute.name: attribute.value for attribute in one.attributes if isinstance(attribute.value, Localized)}
    shared = [each for each in other.attributes if isinstance(each.value, Localized) and values.get(each.name) == each.value]
    found += [text("likeness_attribute", language, name=each.name.get(language), value=each.value.get(language))
              for each in shared[:SHARED] if isinstance(each.value, Localized)]
    return found or [text("likeness_meaning", language)]


def _near(one: Product, other: Product) -> bool:
    a, b = one.price, other.price
    return bool(a and b and a.currency == b.currency and abs(a.amount - b.amount) <= NEAR * a.amount)
