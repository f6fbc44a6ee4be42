"""Who buys, what is in the cart, and what was ordered, paid and sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .errors import InvalidRecord
from .localized import Language
from .money import Money
from .product import require_id

CHANNELS = "email", "sms", "ads"  # of advertising, each of which a customer agrees to on its own
EXCLUDED_BY = "product", "brand", "category"


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `country` is ISO 3166 alpha-2."""

    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""


class PaymentKind(StrEnum):
    """How a customer can pay and be paid back."""

    GIFT_CARD = "gift_card"
    PAYPAL = "paypal"
    CREDIT_CARD = "credit_card"
    WALLET = "wallet"
    BANK_TRANSFER = "bank_transfer"


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way to pay that a customer has with the shop. No number of a card is kept, only its brand and last
    four digits; a gift card has a `balance`."""

    id: str
    kind: PaymentKind
    brand: str = ""
    last_four: str = ""
    balance: Money | None = None

    def __post_init__(self) -> None:
        require_id("id", self.id)


@dataclass(frozen=True, slots=True)
class Customer:
    """A person who has an account. `tastes` are preferences they stated, in their own words; `excludes` what they never want
    to be shown ("product=ID", "brand=NAME", "category=NAME", in either language); `consents` the channels by which they agreed
    to get advertising (`CHANNELS`)."""

    id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    address: Address = Address()
    language: Language | None = None
    created_at: datetime | None = None
    tags: tuple[str, ...] = ()
    tastes: tuple[str, ...] = ()
    payment_methods: tuple[PaymentMethod, ...] = ()
    excludes: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_id("id", self.id)
        for rule in self.excludes:
            field, _, value = rule.partition("=")
            if field not in EXCLUDED_BY or not value.strip():
                raise InvalidRecord("excludes", "product=ID, brand=NAME or category=NAME", rule)
        if wrong := [channel for channel in self.consents if channel not in CHANNELS]:
            raise InvalidRecord("consents", "one of " + ", ".join(CHANNELS), wrong[0])


@dataclass(frozen=True, slots=True)
class CartLine:
    """So many of one variant. `price` is what it cost when the shopper last looked, to tell them when it
    changed; what they pay is the catalogue's of that moment."""

    variant_id: str
    quantity: int = 1
    price: Money | None = None

    def __post_init__(self) -> None:
        require_quantity(self.quantity)


@dataclass(frozen=True, slots=True)
class Cart:
    """What somebody means to buy; see `shop.cart` for its rules."""

    id: str
    lines: tuple[CartLine, ...] = ()
    customer_id: str | None = None
    updated_at: datetime | None = None

    def __post_init__(self) -> None:
        require_id("id", self.id)


class OrderStatus(StrEnum):
    """Where an order stands."""

    PENDING = "pending"
    PROCESSED = "processed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURN_REQUESTED = "return requested"
    EXCHANGE_REQUESTED = "exchange requested"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """So many of one variant at the price it was sold for. The title is kept as it was then, so
    that a line stays readable after the product is gone."""

    product_id: str
    quantity: int
    unit_price: Money
    variant_id: str = ""
    sku: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        require_id("product_id", self.product_id)
        require_quantity(self.quantity)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that moved; a refund is a payment of kind "refund" with a positive amount. `method` says in words
    how, `method_id` which of the customer's payment methods it was, where that is known."""

    id: str
    amount: Money
    kind: str = "payment"
    method: str = ""
    at: datetime | None = None
    method_id: str = ""

    def __post_init__(self) -> None:
        if self.kind not in ("payment", "refund"):
            raise InvalidRecord("kind", "payment or refund", self.kind)


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """A parcel: which variants it carries, who carries it, when it left and arrived."""

    id: str
    variant_ids: tuple[str, ...] = ()
    carrier: str = ""
    tracking_number: str = ""
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None


class RequestKind(StrEnum):
    """What a customer may ask to be done with an order."""

    CANCEL = "cancel"
    ADDRESS = "address"
    ITEMS = "items"
    PAYMENT = "payment"
    RETURN = "return"
    EXCHANGE = "exchange"


class RequestState(StrEnum):
    """How far a request came: asked of the shop's order system, done there, or refused by it."""

    REQUESTED = "requested"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """So many of a variant of an order that are sent back, or swapped for another variant at the price that it had
    when the customer confirmed. A line without a variant goes by the id of its product."""

    variant_id: str
    quantity: int = 1
    new_variant_id: str = ""
    new_price: Money | None = None

    def __post_init__(self) -> None:
        require_id("variant_id", self.variant_id)
        require_quantity(self.quantity)


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """What a customer asked for and confirmed. `id` is the key under which it is carried out once. `amount` is what
    the customer pays (below 0: gets back) by `payment_method_id`; `answer` is what the order system said of it."""

    id: str
    kind: RequestKind
    at: datetime
    state: RequestState = RequestState.ACKNOWLEDGED
    reason: str = ""
    items: tuple[ItemChange, ...] = ()
    payment_method_id: str = ""
    amount: Money | None = None
    address: Address | None = None
    answer: str = ""

    def __post_init__(self) -> None:
        require_id("id", self.id)


@dataclass(frozen=True, slots=True)
class Order:
    """A sale. Every amount has the order's currency. A credit note that an accounting file holds
    as an invoice of its own is an order of status RETURNED."""

    id: str
    lines: tuple[OrderLine, ...]
    currency: str
    placed_at: datetime
    customer_id: str | None = None
    status: OrderStatus = OrderStatus.PENDING
    discount: Money | None = None
    shipping: Money | None = None
    tax: Money | None = None
    payments: tuple[Payment, ...] = ()
    fulfilments: tuple[Fulfilment, ...] = ()
    address: Address = Address()
    note: str = ""
    requests: tuple[OrderRequest, ...] = ()

    def __post_init__(self) -> None:
        require_id("id", self.id)
        if not self.lines:
            raise InvalidRecord("lines", "at least one line")
        for line in self.lines:
            if line.unit_price.currency != self.currency:
                raise InvalidRecord("lines.unit_price", f"the order's currency {self.currency}", line.unit_price.currency)

    @property
    def total(self) -> Money:
        """Lines plus shipping and tax less the discount."""
        total = Money(0, self.currency)
        for line in self.lines:
            total += line.unit_price * line.quantity
        for extra in (self.shipping, self.tax):
            total = total + extra if extra else total
        return total - self.discount if self.discount else total


def require_quantity(value: object) -> None:
    """Refuses a quantity that is not a whole number of at least 1."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise InvalidRecord("quantity", "a whole number of 1 or more", value)
