"""What a shop sells: products, and the variants one can actually buy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .errors import InvalidRecord
from .localized import Localized
from .money import Money


class ProductStatus(StrEnum):
    """Only an active product is found by a shopper."""

    ACTIVE = "active"
    DRAFT = "draft"
    ARCHIVED = "archived"


class Availability(StrEnum):
    """How a variant can be ordered though none lies on the shelf."""

    PREORDER = "preorder"
    BACKORDER = "backorder"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by URL, with its alternative text."""

    url: str
    alt: Localized = Localized()


@dataclass(frozen=True, slots=True)
class Attribute:
    """One fact about a product: a text in either language, a number (with a unit) or yes/no."""

    name: Localized
    value: Localized | float | bool
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice that tells a variant from its siblings: size 42, colour red."""

    name: Localized
    value: Localized


@dataclass(frozen=True, slots=True)
class Variant:
    """What goes into a cart. `stock` None means that the shop does not count it; `price` None
    that it is not known (such a variant is shown, never sold). `availability` None leaves it to the
    stock; `available_at` is when one that is ordered in advance comes."""

    id: str
    sku: str = ""
    barcode: str = ""
    options: tuple[Option, ...] = ()
    price: Money | None = None
    compare_at: Money | None = None
    cost: Money | None = None
    stock: int | None = None
    weight_grams: float | None = None
    image: str = ""
    availability: Availability | None = None
    available_at: datetime | None = None

    def __post_init__(self) -> None:
        require_id("id", self.id)
        if self.price is not None and self.price.amount < 0:
            raise InvalidRecord("price", "an amount of 0 or more", self.price.amount)

    @property
    def in_stock(self) -> bool:
        """Whether one can be sold now: not counted, at least one left, or ordered in advance."""
        return self.stock is None or self.stock > 0 or self.availability is not None


@dataclass(frozen=True, slots=True)
class Product:
    """A product with its variants (at least one). `category` is a path from the root, `sold_in` the countries it may be sent
    to (ISO 3166 alpha-2; none: everywhere), `consumable` whether it is used up and bought again (None: nobody said)."""

    id: str
    title: Localized
    variants: tuple[Variant, ...]
    description: Localized = Localized()
    brand: Localized = Localized()
    category: tuple[Localized, ...] = ()
    tags: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    images: tuple[Image, ...] = ()
    url: str = ""
    status: ProductStatus = ProductStatus.ACTIVE
    created_at: datetime | None = None
    sold_in: tuple[str, ...] = ()
    consumable: bool | None = None

    def __post_init__(self) -> None:
        require_id("id", self.id)
        if not self.title:
            raise InvalidRecord("title", "a text in Chinese or English")
        if not self.variants:
            raise InvalidRecord("variants", "at least one variant")
        if len({v.id for v in self.variants}) < len(self.variants):
            raise InvalidRecord("variants.id", "ids that differ from each other", [v.id for v in self.variants])
        if wrong := [code for code in self.sold_in if not (len(code) == 2 and code.isascii() and code.isupper())]:
            raise InvalidRecord("sold_in", "ISO 3166 country codes such as CN", wrong[0])

    @property
    def price(self) -> Money | None:
        """The lowest price among the variants that have one, what "from" means on a card."""
        prices = [v.price for v in self.variants if v.price is not None]
        return min(prices, key=lambda money: money.amount) if prices else None

    @property
    def in_stock(self) -> bool:
        """Whether any variant can be sold now."""
        return any(v.in_stock for v in self.variants)

    def variant(self, id: str) -> Variant:
        """The variant of this id; KeyError when there is none."""
        for variant in self.variants:
            if variant.id == id:
                return variant
        raise KeyError(id)


def require_id(field: str, value: object) -> None:
    """Refuses an empty, over-long (more than 200 characters) or control-character id."""
    if not isinstance(value, str) or not value.strip() or len(value) > 200 or not value.isprintable():
        raise InvalidRecord(field, "an id of 1 to 200 printable characters", value)
