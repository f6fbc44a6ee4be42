"""What every store can do. SQLite and PostgreSQL both pass `tests/contract/test_store.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

from ..shop import (
    Campaign,
    Cart,
    Conversation,
    Customer,
    Document,
    Draft,
    Event,
    Experiment,
    Judgment,
    LoggedRecommendation,
    LoggedSearch,
    Money,
    Order,
    OrderStatus,
    PriceChange,
    Product,
    Promotion,
    Purchase,
    Review,
    Rule,
    StockChange,
    Supplier,
    Synonym,
)
from ..shop.webhook import Webhook
from .access import Keys, LoginAttempts, Sessions, Users
from .audited import Audit
from .counts import Came, Daily, OrderSum, PositionCounts, ProductState, QueryCounts, Rating, SearchCounts, Shoppers, Visited, Window
from .glance import Glance
from .messages import Answers, Inbox, Links, Outbox
from .persons import Persons
from .queued import Queue, Schedules

R = TypeVar("R")
P = TypeVar("P", PriceChange, StockChange)
By = Literal["id", "sku", "barcode", "product"]
INTEREST = ("purchase", "add_to_cart", "add_to_wishlist", "view_item", "select_item")  # in a product, the strongest first


@dataclass(frozen=True, slots=True)
class Written:
    """What a `put` did: records that are new, that replaced a different one, that were the same."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged)


@dataclass(frozen=True, slots=True)
class Applied:
    """What setting stock or prices did: updates that changed something, that were known already, that
    were older than what was known (kept in the history only), the ids that no variant has, and what it did to the history."""

    changed: int = 0
    unchanged: int = 0
    older: int = 0
    unknown: tuple[str, ...] = ()
    points: Written = field(default=Written(), compare=False)

    def __add__(self, other: Applied) -> Applied:
        unknown = tuple(dict.fromkeys(self.unknown + other.unknown))
        counts = (self.changed + other.changed, self.unchanged + other.unchanged, self.older + other.older)
        return Applied(*counts, unknown, self.points + other.points)


@dataclass(frozen=True, slots=True)
class Change:
    """A product that was written (or deleted) at a revision of the store. `content` is the revision at
    which anything but prices and stock changed last."""

    revision: int
    id: str
    deleted: bool
    content: int


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


class VariantDay(NamedTuple):
    """What was sold of a variant on a day (UTC, days since 1970-01-01) in one currency: units, and what was paid, in minor units."""

    day: int
    product_id: str
    variant_id: str
    currency: str
    units: int
    amount: int


class Coded(NamedTuple):
    """A variant that a code of the shop names, and what the code is: its id, SKU or barcode, or the id
    of its product."""

    by: By
    product_id: str
    variant_id: str


class Bought(NamedTuple):
    """What one line of an order says of who bought what; `at` is in microseconds since 1970, `position` its place in the order."""

    order_id: str
    at: int
    customer_id: str | None
    product_id: str
    position: int


class Trace(NamedTuple):
    """What one event says of who did what to which products; `at` is in microseconds since 1970."""

    id: str
    at: int
    name: str
    customer_id: str | None
    session_id: str | None
    transaction_id: str | None
    product_ids: tuple[str, ...]


class Act(NamedTuple):
    """What a known customer did: the event's id, the moment in microseconds since 1970, the customer, the event's name."""

    id: str
    at: int
    customer_id: str
    name: str


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

    def set_stock(self, changes: Iterable[StockChange], until: datetime | None = None) -> Applied:
        """Sets stock levels, all or none, and keeps them in the history. A level older than the newest of that variant in the
        history is kept there and not set, nor is one that the history holds already, whatever the product says now. Levels
        later than `until` (None: there are none) are still to come: they are kept and neither set nor looked at."""

    def set_prices(self, changes: Iterable[PriceChange], until: datetime | None = None) -> Applied:
        """As `set_stock`, prices."""


class Catalogue(Protocol):
    """Products for pages and lists of hits: what this process wrote is there, what others did may come a moment later."""

    def get(self, id: str) -> Product:
        """See `Table.get`."""

    def get_many(self, ids: Sequence[str]) -> dict[str, Product]:
        """See `Table.get_many`."""

    def glance(self, ids: Sequence[str]) -> dict[str, Glance]:
        """See `Products.glance`."""


class Customers(Table[Customer], Protocol):
    """Customers are also found by what they say of themselves."""

    def by_email(self, email: str) -> list[Customer]:
        """All with this email address, whatever the case of its letters; none for an empty one."""

    def by_postcode(self, postcode: str) -> list[Customer]:
        """All whose address has this postcode, blanks, hyphens and case aside; none for an empty one."""


