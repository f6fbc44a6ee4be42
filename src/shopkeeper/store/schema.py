"""The tables of a shop, as SQLAlchemy sees them; `migrations/` makes them.

Every kind of record has a table of `id`, `payload` (the whole record as JSON text) and the few
columns that other rooms ask by. Those columns and the tables of variants and order lines are an
index over the payload: `kinds.py` computes them from the record in the same write, nothing else
writes them, and a record is only ever read from its payload.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeDecorator

metadata = MetaData()
VERSION_TABLE = "shopkeeper_version"

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """A moment as microseconds since 1970 in UTC: it sorts alike in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        return None if value is None else moment_of(value)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970; a moment without a time zone is read as UTC, as the codec does."""
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - EPOCH) // MICROSECOND


def moment_of(count: int) -> datetime:
    """The moment that `microseconds` gives, in UTC."""
    return EPOCH + count * MICROSECOND


# PostgreSQL would sort by the server's locale; code point order is what SQLite does.
ID = Text().with_variant(Text(collation="C"), "postgresql")


def _records(name: str, *columns: Column[Any], plain: tuple[Column[Any], ...] = ()) -> Table:
    """A table of records; each of `columns` is indexed together with the id, in which order it is
    streamed, and `plain` ones are not."""
    indexes = [Index(f"{name}_{column.name}", column.name, "id") for column in columns]
    payload = Column("payload", Text, nullable=False)
    return Table(name, metadata, Column("id", ID, primary_key=True), *columns, payload, *plain, *indexes)


# A product that was deleted keeps its row, without a payload, so that an index hears of it.
products = Table(
    "products", metadata,
    Column("id", ID, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("content_revision", BigInteger, nullable=False),
    Column("payload", Text),
    Index("products_revision", "revision", unique=True),
)
variants = Table(
    "variants", metadata,
    Column("id", ID, primary_key=True),
    Column("product_id", ID, ForeignKey("products.id", ondelete="CASCADE"), nullable=False),
    Column("sku", Text, nullable=False),
    Column("barcode", Text, nullable=False),
    Column("price_amount", BigInteger),
    Column("price_currency", Text),
    Column("stock", BigInteger),
    Index("variants_product_id", "product_id"),
    Index("variants_sku", "sku"),
    Index("variants_barcode", "barcode"),
)
customers = _records("customers", Column("email", Text, nullable=False))
carts = _records("carts", Column("customer_id", ID))
orders = _records(
    "orders", Column("customer_id", ID), Column("placed_at", Moment, nullable=False), Column("status", Text, nullable=False)
)
order_lines = Table(
    "order_lines", metadata,
    Column("order_id", ID, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("product_id", ID, nullable=False),
    Column("variant_id", ID, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("unit_amount", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Index("order_lines_product_id", "product_id"),
    sqlite_with_rowid=False,
)
reviews = _records(
    "reviews", Column("product_id", ID, nullable=False), Column("customer_id", ID), plain=(Column("rating", Float, nullable=False),)
)
events = _records(
    "events", Column("customer_id", ID), Column("session_id", ID), Column("name", Text, nullable=False),
    Column("at", Moment, nullable=False), Column("query_id", ID),
)
# The products that were clicked, put into the cart and bought: what a search is credited with.
event_items = Table(
    "event_items", metadata,
    Column("event_id", ID, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("session_id", ID),
    Column("query_id", ID),
    Column("product_id", ID, nullable=False),
    Column("position", BigInteger),
    Column("quantity", BigInteger, nullable=False),
    Column("amount", BigInteger),
    Column("currency", Text),
    Index("event_items_session", "session_id", "product_id", "at"),
    Index("event_items_at", "at"),
    sqlite_with_rowid=False,
)
documents = _records("documents", Column("kind", Text, nullable=False))
promotions = _records("promotions")
suppliers = _records("suppliers")
purchases = _records("purchases", Column("state", Text, nullable=False))
conversations = _records("conversations", Column("customer_id", ID))
rules = _records("rules")
synonyms = _records("synonyms")
judgments = _records("judgments", Column("query", Text, nullable=False))
searches = _records(
    "searches", Column("at", Moment, nullable=False), Column("query", Text, nullable=False),
    plain=(Column("total", Integer, nullable=False), Column("language", Text)),
)
Index("searches_counted", searches.c.at, searches.c.query, searches.c.total, searches.c.language)  # counts need nothing else
recommendations = _records(
    "recommendations", Column("customer_id", ID), Column("session_id", ID), Column("at", Moment, nullable=False),
    plain=(Column("place", Text, nullable=False), Column("up", Integer, nullable=False), Column("down", Integer, nullable=False)),
)
# The lists that were part of an experiment, by the visitor who saw them.
exposures = Table(
    "exposures", metadata,
    Column("recommendation_id", ID, ForeignKey("recommendations.id", ondelete="CASCADE"), primary_key=True),
    Column("experiment", ID, primary_key=True),
    Column("arm", Text, nullable=False),
    Column("visitor", ID, nullable=False),
    Column("at", Moment, nullable=False),
    Index("exposures_experiment", "experiment", "visitor", "at"),
    sqlite_with_rowid=False,
)
experiments = _records("experiments")
campaigns = _records("campaigns")
# Who was written to and who was held out of each campaign.
contacts = Table(
    "contacts", metadata,
    Column("campaign_id", ID, ForeignKey("campaigns.id", ondelete="CASCADE"), primary_key=True),
    Column("customer_id", ID, primary_key=True),
    Column("held", Integer, nullable=False),
    Index("contacts_customer_id", "customer_id"),
    sqlite_with_rowid=False,
)
drafts = _records(
    "drafts", Column("product_id", ID), Column("state", Text, nullable=False), Column("at", Moment, nullable=False),
    plain=(Column("kind", Text, nullable=False), Column("language", Text, nullable=False), Column("published", Integer, nullable=False)),
)
price_history = Table(
    "price_history", metadata,
    Column("variant_id", ID, primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("amount", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    sqlite_with_rowid=False,
)
stock_history = Table(
    "stock_history", metadata,
    Column("variant_id", ID, primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("quantity", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
jobs = Table("jobs", metadata, Column("key", ID, primary_key=True), Column("progress", Text, nullable=False))
# Long work that workers take; of the jobs of a lane one runs at a time, which the database itself sees to.
queue = Table(
    "queue", metadata,
    Column("id", ID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("arguments", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("key", ID),
    Column("lane", ID),
    Column("priority", Integer, nullable=False),
    Column("not_before", Moment),
    Column("tries", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("beats", Integer, nullable=False),
    Column("worker", Text, nullable=False),
    Column("cancelling", Integer, nullable=False),
    Column("progress", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Index("queue_key", "key", unique=True),
    Index("queue_state", "state", "priority", "at"),
    Index("queue_at", "at", "id"),
)
Index("queue_lane", queue.c.lane, unique=True, sqlite_where=queue.c.state == "running", postgresql_where=queue.c.state == "running")
schedules = Table(
    "schedules", metadata,
    Column("id", ID, primary_key=True),
    Column("payload", Text, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("last_at", Moment),
)
webhooks = _records("webhooks")
# What another system's id stands for here, since when it is known, and how many of it lie in one place.
links = Table(
    "links", metadata,
    Column("key", ID, primary_key=True),
    Column("record_id", ID, nullable=False),
    Column("at", Moment),
    Column("quantity", BigInteger),
    Index("links_record_id", "record_id"),
)
inbox = Table(
    "inbox", metadata,
    Column("key", ID, primary_key=True),
    Column("source", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("error", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("inbox_state", "state", "at"),
)
outbox = Table(
    "outbox", metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("id", ID, nullable=False),
    Column("webhook_id", ID, nullable=False),
    Column("topic", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Index("outbox_state", "state", "due_at"),
    Index("outbox_order", "webhook_id", "key", "number"),
)
# Conversations as the assistant has them in mind.
dialogues = Table(
    "dialogues", metadata,
    Column("id", ID, primary_key=True),
    Column("customer_id", ID),
    Column("status", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Index("dialogues_status", "status", "at"),
    Index("dialogues_customer_id", "customer_id"),
)
# What happened: in a conversation, or (without one) by an operator or a program. The chain holds a digest of each entry and goes on when
# the entry itself is erased; neither is ever changed.
audit = Table(
    "audit", metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("dialogue_id", ID, nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("actor", Text, nullable=False, server_default=""),
    Column("subject", ID, nullable=False, server_default=""),
    Column("nonce", Text, nullable=False, server_default=""),
    Index("audit_dialogue_id", "dialogue_id", "number"),
    Index("audit_at", "at"),
    Index("audit_subject", "subject", "number"),
)
audit_chain = Table(
    "audit_chain", metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("kind", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
# What the shop's own order system is still to be asked, and in which conversation it was wished for.
order_requests = Table(
    "order_requests", metadata,
    Column("id", ID, primary_key=True),
    Column("order_id", ID, nullable=False),
    Column("dialogue_id", ID, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Index("order_requests_state", "state", "due_at"),
    Index("order_requests_order", "order_id", "at"),
)
answers = Table(
    "answers", metadata,
    Column("key", ID, primary_key=True),
    Column("request", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("body", Text, nullable=False),
)
# Who may do what: nothing here can be used to get in.
access_keys = Table(
    "access_keys", metadata,
    Column("id", ID, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("origins", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("used_at", Moment),
    Column("revoked_at", Moment),
    Index("access_keys_hash", "hash", unique=True),
)
access_users = Table(
    "access_users", metadata,
    Column("name", ID, primary_key=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
access_sessions = Table(
    "access_sessions", metadata,
    Column("id", ID, primary_key=True),
    Column("user", ID, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Index("access_sessions_user", "user"),
)
access_attempts = Table(
    "access_attempts", metadata,
    Column("key", ID, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
)
# That persons were erased, without their names, and what the shop signs with.
erasures = Table(
    "erasures", metadata,
    Column("token", ID, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("certificate", Text, nullable=False),
)
shop_secrets = Table("shop_secrets", metadata, Column("name", ID, primary_key=True), Column("value", Text, nullable=False))
