"""The kinds of records: which table holds each, and what of a record stands in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Any, Generic, Protocol, TypeVar

import orjson
from sqlalchemy import Table

from ..shop import (
    Campaign,
    Cart,
    Conversation,
    Customer,
    Document,
    Draft,
    Event,
    Experiment,
    InvalidRecord,
    Judgment,
    LoggedRecommendation,
    LoggedSearch,
    Order,
    Product,
    Promotion,
    Purchase,
    Review,
    Rule,
    Supplier,
    Synonym,
    from_dict,
    to_dict,
)
from ..shop.webhook import Webhook
from ..text.normalise import normalise
from . import schema


class Identified(Protocol):
    """A record: it has an id."""

    @property
    def id(self) -> str:
        """Unique among the records of its kind."""


R = TypeVar("R", bound=Identified)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Children(Generic[R]):
    """A table with the parts of a record: a product's variants, an order's lines."""

    table: Table
    parent: str
    rows: Callable[[R], list[Row]]


@dataclass(frozen=True, slots=True)
class Kind(Generic[R]):
    """How one kind of record is kept. `columns` computes the indexed columns from a record. `moved` are fields of an older version that
    stand elsewhere now; a server of that version may still write them."""

    name: str
    record: type[R]
    table: Table
    columns: Callable[[R], Row]
    children: Children[R] | None = None
    moved: tuple[str, ...] = ()

    def decode(self, payload: str) -> R:
        """The record that a stored payload holds."""
        data = orjson.loads(payload)
        for field in self.moved:
            data.pop(field, None)
        return from_dict(self.record, data)

    def recall(self, payload: str) -> R:
        """As `decode`, remembering the payloads read last: what is asked by id is asked again soon."""
        record: R = _recalled(self, payload)
        return record


# A record never changes, so a payload gives the same one for ever: nothing has to be invalidated.
@lru_cache(maxsize=1024)
def _recalled(kind: Kind[Any], payload: str) -> Any:
    return kind.decode(payload)


def recalls() -> Any:
    """How often `Kind.recall` remembered (`hits`) and had to decode (`misses`), in this process."""
    return _recalled.cache_info()


def encode(record: Any) -> str:
    """The JSON text of a record: equal records give equal texts. `InvalidRecord` when a text or a
    number in it is beyond what both databases (and JavaScript) hold."""
    data = to_dict(record)
    try:
        payload = orjson.dumps(data, option=orjson.OPT_STRICT_INTEGER)
    except TypeError:
        raise _blame(data) from None
    # Only these hint at a U+0000, at a NaN or at a None; a text may hold them too.
    if (b"\\u0000" in payload or b"null" in payload) and (error := _first_flaw(data)):
        raise error
    return payload.decode()


def _blame(data: Row) -> Exception:
    return _first_flaw(data) or InvalidRecord("record", "values that JSON can hold", data)


def _first_flaw(data: Row) -> InvalidRecord | None:
    for path, value in _leaves(data, ""):
        if isinstance(value, str) and not storable(value):
            return InvalidRecord(path, "a text of Unicode characters without U+0000", value)
        if isinstance(value, int) and abs(value) >= 2**53:
            return InvalidRecord(path, "a whole number below 2^53", value)
        if value is None or (isinstance(value, float) and not isfinite(value)):
            return InvalidRecord(path, "a value" if value is None else "a finite number", value)
    return None


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _leaves(item, f"{path}[{i}]")
    else:
        yield path, value


def storable(text: str) -> bool:
    """Whether a database can hold this text: no U+0000, no half of a surrogate pair."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text))


def _variants(product: Product) -> list[Row]:
    return [
        {"id": v.id, "product_id": product.id, "sku": v.sku, "barcode": v.barcode, "stock": v.stock,
         "price_amount": v.price and v.price.amount, "price_currency": v.price and v.price.currency}
        for v in product.variants
    ]


def _order_lines(order: Order) -> list[Row]:
    return [
        {"order_id": order.id, "position": i, "product_id": line.product_id, "variant_id": line.variant_id,
         "quantity": line.quantity, "unit_amount": line.unit_price.amount, "currency": line.unit_price.currency}
        for i, line in enumerate(order.lines)
    ]


