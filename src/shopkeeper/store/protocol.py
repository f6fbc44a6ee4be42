"""What every store can do. SQLite and PostgreSQL both pass `tests/contract/test_store.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

from ..shop import (
    Cart,
    Conversation,
    Customer,
    Document,
    Event,
    LoggedSearch,
    Money,
    Order,
    OrderStatus,
    PriceChange,
    Product,
    Promotion,
    Review,
    Rule,
    StockChange,
    Supplier,
    Synonym,
)
from .counts import PositionCounts, QueryCounts, SearchCounts, Window
from .glance import Glance

R = TypeVar("R")
P = TypeVar("P", PriceChange, StockChange)
By = Literal["id", "sku", "barcode", "product"]


@dataclass(frozen=True, slots=True)
class Written:
    """What a `put` did: records that are new, that replaced a different one, that were the same."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged)


@dataclass(frozen=True, slots=True)
class Change:
    """A product that was written (or deleted) at a revision of the store."""

    revision: int
    id: str
    deleted: bool


@dataclass(frozen=True, slots=True)
class Sale:
    """A line of an order with what the order says about it: what was sold, when, to whom."""

    order_id: str
    placed_at: datetime
    status: OrderStatus
    customer_id: str | None
    product_id: str
    variant_id: str
    quantity: int
    unit_price: Money


class Coded(NamedTuple):
    """A variant that a code of the shop names, and what the code is: its id, SKU or barcode, or the id
    of its product."""

    by: By
    product_id: str
    variant_id: str


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


class Table(Protocol, Generic[R]):
    """All records of one kind, by id."""

    def put(self, records: Iterable[R]) -> Written:
        """Inserts or replaces by id, all or none; a record equal to the stored one is left alone. Of
        two records with one id in the same call the later wins. Raises `InvalidRecord` for a record
        that no store can hold: U+0000 in a text, a number that JSON lacks or of more than 53 bits."""

    def get(self, id: str) -> R:
        """The record of this id; `NotFound` when there is none."""

    def get_many(self, ids: Sequence[str]) -> dict[str, R]:
        """Those of `ids` that exist, by id, in the order of `ids`."""

    def delete(self, ids: Sequence[str]) -> int:
        """Removes them; the number that existed."""

    def all(self, **equal: Any) -> Iterator[R]:
        """Streams the records in id order (by code point), in constant memory; `equal` keeps those
        whose indexed column has this value, for example `orders.all(customer_id="c42")`, and an
        unknown column is an `InvalidQuery`. A stream blocks no writer and is no snapshot: a record
        written meanwhile is read as it was or as it is."""

    def page(self, after: str = "", limit: int = 100, **equal: Any) -> list[R]:
        """The first `limit` records whose id comes after `after` in id order; `equal` as for `all`."""

    def count(self) -> int:
        """How many there are."""

    def fingerprint(self) -> str:
        """Another one after every change; it reads all records, so it is for kinds that are few."""


class Products(Table[Product], Protocol):
    """Products also keep a revision, from which an index catches up. `put` refuses a variant whose
    id another product's variant has (`InvalidRecord`)."""

    def revision(self) -> int:
        """Grows with every product that is written or deleted, in any process; 0 when none was ever."""

    def changes(self, since: int) -> Iterator[Change]:
        """Each product once, at its latest change after revision `since`, oldest first. Revisions
        become visible in their order, so `since` may be the last one that was seen."""

    def glance(self, ids: Sequence[str]) -> dict[str, Glance]:
        """As `get_many`, with each product decoded only as far as one looks at it."""

    def by_variant(self, variant_ids: Sequence[str]) -> dict[str, str]:
        """Variant id to product id, for those that exist."""

    def by_code(self, codes: Sequence[str]) -> dict[str, list[Coded]]:
        """Each code that is a variant's id, SKU or barcode, or a product's id, with all the variants that
        it may mean: the surest first, in the order of these four."""


class Orders(Table[Order], Protocol):
    """Orders are also read by the line."""

    def sales(self, since: datetime | None = None) -> Iterator[Sale]:
        """Streams the lines of all orders placed at `since` or later, oldest first, in constant memory."""


