"""What may lie in a basket, what it costs now, and what has changed since it was last looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from .errors import InvalidRecord, ShopkeeperError
from .localized import Localized
from .money import Money
from .order import Cart, CartLine, require_quantity
from .product import Product, ProductStatus, Variant

MOST_LINES = 100
MOST_OF_ONE = 9_999

Catalogue = Mapping[str, Product]  # by variant id, of those that there are


class CartNotReady(ShopkeeperError):
    """A basket that cannot be paid as it is: it is empty, or something in it changed."""


class Change(StrEnum):
    """What has happened to a line."""

    PRICE = "price_changed"
    SOLD_OUT = "sold_out"
    FEWER = "fewer_left"
    GONE = "gone"
    CURRENCY = "other_currency"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the shopper should know about a line, in both languages. It `blocks` paying until
    the line is changed or taken out."""

    change: Change
    variant_id: str
    text: Localized
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line as the catalogue is now. `product`, `variant` and `unit_price` are None for one that is not
    sold any more; `available` is how many can be bought, None when that is not counted."""

    variant_id: str
    quantity: int
    product: Product | None
    variant: Variant | None
    unit_price: Money | None
    available: int | None
    notices: tuple[Notice, ...] = ()

    @property
    def total(self) -> Money | None:
        """Price times quantity; None for a line that cannot be bought."""
        blocked = any(notice.blocks and notice.change is not Change.FEWER for notice in self.notices)
        return None if self.unit_price is None or blocked else self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A basket as the catalogue is now; `subtotal` is that of the lines that can be bought."""

    cart: Cart
    lines: tuple[PricedLine, ...]
    subtotal: Money | None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What has changed in any line."""
        return tuple(notice for line in self.lines for notice in line.notices)

    @property
    def ready(self) -> bool:
        """Whether it can be paid."""
        return bool(self.lines) and not any(notice.blocks for notice in self.notices)

    def require_ready(self) -> None:
        """`CartNotReady` says what stands in the way of paying."""
        if not self.lines:
            raise CartNotReady("the basket is empty: add something first")
        if blocking := [notice.text.en for notice in self.notices if notice.blocks]:
            raise CartNotReady("; ".join(blocking))


def with_line(cart: Cart, variant_id: str, quantity: int, catalogue: Catalogue) -> Cart:
    """The basket with so many of a variant, 0 for none. `InvalidRecord` names what does not go: a
    variant that is not sold, more than there are, a price in another currency."""
    others = tuple(line for line in cart.lines if line.variant_id != variant_id)
    if quantity == 0:
        return replace(cart, lines=others)
    variant, price = _sold(variant_id, catalogue)
    _check_quantity(quantity, variant)
    if (currency := _currency(others, catalogue)) and currency != price.currency:
        raise InvalidRecord("variant_id", f"a price in {currency}, as the others in this basket", f"{variant_id} in {price.currency}")
    if len(others) >= MOST_LINES:
        raise InvalidRecord("lines", f"at most {MOST_LINES} different things", len(others) + 1)
    line, known = CartLine(variant_id, quantity, price), [line.variant_id for line in cart.lines]
    if variant_id not in known:
        return replace(cart, lines=(*cart.lines, line))
    return replace(cart, lines=tuple(line if each.variant_id == variant_id else each for each in cart.lines))


def added(cart: Cart, variant_id: str, quantity: int, catalogue: Catalogue) -> Cart:
    """The basket with so many more of a variant."""
    require_quantity(quantity)
    before = next((line.quantity for line in cart.lines if line.variant_id == variant_id), 0)
    try:
        return with_line(cart, variant_id, before + quantity, catalogue)
    except InvalidRecord as error:
        if error.field != "quantity" or not before:
            raise
        raise InvalidRecord(error.field, f"{error.expected} ({before} in the basket already)", quantity) from None


def priced(cart: Cart, catalogue: Catalogue) -> PricedCart:
    """The basket at the prices and stock of now, with what has changed since it was last seen."""
    currency = _currency(cart.lines, catalogue)
    lines = tuple(_priced(line, catalogue, currency) for line in cart.lines)
    totals = [line.total for line in lines if line.total is not None]
    return PricedCart(cart, lines, Money(sum(total.amount for total in totals), currency) if currency and totals else None)


def seen(cart: Cart, catalogue: Catalogue) -> Cart:
    """The basket with the prices of now as those that the shopper has seen."""
    lines = (replace(line, price=_price(line.variant_id, catalogue) or line.price) for line in cart.lines)
    return replace(cart, lines=tuple(lines))


def _priced(line: CartLine, catalogue: Catalogue, currency: str | None) -> PricedLine:
    id, (product, variant) = line.variant_id, _shown(line.variant_id, catalogue)
    if variant is None or variant.price is None:
        return PricedLine(id, line.quantity, product, variant, None, 0, (Notice(Change.GONE, id, _GONE),))
    notices = list[Notice]()
    left = available(variant)
    if left is not None and left < line.quantity:
        text = Localized(f"只剩 {left} 件", f"only {left} left") if left else _SOLD_OUT
        notices.append(Notice(Change.FEWER if left else Change.SOLD_OUT, id, text))
    if variant.price.currency != currency:
        notices.append(Notice(Change.CURRENCY, id, _OTHER_CURRENCY))
    elif line.price is not None and line.price != variant.price:
        text = Localized(f"价格由 {line.price} 变为 {variant.price}", f"the price changed from {line.price} to {variant.price}")
        notices.append(Notice(Change.PRICE, id, text, blocks=False))
    return PricedLine(id, line.quantity, product, variant, variant.price, left, tuple(notices))


_GONE = Localized("这件商品已下架", "this is not sold any more")
_SOLD_OUT = Localized("已售罄", "this is sold out")
_OTHER_CURRENCY = Localized("这件商品现以另一种货币标价", "this is now priced in another currency")


def available(variant: Variant) -> int | None:
    """How many of a variant can be bought; None when it is not counted or ordered in advance."""
    return None if variant.stock is None or variant.availability is not None else max(variant.stock, 0)


def _sold(id: str, catalogue: Catalogue) -> tuple[Variant, Money]:
    _, variant = _shown(id, catalogue)
    if variant is None:
        raise InvalidRecord("variant_id", "the id of a variant that is for sale", id)
    if variant.price is None:
        raise InvalidRecord("variant_id", "a variant that has a price", id)
    return variant, variant.price


def _shown(id: str, catalogue: Catalogue) -> tuple[Product, Variant] | tuple[None, None]:
    """A variant that shoppers may find, with its product."""
    product = catalogue.get(id)
    if product and product.status is ProductStatus.ACTIVE:
        for variant in product.variants:
            if variant.id == id:
                return product, variant
    return None, None


def _check_quantity(quantity: int, variant: Variant) -> None:
    require_quantity(quantity)
    left = available(variant)
    if left is not None and quantity > left:
        raise InvalidRecord("quantity", f"at most {left}: no more are in stock" if left else "none: it is sold out", quantity)
    if quantity > MOST_OF_ONE:
        raise InvalidRecord("quantity", f"at most {MOST_OF_ONE:,}", quantity)


def _price(id: str, catalogue: Catalogue) -> Money | None:
    _, variant = _shown(id, catalogue)
    return variant.price if variant else None


def _currency(lines: tuple[CartLine, ...], catalogue: Catalogue) -> str | None:
    """The currency of the first line that has a price."""
    return next((price.currency for line in lines if (price := _price(line.variant_id, catalogue))), None)
