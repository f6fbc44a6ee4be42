"""What is counted in a store: what the logs are counted by, and what a count holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from ..shop import Language, Money, OrderStatus


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


class Reached(NamedTuple):
    """So many visits came just so far: 1 came, 2 looked at a product, 3 put one into the basket, 4 began to pay, 5 bought. `part` is the
    device, the source, or the first step of the category as JSON text; "" where it is not known or was not asked."""

    part: str
    step: int
    sessions: int


class Session(NamedTuple):
    """One visit: the step it came to (as in `Reached`), when it began, how many events tell of it."""

    id: str
    customer_id: str | None
    part: str
    step: int
    began: datetime
    events: int


class Buyer(NamedTuple):
    """What a customer bought in one currency, without what was cancelled or returned: `amount` in minor units, of the lines."""

    customer_id: str
    currency: str
    orders: int
    first: datetime
    last: datetime
    amount: int
    units: int


class Browsed(NamedTuple):
    """What a customer did on the pages: visits, products looked at, put into the basket; when last, and when last into the basket."""

    customer_id: str
    visits: int
    views: int
    carts: int
    last: datetime
    last_cart: datetime | None


class CohortCell(NamedTuple):
    """Of those whose first order was in the month `first` ("2026-03", UTC): how many ordered in `month`, how many orders, for how much."""

    first: str
    month: str
    customers: int
    orders: int
    amount: int


class Bought(NamedTuple):
    """How often a customer bought a product."""

    customer_id: str
    product_id: str
    units: int
    orders: int


class OrderSum(NamedTuple):
    """What the lines of an order come to: how much in minor units, how many lines, how many units."""

    order_id: str
    placed_at: datetime
    status: OrderStatus
    customer_id: str | None
    currency: str
    amount: int
    lines: int
    units: int


class DaySales(NamedTuple):
    """Sold in one currency in the 24 hours that ended so many days `ago`: orders, the `amount` of their lines in minor units, units."""

    ago: int
    currency: str
    orders: int
    amount: int
    units: int


class DayVisits(NamedTuple):
    """The visits that began in the 24 hours that ended so many days `ago`, and those of them that bought."""

    ago: int
    visits: int
    bought: int


class Cover(NamedTuple):
    """A variant whose `stock` does not last long at the pace at which so many `units` were sold."""

    variant_id: str
    product_id: str
    stock: int
    units: int


class SearchedFor(NamedTuple):
    """How often a customer searched for something, as it was typed."""

    customer_id: str
    query: str
    times: int


class Daily(Protocol):
    """What came in day by day. A day is 24 hours, the last one ends at `until`; orders that were cancelled or returned do not count."""

    def sales(self, until: datetime, days: int) -> list[DaySales]:
        """What was sold in each of so many days, by currency, the last day first; days without a sale are left out."""

    def visits(self, until: datetime, days: int) -> list[DayVisits]:
        """The visits of each of so many days, as `Shoppers.reached` counts them, the last day first."""

    def short(self, until: datetime, days: int, within: int) -> list[Cover]:
        """The variants whose stock is gone `within` so many days if they go on selling as in the last `days`, the first to go first."""


class Shoppers(Protocol):
    """What customers and their visits came to. An event without a session belongs to its customer's visit of that day (UTC)."""

    def reached(self, since: datetime, until: datetime, by: str = "") -> list[Reached]:
        """The visits by how far they came; `by` device, source (each the first that the visit tells) or category."""

    def sessions(
        self, since: datetime, until: datetime, by: str = "", *, part: str | None = None, step: int = 1, after: tuple[str, str] = ("", ""),
        limit: int = 1000,
    ) -> list[Session]:  # fmt: skip
        """The visits that `reached` counts, in the order of their ids and parts: those of a part that came to `step` or further, from
        after the visit and part `after` on."""

    def buyers(self, until: datetime) -> list[Buyer]:
        """Everybody who bought before a moment, in the order of their ids; once for each currency."""

    def browsed(self, until: datetime) -> list[Browsed]:
        """Every customer of whom events before a moment tell, in the order of their ids."""

    def cohorts(self, until: datetime, currency: str) -> list[CohortCell]:
        """Who came back in which month, by the month of the first order; amounts of this currency only."""

    def bought(self, until: datetime) -> Iterator[Bought]:
        """Streams what each customer bought, customer after customer, in constant memory."""

    def searched(self, until: datetime) -> Iterator[SearchedFor]:
        """Streams what each customer searched for, customer after customer, in constant memory."""