class Series(Protocol, Generic[P]):
    """Points over time, each of one variant at one moment."""

    def put(self, points: Iterable[P]) -> None:
        """Adds points; the same variant and moment again replaces the earlier."""

    def of(self, variant_id: str, since: datetime | None = None) -> list[P]:
        """The points of a variant at `since` or later, oldest first, in UTC."""

    def stored(self, points: Sequence[P]) -> dict[tuple[str, datetime], P]:
        """What is kept at the variants and moments of `points`, by variant id and moment."""

    def newest(self, variant_ids: Sequence[str], until: datetime | None = None) -> dict[str, P]:
        """The last point of each variant at `until` or earlier, by variant id."""

    def all(self) -> Iterator[P]:
        """Streams all points by variant id, then moment, in constant memory."""


class Searches(Table[LoggedSearch], Protocol):
    """The search log is also counted, together with the clicks, carts and purchases that came of the searches. What an event
    does not tie to a search by its query_id is credited to the last search by which its session came to the product."""

    def prune(self, before: datetime) -> int:
        """Removes the searches before a moment; how many."""

    def counts(self, window: Window) -> SearchCounts:
        """All searches of the window and what came of them."""

    def queries(self, window: Window, limit: int, *, empty: bool = False) -> list[QueryCounts]:
        """The queries that were searched most, as normalised; `empty` counts only searches that found nothing."""

    def revenue(self, window: Window) -> list[Money]:
        """What was bought after the searches, by currency."""

    def positions(self, window: Window, deepest: int) -> list[PositionCounts]:
        """Clicks by position, 1 to `deepest`, as far as anything was shown."""


class History(Protocol):
    """Prices and stock over time; a point is one variant at one moment."""

    price_points: Series[PriceChange]
    stock_points: Series[StockChange]

    def put_prices(self, points: Iterable[PriceChange]) -> None:
        """Adds price changes; the same variant and moment again replaces the earlier."""

    def put_stock(self, points: Iterable[StockChange]) -> None:
        """Adds stock levels; the same variant and moment again replaces the earlier."""

    def prices(self, variant_id: str, since: datetime | None = None) -> list[PriceChange]:
        """The price changes of a variant at `since` or later, oldest first, in UTC."""

    def stock(self, variant_id: str, since: datetime | None = None) -> list[StockChange]:
        """The stock levels of a variant at `since` or later, oldest first, in UTC."""


class Activity(Protocol):
    """What happened to products, in sums that the database makes. What counts less with age is halved for each
    30 days that it is older: 1 in the last 30 days, 1/2 in the 30 before, nothing after 360."""

    def stamp(self) -> tuple[int | None, ...]:
        """Another one when orders, views or reviews came in or went."""

    def sold(self, now: datetime) -> dict[str, float]:
        """Units sold by product id, less with age; cancelled and returned orders do not count."""

    def viewed(self, now: datetime) -> dict[str, float]:
        """Product pages looked at (`view_item`) by product id, less with age."""

    def rated(self) -> dict[str, Rating]:
        """The reviews of each product that has some."""

    def states(self, since: int) -> Iterator[ProductState]:
        """The products that changed after the revision `since`, oldest change first."""


class Jobs(Protocol):
    """Where long work stands, so that it goes on where it stopped."""

    def save(self, key: str, progress: dict[str, Any]) -> None:
        """Remembers the progress of the job `key`, in the surrounding transaction if there is one."""

    def load(self, key: str) -> dict[str, Any] | None:
        """The progress that was saved last, None when there is none."""

    def finish(self, key: str) -> None:
        """Forgets the job."""


class Store(Protocol):
    """A shop's records, for any number of threads. `url` shows no password."""

    url: str
    products: Products
    customers: Table[Customer]
    carts: Table[Cart]
    orders: Orders
    reviews: Table[Review]
    events: Table[Event]
    documents: Table[Document]
    promotions: Table[Promotion]
    suppliers: Table[Supplier]
    conversations: Table[Conversation]
    rules: Table[Rule]
    synonyms: Table[Synonym]
    searches: Searches
    history: History
    activity: Activity
    jobs: Jobs

    def transaction(self) -> AbstractContextManager[None]:
        """All writes of this thread inside happen together or not at all. A nested one commits with
        the outer one; when it fails, its own writes are undone and the outer one may go on."""

    def close(self) -> None:
        """Releases files and connections; the store is of no use after that."""