class Orders(Table[Order], Protocol):
    """Orders are also read by the line."""

    def sales(self, since: datetime | None = None) -> Iterator[Sale]:
        """Streams the lines of all orders placed at `since` or later, oldest first, in constant memory."""

    def lines(self, since: datetime | None = None) -> Iterator[Bought]:
        """Streams who bought what in all orders placed at `since` or later, as `sales` does; quicker, as nothing else is read."""

    def by_day(self, most: int) -> list[VariantDay]:
        """What the lines of `most` units or fewer come to, of orders that were not cancelled, by variant and day in no order: the database
        adds up."""

    def sizes(self) -> dict[int, int]:
        """How many lines there are of so many units, of orders that were not cancelled."""

    def larger(self, than: int) -> list[Sale]:
        """The lines of more than so many units, of orders that were not cancelled, oldest first."""

    def sums(self) -> Iterator[OrderSum]:
        """Streams what the lines of each order come to, in id order, in constant memory: the database adds up."""

    def undone(self) -> set[str]:
        """The ids of the orders that were cancelled or returned."""


class Events(Table[Event], Protocol):
    """Events are also read in the order of time."""

    def traces(self, since: datetime | None = None) -> Iterator[Trace]:
        """Streams who did what of all events at `since` or later, oldest first, in constant memory. The products are told of events
        that show an interest in them (`INTEREST`), not of lists and baskets that were looked at."""

    def acts(self, since: datetime | None = None) -> Iterator[Act]:
        """Streams what known customers did at `since` or later, oldest first, in constant memory; quicker than `traces`, as no event is
        looked into."""


class Series(Protocol, Generic[P]):
    """Points over time, each of one variant at one moment."""

    def put(self, points: Iterable[P]) -> None:
        """Adds points; the same variant and moment again replaces the earlier."""

    def of(self, variant_id: str, since: datetime | None = None) -> list[P]:
        """The points of a variant at `since` or later, oldest first, in UTC."""

    def stored(self, points: Sequence[P]) -> dict[tuple[str, datetime], P]:
        """What is kept at the variants and moments of `points`, by variant id and moment."""

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


class Judgments(Table[Judgment], Protocol):
    """How well products fit queries, as people say."""

    def of(self, query: str) -> list[Judgment]:
        """Those of a query, however it is written (capitals, widths), by product."""

    def queries(self) -> dict[str, int]:
        """How many products were judged for each query, by the query as it is looked up."""


class Recommendations(Table[LoggedRecommendation], Protocol):
    """The lists that were shown, and what came of them."""

    def prune(self, before: datetime) -> int:
        """Removes the lists before a moment; how many."""

    def between(self, since: datetime | None = None, until: datetime | None = None) -> Iterator[LoggedRecommendation]:
        """Streams the lists at `since` or later and before `until`, oldest first, in constant memory."""

    def came(self, since: datetime | None = None, until: datetime | None = None) -> list[Came]:
        """What came of those lists. What an event does not tie to a list or a search by its query_id is credited to the last one
        by which its session came to the product."""

    def visitors(self, experiment_id: str) -> list[Visited]:
        """Everybody who saw a list of the experiment, in the order of their ids."""


