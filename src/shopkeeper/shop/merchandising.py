"""What a merchant decides about results: which products stand where, which words mean the same, how well what is found fits."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from .errors import InvalidRecord
from .product import require_id


class RuleAction(StrEnum):
    """What a rule does with its products: `pin` puts them at a place, `boost` and `bury` move them
    up and down, `hide` takes them out."""

    PIN = "pin"
    BOOST = "boost"
    BURY = "bury"
    HIDE = "hide"


class RuleMatch(StrEnum):
    """Which queries a rule's phrases mean: the whole query, or any that holds the phrase."""

    EXACT = "exact"
    CONTAINS = "contains"


LONGEST_JUDGED = 1000  # characters of a query that was judged
PLACES = "home", "product", "basket", "purchase", "email"  # where recommendations stand


@dataclass(frozen=True, slots=True)
class Rule:
    """A merchant's decision about results, between two moments (open where None).

    Its products are `product_ids` and all that pass the filters `where` (both given: either).
    `queries` are the phrases it holds for, none means every search and page. With a `category`, in either of its names, it
    holds only where the shopper has chosen that category: on its page and in searches within it. `position` counts from
    1 and is where the first pinned product stands; `strength` is the share of the best score by which a boost lifts or a bury
    lowers, above 0 and at most 1. Without `places` a rule is about searches and pages of products; with some (`PLACES`) it is
    about the recommendations there instead, and `queries` and `category` do not matter.
    """

    id: str
    action: RuleAction
    product_ids: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    match: RuleMatch = RuleMatch.EXACT
    position: int = 1
    strength: float = 0.2
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    enabled: bool = True
    note: str = ""
    category: str = ""
    places: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_id("id", self.id)
        if not self.product_ids and not self.where:
            raise InvalidRecord("product_ids", "at least one product, or filters in where")
        if self.action is RuleAction.PIN and not self.product_ids:
            raise InvalidRecord("product_ids", "the products to pin: filters alone have no order")
        if self.position < 1:
            raise InvalidRecord("position", "a place from 1", self.position)
        if wrong := [place for place in self.places if place not in PLACES]:
            raise InvalidRecord("places", "one of " + ", ".join(PLACES), wrong[0])
        if not 0 < self.strength <= 1:
            raise InvalidRecord("strength", "a share of the best score: above 0, at most 1", self.strength)
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise InvalidRecord("ends_at", "a moment after starts_at", self.ends_at.isoformat())

    def holds(self, now: datetime) -> bool:
        """Whether the rule is on at this moment."""
        starts = self.starts_at or datetime.min.replace(tzinfo=UTC)
        ends = self.ends_at or datetime.max.replace(tzinfo=UTC)
        return self.enabled and starts <= now < ends


@dataclass(frozen=True, slots=True)
class Synonym:
    """Words or phrases that mean the same. With `source` it is one-way: who asks for `source` also
    finds `terms`, not the other way round."""

    id: str
    terms: tuple[str, ...]
    source: str = ""

    def __post_init__(self) -> None:
        require_id("id", self.id)
        least = 1 if self.source else 2
        if len({term.strip().lower() for term in (*self.terms, self.source) if term.strip()}) < 2 or len(self.terms) < least:
            raise InvalidRecord("terms", "at least two different words or phrases", list(self.terms))


RATINGS = 0, 1, 2, 3  # does not fit, fits a little, fits, fits exactly


@dataclass(frozen=True, slots=True)
class Judgment:
    """How well a product fits a query, as a person says: `rating` is one of `RATINGS`. `by` is who said so. Made by `judgment`, its id is
    that of the query and the product: who judges the same again replaces what was said before."""

    id: str
    query: str
    product_id: str
    rating: int
    at: datetime | None = None
    by: str = ""

    def __post_init__(self) -> None:
        require_id("id", self.id)
        require_id("product_id", self.product_id)
        if not self.query.strip() or len(self.query) > LONGEST_JUDGED:
            raise InvalidRecord("query", f"a query of 1 to {LONGEST_JUDGED} characters", self.query)
        if self.rating not in RATINGS or isinstance(self.rating, bool):
            raise InvalidRecord("rating", "0 (does not fit), 1, 2 or 3 (fits exactly)", self.rating)


def judgment(query: str, product_id: str, rating: int, at: datetime | None = None, by: str = "") -> Judgment:
    """A judgment with the id of its query and product."""
    query = " ".join(query.split())
    key = f"{unicodedata.normalize('NFKC', query).casefold()}\n{product_id}"
    id = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=12).hexdigest()
    return Judgment(id, query, product_id, rating, at, by)
