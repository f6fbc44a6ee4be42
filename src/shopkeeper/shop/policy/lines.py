"""The lines of an order as its customer speaks of them: so many of an item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ..localized import Localized
from ..money import Money
from ..order import ItemChange, Order, OrderLine, RequestKind, RequestState
from ..product import Product, ProductStatus, Variant
from . import words
from .policy import Refused

Products = Mapping[str, Product]  # by id, of the lines of an order
_SHOWN = 5  # other options that a refusal names


def item_id(line: OrderLine) -> str:
    """By what id an item of an order is named: its variant's, or its product's where no variant is known."""
    return line.variant_id or line.product_id


def there(order: Order) -> Counter[str]:
    """How many of each item the order holds, less what was asked to be sent back already."""
    held: Counter[str] = Counter()
    for line in order.lines:
        held[item_id(line)] += line.quantity
    for request in order.requests:
        if request.kind is RequestKind.RETURN and request.state is not RequestState.REFUSED:
            held.subtract({change.variant_id: change.quantity for change in request.items})
    return held


def require_there(order: Order, changes: Sequence[ItemChange], products: Products) -> None:
    """Refuses changes of nothing, or of more than the order holds."""
    held, wanted = there(order), Counter[str]()
    for change in changes:
        wanted[change.variant_id] += change.quantity
    if not wanted or any(held[id] < count for id, count in wanted.items()):
        names = [words.named(line, products.get(line.product_id)) for line in order.lines]
        raise Refused("items", words.not_in_order(order, names), {"held": dict(held), "wanted": dict(wanted)})


def taken(order: Order, changes: Sequence[ItemChange]) -> Iterator[tuple[OrderLine, list[tuple[int, ItemChange]]]]:
    """Each line with what is changed of it: how many, and by which change. Lines of one item are taken in their order."""
    left = [[change, change.quantity] for change in changes]
    for line in order.lines:
        free, found = line.quantity, []
        for entry in left:
            change, count = entry
            if isinstance(change, ItemChange) and isinstance(count, int) and change.variant_id == item_id(line) and (n := min(free, count)):
                found.append((n, change))
                free, entry[1] = free - n, count - n
        yield line, found


def priced(order: Order, changes: Sequence[ItemChange], products: Products) -> tuple[ItemChange, ...]:
    """The changes with the prices of the new variants. Each must be an available other option of the same product."""
    wanted: Counter[str] = Counter()
    found = []
    for change in changes:
        line = next(line for line in order.lines if item_id(line) == change.variant_id)
        variant = _option(line, change, products)
        wanted[variant.id] += change.quantity
        if variant.stock is not None and variant.availability is None and variant.stock < wanted[variant.id]:
            raise _none_left(line, variant, products)
        found.append(replace(change, new_price=variant.price))
    return tuple(found)


def _option(line: OrderLine, change: ItemChange, products: Products) -> Variant:
    product = products.get(line.product_id)
    variant = next((v for v in product.variants if v.id == change.new_variant_id), None) if product else None
    if product is None or variant is None or variant.id == change.variant_id:
        text = words.other_product(words.named(line, product), _others(line, products))
        raise Refused("same_product_other_option", text, {"item_id": change.variant_id, "new_item_id": change.new_variant_id})
    if not _sold(product, variant, line.unit_price.currency):
        raise _none_left(line, variant, products)
    return variant


def _sold(product: Product, variant: Variant, currency: str) -> bool:
    priced = variant.price is not None and variant.price.currency == currency
    return product.status is ProductStatus.ACTIVE and priced and variant.in_stock


def _none_left(line: OrderLine, variant: Variant, products: Products) -> Refused:
    text = words.not_available(words.variant_named(products[line.product_id], variant), _others(line, products, variant.id))
    return Refused("available", text, {"new_item_id": variant.id, "stock": variant.stock})


def _others(line: OrderLine, products: Products, but: str = "") -> list[Localized]:
    product = products.get(line.product_id)
    there = product.variants if product else ()
    sold = [v for v in there if v.id not in (line.variant_id, but) and product and _sold(product, v, line.unit_price.currency)]
    return [words.variant_named(product, v) for v in sold[:_SHOWN] if product]


def difference(order: Order, changes: Sequence[ItemChange]) -> Money:
    """What the new variants cost more than the old ones did."""
    more = 0
    for line, found in taken(order, changes):
        more += sum(n * (change.new_price.amount - line.unit_price.amount) for n, change in found if change.new_price)
    return Money(more, order.currency)


def worth(order: Order, changes: Sequence[ItemChange]) -> Money:
    """What was paid for the goods of the changes: their price, less their share of the discount, with their share of the tax.
    All goods together are worth lines − discount + tax to the minor unit; halves of it round up."""
    goods = sum(line.unit_price.amount * line.quantity for line in order.lines)
    back = sum(n * line.unit_price.amount for line, found in taken(order, changes) for n, _ in found)
    if not goods:
        return Money(0, order.currency)
    whole = goods - (order.discount.amount if order.discount else 0) + (order.tax.amount if order.tax else 0)
    return Money(int(Fraction(whole * back, goods) + Fraction(1, 2)), order.currency) if whole > 0 else Money(0, order.currency)