class Contacts(Protocol):
    """The customers of campaigns: who was written to, and who was held out by chance. With its campaign a contact goes."""

    def add(self, campaign_id: str, sent: Iterable[str], held: Iterable[str]) -> None:
        """Adds the customers of a campaign that is kept already and has none of them yet."""

    def of(self, campaign_id: str) -> tuple[list[str], list[str]]:
        """Those who were written to and those who were held out, each in the order of their ids."""

    def counts(self, campaign_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        """How many were written to and how many were held out, of the campaigns that have any."""

    def reached(self, campaign_ids: Sequence[str]) -> dict[str, int]:
        """By how many of these campaigns each customer was written to; who was by none is left out."""

    def campaigns(self, customer_id: str) -> dict[str, bool]:
        """The campaigns that a customer was part of, in the order of their ids: whether they were written to."""

    def forget(self, customer_id: str) -> int:
        """Removes a customer from all campaigns; from how many."""


class Drafts(Table[Draft], Protocol):
    """Texts that were written. `put` refuses one that has lost a version or a step of the stored one, or has another in its place: somebody
    else has changed it meanwhile (`Conflict`)."""

    def newest(self, limit: int = 100, *, offset: int = 0, **equal: Any) -> list[Draft]:
        """Those to which something happened last, the latest first, without the first `offset` of them; `equal` as for `all`."""

    def states(self) -> dict[str, int]:
        """How many are in each state that any is in."""


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

    def bought(self, customer_id: str | None, session_id: str | None = None) -> dict[str, datetime]:
        """When a customer, or the visitor of a session, bought each product last, by product id: by an order that was not
        cancelled, or by a `purchase` event. None stands for nobody."""

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

    def below(self, prefix: str) -> list[str]:
        """The keys of the jobs that begin so, in their order."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation as the assistant has it in mind. `state` is JSON text of the assistant's own, `status` says who
    speaks next: `open`, `waiting` (for a person), `person` (one has taken over) or `closed`."""

    id: str
    customer_id: str | None
    status: str
    at: datetime
    state: str


class Dialogues(Protocol):
    """The assistant's conversations."""

    def put(self, dialogue: Dialogue) -> None:
        """Keeps a conversation; one of the same id is replaced."""

    def get(self, id: str) -> Dialogue | None:
        """The conversation of this id."""

    def get_many(self, ids: Sequence[str]) -> dict[str, Dialogue]:
        """Those of `ids` that exist, by id; a few hundred at once."""

    def newest(self, *, status: str = "", customer_id: str = "", limit: int = 100) -> list[Dialogue]:
        """Those of this status and customer, the newest first."""

    def oldest(self, before: datetime, limit: int = 500) -> list[Dialogue]:
        """Those that nobody has said anything in since before a moment, the oldest first."""

    def delete(self, ids: Iterable[str]) -> None:
        """Forgets conversations."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A request of an order (`id` is the request's) that the shop's own order system has not answered for good. `state` is "waiting"
    (to be sent), "accepted" (sent, the system answers later) or "dead" (given up: for a person). `due_at` is when it is looked at next,
    `payload` the request as JSON text: an order that is read in anew meanwhile has lost it."""

    id: str
    order_id: str
    dialogue_id: str
    state: str
    at: datetime
    due_at: datetime
    attempts: int = 0
    error: str = ""
    payload: str = ""


class OrderRequests(Protocol):
    """What the shop's own order system is still to be asked; a request that it has answered is no more here."""

    def put(self, pending: Pending) -> None:
        """Keeps a request; one of the same id is replaced."""

    def get(self, id: str) -> Pending | None:
        """The request of this id, None when it was answered."""

    def of(self, order_id: str) -> list[Pending]:
        """Those of an order, oldest first."""

    def all(self, state: str, limit: int = 1000) -> list[Pending]:
        """The oldest in this state."""

    def claim(self, now: datetime, until: datetime, limit: int = 20) -> list[Pending]:
        """The requests that are due, oldest first, of an order none before an earlier one is answered. They are due again at
        `until`, so that nobody else takes them meanwhile, and somebody does when the one who took them is gone."""

    def drop(self, ids: Sequence[str]) -> None:
        """Forgets requests."""


class Store(Protocol):
    """A shop's records, for any number of threads. `url` shows no password."""

    url: str
    products: Products
    catalogue: Catalogue
    customers: Customers
    carts: Table[Cart]
    orders: Orders
    reviews: Table[Review]
    events: Events
    documents: Table[Document]
    promotions: Table[Promotion]
    suppliers: Table[Supplier]
    purchases: Table[Purchase]
    conversations: Table[Conversation]
    rules: Table[Rule]
    synonyms: Table[Synonym]
    judgments: Judgments
    searches: Searches
    recommendations: Recommendations
    experiments: Table[Experiment]
    campaigns: Table[Campaign]
    contacts: Contacts
    drafts: Drafts
    history: History
    activity: Activity
    shoppers: Shoppers
    daily: Daily
    jobs: Jobs
    queue: Queue
    schedules: Schedules
    inbox: Inbox
    links: Links
    answers: Answers
    webhooks: Table[Webhook]
    outbox: Outbox
    dialogues: Dialogues
    audit: Audit
    keys: Keys
    users: Users
    sessions: Sessions
    attempts: LoginAttempts
    order_requests: OrderRequests
    persons: Persons

    def transaction(self) -> AbstractContextManager[None]:
        """All writes of this thread inside happen together or not at all. A nested one commits with
        the outer one; when it fails, its own writes are undone and the outer one may go on."""

    def together(self) -> AbstractContextManager[None]:
        """What this thread reads inside goes over one connection, each read for itself; it writes nothing inside. For what asks
        several things at once and is quick."""

    def close(self) -> None:
        """Releases files and connections; the store is of no use after that."""
