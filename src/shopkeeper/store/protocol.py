"""What every store can do. SQLite and PostgreSQL both pass `tests/contract/test_store.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from ..shop import Cart, Customer, Document, Event, Order, PriceChange, Product, Promotion, Review, StockChange

R = TypeVar("R")


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


class Table(Protocol, Generic[R]):
    """All records of one kind, by id."""

    def put(self, records: Iterable[R]) -> Written:
        """Inserts or replaces by id; a record equal to the stored one is left alone. Of two records
        with one id in the same call the later wins."""

    def get(self, id: str) -> R:
        """The record of this id; `NotFound` when there is none."""

    def get_many(self, ids: Sequence[str]) -> dict[str, R]:
        """Those of `ids` that exist, by id."""

    def delete(self, ids: Sequence[str]) -> int:
        """Removes them; the number that existed."""

    def all(self, **equal: Any) -> Iterator[R]:
        """Streams the records in id order, in constant memory; `equal` keeps those whose indexed
        column has this value, for example `orders.all(customer_id="c42")`."""

    def count(self) -> int:
        """How many there are."""


class Products(Table[Product], Protocol):
    """Products also keep a revision, from which an index catches up."""

    def revision(self) -> int:
        """Grows with every product that is written or deleted, in any process; 0 when none was ever."""

    def changes(self, since: int) -> Iterator[Change]:
        """Each product once, at its latest change after revision `since`, oldest first."""

    def by_variant(self, variant_ids: Sequence[str]) -> dict[str, str]:
        """Variant id to product id, for those that exist."""


class History(Protocol):
    """Prices and stock over time; a point is one variant at one moment."""

    def put_prices(self, points: Iterable[PriceChange]) -> None:
        """Adds price changes; the same variant and moment again replaces the earlier."""

    def put_stock(self, points: Iterable[StockChange]) -> None:
        """Adds stock levels; the same variant and moment again replaces the earlier."""

    def prices(self, variant_id: str, since: datetime | None = None) -> list[PriceChange]:
        """The price changes of a variant, oldest first."""

    def stock(self, variant_id: str, since: datetime | None = None) -> list[StockChange]:
        """The stock levels of a variant, oldest first."""


class Jobs(Protocol):
    """Where long work stands, so that it goes on where it stopped."""

    def save(self, key: str, progress: dict[str, Any]) -> None:
        """Remembers the progress of the job `key`, in the surrounding transaction if there is one."""

    def load(self, key: str) -> dict[str, Any] | None:
        """The progress that was saved last, None when there is none."""

    def finish(self, key: str) -> None:
        """Forgets the job."""


class Store(Protocol):
    """A shop's records."""

    url: str
    products: Products
    customers: Table[Customer]
    carts: Table[Cart]
    orders: Table[Order]
    reviews: Table[Review]
    events: Table[Event]
    documents: Table[Document]
    promotions: Table[Promotion]
    history: History
    jobs: Jobs

    def transaction(self) -> AbstractContextManager[None]:
        """All writes inside happen together or not at all. Nested use joins the outer one."""

    def close(self) -> None:
        """Releases files and connections."""