# The events whose goods are counted: what a search is credited with, and what makes a product popular.
COUNTED = frozenset(("select_item", "view_item", "add_to_cart", "purchase"))


def _event_items(event: Event) -> list[Row]:
    if event.name not in COUNTED:
        return []
    return [
        {"event_id": event.id, "place": i, "name": event.name, "at": event.at, "session_id": event.session_id, "query_id": event.query_id,
         "product_id": item.product_id, "position": item.position, "quantity": item.quantity, "amount": item.price and item.price.amount,
         "currency": item.price and item.price.currency}
        for i, item in enumerate(event.items)
    ]


def _exposures(shown: LoggedRecommendation) -> list[Row]:
    """A list that nobody is known to have seen is no part of an experiment."""
    visitor = shown.visitor
    arms = dict(arm.split("=", 1) for arm in shown.arms) if visitor else {}
    return [
        {"recommendation_id": shown.id, "experiment": experiment, "arm": arm, "visitor": visitor, "at": shown.at}
        for experiment, arm in arms.items()
    ]


_LONGEST_KEY = 200  # characters of a query by which searches are counted together: an index takes 2,700 bytes


def query_key(query: str) -> str:
    """What a query is counted and looked up by: the same for "Ｍug" and "mug"."""
    return normalise(query)[:_LONGEST_KEY]


PRODUCTS = Kind("product", Product, schema.products, lambda _: {}, Children(schema.variants, "product_id", _variants))
CUSTOMERS = Kind("customer", Customer, schema.customers, lambda c: {"email": c.email})
CARTS = Kind("cart", Cart, schema.carts, lambda c: {"customer_id": c.customer_id})
ORDERS = Kind(
    "order", Order, schema.orders, lambda o: {"customer_id": o.customer_id, "placed_at": o.placed_at, "status": o.status.value},
    Children(schema.order_lines, "order_id", _order_lines),
)
REVIEWS = Kind(
    "review", Review, schema.reviews, lambda r: {"product_id": r.product_id, "customer_id": r.customer_id, "rating": r.rating}
)
EVENTS = Kind(
    "event", Event, schema.events,
    lambda e: {"customer_id": e.customer_id, "session_id": e.session_id, "name": e.name, "at": e.at, "query_id": e.query_id},
    Children(schema.event_items, "event_id", _event_items),
)
DOCUMENTS = Kind("document", Document, schema.documents, lambda d: {"kind": d.kind.value})
PROMOTIONS = Kind("promotion", Promotion, schema.promotions, lambda _: {})
SUPPLIERS = Kind("supplier", Supplier, schema.suppliers, lambda _: {})
PURCHASES = Kind("purchase", Purchase, schema.purchases, lambda p: {"state": p.state.value})
CONVERSATIONS = Kind("conversation", Conversation, schema.conversations, lambda c: {"customer_id": c.customer_id})
RULES = Kind("rule", Rule, schema.rules, lambda _: {})
WEBHOOKS = Kind("webhook", Webhook, schema.webhooks, lambda _: {})
SYNONYMS = Kind("synonym", Synonym, schema.synonyms, lambda _: {})
JUDGMENTS = Kind("judgment", Judgment, schema.judgments, lambda j: {"query": query_key(j.query)})
SEARCHES = Kind(
    "search", LoggedSearch, schema.searches,
    lambda s: {"at": s.at, "query": query_key(s.query), "total": s.total, "language": s.language},
)
RECOMMENDATIONS = Kind(
    "recommendation", LoggedRecommendation, schema.recommendations,
    lambda r: {"customer_id": r.customer_id, "session_id": r.session_id, "at": r.at, "place": r.place,
               "up": sum(thumb.up for thumb in r.thumbs), "down": sum(not thumb.up for thumb in r.thumbs)},
    Children(schema.exposures, "recommendation_id", _exposures),
)
DRAFTS = Kind(
    "draft", Draft, schema.drafts,
    lambda d: {"product_id": d.product_id, "state": d.state.value, "kind": d.kind, "language": d.language, "at": d.at,
               "published": d.published},
)
CAMPAIGNS = Kind("campaign", Campaign, schema.campaigns, lambda _: {}, moved=("sent", "held"))
EXPERIMENTS = Kind("experiment", Experiment, schema.experiments, lambda _: {})
