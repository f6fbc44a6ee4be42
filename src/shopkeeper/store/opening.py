"""Opening a store: its URL, its schema brought up to date, its rooms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from ..shop import Campaign, Cart, Conversation, Document, Experiment, Promotion, Purchase, Review, Rule, Supplier, Synonym
from ..shop.webhook import Webhook
from .access import Keys, LoginAttempts, Sessions, Users
from .access_records import AttemptRecords, KeyRecords, SessionRecords, UserRecords
from .activity import ActivityTotals
from .answers import AnswerRecords
from .audit import AuditRecords
from .audited import Audit
from .contacts import ContactRecords
from .counts import Daily, Shoppers
from .customers import CustomerRecords
from .daily import DailyTotals
from .database import Database
from .dialogues import DialogueRecords
from .drafts import DraftRecords
from .errors import StoreError
from .events import EventRecords
from .history import HistoryRecords
from .inbox import InboxRecords, LinkRecords
from .jobs import JobRecords
from .judgments import JudgmentRecords
from .kinds import (
    CAMPAIGNS,
    CARTS,
    CONVERSATIONS,
    DOCUMENTS,
    EXPERIMENTS,
    PROMOTIONS,
    PURCHASES,
    REVIEWS,
    RULES,
    SUPPLIERS,
    SYNONYMS,
    WEBHOOKS,
)
from .limits import Limits
from .messages import Answers, Inbox, Links, Outbox
from .order_requests import OrderRequestRecords
from .orders import OrderRecords
from .outbox import OutboxRecords
from .persons import Persons
from .products import ProductRecords
from .protocol import (
    Activity,
    Catalogue,
    Contacts,
    Customers,
    Dialogues,
    Drafts,
    Events,
    History,
    Jobs,
    Judgments,
    OrderRequests,
    Orders,
    Products,
    Recommendations,
    Searches,
    Store,
    Table,
)
from .queue import QueueRecords
from .queued import Queue, Schedules
from .recommendations import RecommendationRecords
from .records import Records
from .replicas import CatalogueReads, Replicas
from .schedules import ScheduleRecords
from .searches import SearchRecords
from .shoppers import ShopperTotals
from .sweep import PersonRecords
from .upgrade import upgrade

_ACCEPTED = 'a store is "sqlite:///path/to/shop.db" or "postgresql://user:password@host/database"'


class DatabaseStore:
    """The `Store` of the protocol, in SQLite or PostgreSQL. `url` never shows a password."""

    def __init__(self, database: Database, replicas: Sequence[URL] = ()) -> None:
        self._database = database
        self.url, self.breaker = database.shown, database.breaker
        self.products: Products = ProductRecords(database)
        self._replicas = Replicas(database, replicas) if replicas else None
        self.catalogue: Catalogue = CatalogueReads(self._replicas) if self._replicas else self.products
        self.customers: Customers = CustomerRecords(database)
        self.carts: Table[Cart] = Records(database, CARTS)
        self.orders: Orders = OrderRecords(database)
        self.reviews: Table[Review] = Records(database, REVIEWS)
        self.events: Events = EventRecords(database)
        self.documents: Table[Document] = Records(database, DOCUMENTS)
        self.promotions: Table[Promotion] = Records(database, PROMOTIONS)
        self.suppliers: Table[Supplier] = Records(database, SUPPLIERS)
        self.purchases: Table[Purchase] = Records(database, PURCHASES)
        self.conversations: Table[Conversation] = Records(database, CONVERSATIONS)
        self.rules: Table[Rule] = Records(database, RULES)
        self.synonyms: Table[Synonym] = Records(database, SYNONYMS)
        self.judgments: Judgments = JudgmentRecords(database)
        self.searches: Searches = SearchRecords(database)
        self.recommendations: Recommendations = RecommendationRecords(database)
        self.experiments: Table[Experiment] = Records(database, EXPERIMENTS)
        self.campaigns: Table[Campaign] = Records(database, CAMPAIGNS)
        self.contacts: Contacts = ContactRecords(database)
        self.drafts: Drafts = DraftRecords(database)
        self.history: History = HistoryRecords(database)
        self.activity: Activity = ActivityTotals(database)
        self.shoppers: Shoppers = ShopperTotals(database)
        self.daily: Daily = DailyTotals(database)
        self.jobs: Jobs = JobRecords(database)
        jobs = QueueRecords(database)
        self.queue: Queue = jobs
        self.schedules: Schedules = ScheduleRecords(database, jobs)
        self.inbox: Inbox = InboxRecords(database)
        self.links: Links = LinkRecords(database)
        self.answers: Answers = AnswerRecords(database)
        self.webhooks: Table[Webhook] = Records(database, WEBHOOKS)
        self.outbox: Outbox = OutboxRecords(database)
        self.dialogues: Dialogues = DialogueRecords(database)
        self.audit: Audit = AuditRecords(database)
        self.keys: Keys = KeyRecords(database)
        self.users: Users = UserRecords(database)
        self.sessions: Sessions = SessionRecords(database)
        self.attempts: LoginAttempts = AttemptRecords(database)
        self.order_requests: OrderRequests = OrderRequestRecords(database)
        self.persons: Persons = PersonRecords(database)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """See `Store.transaction`."""
        with self._database.transaction():
            yield

    def together(self) -> AbstractContextManager[None]:
        """See `Store.together`."""
        return self._database.together()

    def close(self) -> None:
        """See `Store.close`."""
        if self._replicas:
            self._replicas.close()
        self._database.close()


def open_store(url: str | Path, replicas: Sequence[str] = (), limits: Limits = Limits()) -> Store:
    """The store at `url`, or in the SQLite file at a path, whatever characters its name has; created
    when it is new and migrated when it is older than this program. `replicas` are the URLs of PostgreSQL
    servers that follow it, for reads that may be a moment old.

    Any number of processes and threads may open and use it at once. `limits` are for a server. Raises `StoreError` with a
    sentence that never holds the password: a URL that is not understood, a driver that is not
    installed, a file or server that cannot be used, a store written by a newer version.
    """
    database = Database(URL.create("sqlite", database=str(url)) if isinstance(url, Path) else _parse(url), limits=limits)
    followers = [_parse(each) for each in replicas]
    if any(each.get_backend_name() == "sqlite" for each in [*followers, *([database.url] if followers else [])]):
        raise StoreError("read replicas are PostgreSQL servers that follow the PostgreSQL server of the store")
    try:
        upgrade(database)
    except BaseException:
        database.close()
        raise
    return DatabaseStore(database, followers)


def database_of(store: Store) -> Database:
    """The database behind a store that `open_store` opened, for what works on the whole of it."""
    if not isinstance(store, DatabaseStore):
        raise TypeError(f"{type(store).__name__} was not opened by open_store")
    return store._database


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(f"this is not the URL of a store: {_ACCEPTED}") from None
    if parsed.drivername not in ("sqlite", "postgresql", "postgres", "postgresql+psycopg"):
        raise StoreError(f"{parsed.drivername!r} is not a kind of store: {_ACCEPTED}")
    if "password" in parsed.query:
        raise StoreError(f"a password stands before the host, not behind the question mark: {_ACCEPTED}")
    return parsed
