"""What shoppers do and say: events, reviews; and what the shop says: documents, promotions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .errors import InvalidRecord
from .localized import Language, Localized
from .money import Money
from .product import require_id

# GA4's recommended events for online sales.
EVENT_NAMES = frozenset(
    "search view_search_results view_item_list select_item view_item add_to_wishlist add_to_cart remove_from_cart "
    "view_cart begin_checkout add_shipping_info add_payment_info purchase refund view_promotion select_promotion".split()
)


@dataclass(frozen=True, slots=True)
class EventItem:
    """A product that an event is about. `position` counts from 1 in the list it was shown in."""

    product_id: str
    variant_id: str = ""
    quantity: int = 1
    price: Money | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a shopper did, under its GA4 name. `query_id` ties it to the search that led
    here, or to the list of recommendations; without it and the position nothing can be learnt from clicks. `device` is
    desktop, mobile or tablet, `source` where the visit came from as GA4 writes it ("google / cpc"); both empty when unknown."""

    id: str
    name: str
    at: datetime
    customer_id: str | None = None
    session_id: str | None = None
    items: tuple[EventItem, ...] = ()
    query: str = ""
    query_id: str | None = None
    transaction_id: str | None = None
    value: Money | None = None
    device: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        require_id("id", self.id)
        if self.name not in EVENT_NAMES:
            raise InvalidRecord("name", "a GA4 event name such as view_item", self.name)


@dataclass(frozen=True, slots=True)
class Review:
    """What a buyer thought: 1 to 5 stars and their own words."""

    id: str
    product_id: str
    rating: float
    text: str = ""
    title: str = ""
    customer_id: str | None = None
    language: Language | None = None
    at: datetime | None = None
    verified: bool = False

    def __post_init__(self) -> None:
        require_id("id", self.id)
        require_id("product_id", self.product_id)
        if not 1 <= self.rating <= 5:
            raise InvalidRecord("rating", "a number of stars from 1 to 5", self.rating)


class DocumentKind(StrEnum):
    """What a document of the shop is for."""

    POLICY = "policy"
    FAQ = "faq"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Document:
    """A text the shop stands by: its policy, a question with its answer, a product's manual."""

    id: str
    kind: DocumentKind
    title: Localized
    body: Localized
    product_ids: tuple[str, ...] = ()
    updated_at: datetime | None = None

    def __post_init__(self) -> None:
        require_id("id", self.id)


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A variant's price from this moment on."""

    variant_id: str
    at: datetime
    price: Money


@dataclass(frozen=True, slots=True)
class StockChange:
    """How many of a variant were on hand at this moment."""

    variant_id: str
    at: datetime
    quantity: int


@dataclass(frozen=True, slots=True)
class Promotion:
    """A discount in per cent on some products between two moments."""

    id: str
    title: Localized
    starts_at: datetime
    ends_at: datetime
    percent_off: float
    product_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_id("id", self.id)
        if not 0 < self.percent_off < 100:
            raise InvalidRecord("percent_off", "a number between 0 and 100", self.percent_off)
        if self.ends_at <= self.starts_at:
            raise InvalidRecord("ends_at", "a moment after starts_at", self.ends_at.isoformat())
