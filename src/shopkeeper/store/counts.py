"""What is counted in a store: what the logs are counted by, and what a count holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..shop import Language, Money


@dataclass(frozen=True, slots=True)
class Window:
    """Which searches are counted: those at `since` or later and before `until`, in one language or both."""

    since: datetime | None = None
    until: datetime | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class SearchCounts:
    """So many searches; those that found nothing; those after which a product was clicked, put into the cart, bought."""

    searches: int = 0
    empty: int = 0
    clicked: int = 0
    carted: int = 0
    bought: int = 0


@dataclass(frozen=True, slots=True)
class QueryCounts:
    """The counts of one query, as it is normalised, and when it was searched last."""

    query: str
    last: datetime
    counts: SearchCounts


@dataclass(frozen=True, slots=True)
class PositionCounts:
    """How many searches found enough to show a product at this position (from 1), and how many of them led to a click there."""

    position: int
    shown: int
    clicked: int


@dataclass(frozen=True, slots=True)
class Came:
    """A product of an event that is credited to a list of recommendations: `select_item`, `view_item`, `add_to_cart` or `purchase`."""

    recommendation_id: str
    event: str
    product_id: str
    quantity: int
    price: Money | None


@dataclass(frozen=True, slots=True)
class Visited:
    """What a visitor saw of an experiment: their arm, which is `other` too unless they saw two, since when, how many lists, how many
    of these they clicked, and their thumbs. `visitor` is that of `shop.visitor_of`."""

    visitor: str
    arm: str
    other: str
    since: datetime
    lists: int
    clicked: int
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class Rating:
    """How many reviews a product has, and the mean of their stars."""

    count: int
    mean: float


@dataclass(frozen=True, slots=True)
class ProductState:
    """What a list is sorted by, of a product at a revision of the store: since when it is sold, its lowest
    price in major units, whether a variant can be sold now."""

    id: str
    revision: int
    deleted: bool
    created_at: datetime | None
    price: float | None
    in_stock: bool
