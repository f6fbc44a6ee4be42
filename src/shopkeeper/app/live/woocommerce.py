"""WooCommerce's webhook messages as records of this shop. Pure: what is known already is handed in.

A product has the id that an import of WooCommerce's product file gives it: its SKU, else its number."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ...shop import (
    Address,
    Attribute,
    Customer,
    Image,
    InvalidRecord,
    Localized,
    Money,
    Option,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    Product,
    ProductStatus,
    Variant,
)
from ...store.importers.names import full_name
from ...store.messages import Link
from ...text.language import detect
from .payload import Payload
from .shopify import Known

_STATUSES = {
    "pending": OrderStatus.PENDING, "on-hold": OrderStatus.PENDING, "checkout-draft": OrderStatus.PENDING,
    "processing": OrderStatus.PROCESSED, "completed": OrderStatus.DELIVERED, "cancelled": OrderStatus.CANCELLED,
    "failed": OrderStatus.CANCELLED, "trash": OrderStatus.CANCELLED, "refunded": OrderStatus.RETURNED,
}
_PAID = (OrderStatus.PROCESSED, OrderStatus.DELIVERED, OrderStatus.RETURNED)


def product(message: Payload, currency: str, stored: Product | None, known: Known) -> tuple[Product, list[Link]]:
    """The product of `product.*`. Of one with variations the message gives their numbers only: those
    that are known stay, others have no price until their own message comes."""
    key, number = f"woocommerce/product/{message.need('id')}", message.need("id")
    id = known(key) or message.text("sku") or number
    variations = message.values("variations")
    variants = tuple(_known_variant(each, stored, known) for each in variations) if variations else (_variant(message, id, currency),)
    made = Product(
        id=id,
        title=message.localized("name"),
        variants=variants,
        description=message.localized("description", body=True) or message.localized("short_description", body=True),
        brand=next((each.localized("name") for each in message.children("brands")), Localized()),
        category=tuple(each.localized("name") for each in message.children("categories")[:1]),
        tags=tuple(each.line("name") for each in message.children("tags")),
        attributes=_attributes(message),
        images=tuple(Image(each.need("src"), each.localized("alt")) for each in message.children("images")),
        url=message.text("permalink"),
        status=ProductStatus.ACTIVE if message.text("status") in ("publish", "") else ProductStatus.DRAFT,
        created_at=message.moment("date_created_gmt"),
    )
    links = [Link(f"woocommerce/variant/{each}", variant.id) for each, variant in zip(variations or [number], variants, strict=True)]
    return made, [Link(key, id, message.moment("date_modified_gmt")), *links]


def variation(message: Payload, currency: str, parent: Product, known: Known) -> tuple[Product, list[Link]]:
    """The parent with the variation that a message of type "variation" tells of."""
    number = message.need("id")
    taken = known(f"woocommerce/variant/{number}")
    stands = taken and taken != number  # under its number it only waited for this message
    made = _variant(message, taken if taken and stands else message.text("sku") or number, currency)
    others = [variant for variant in parent.variants if variant.id not in (made.id, taken, number)]
    place = next((i for i, variant in enumerate(parent.variants) if variant.id in (made.id, taken, number)), len(others))
    others.insert(place, made)
    of_parent = Link(f"woocommerce/product/{number}", parent.id, message.moment("date_modified_gmt"))
    return replace(parent, variants=tuple(others)), [Link(f"woocommerce/variant/{number}", made.id), of_parent]


def order(message: Payload, known: Known) -> tuple[Order, list[Link]]:
    """The order of `order.*`; its id is its number."""
    currency, status = message.need("currency"), _STATUSES.get(message.text("status"), OrderStatus.PENDING)
    id = message.text("number") or message.need("id")
    guest = message.text("customer_id") in ("", "0")
    made = Order(
        id=id,
        lines=tuple(_line(line, currency, known) for line in message.children("line_items")),
        currency=currency,
        placed_at=message.need_moment("date_created_gmt"),
        customer_id=None if guest else message.text("customer_id"),
        status=status,
        discount=message.amount("discount_total", currency),
        shipping=message.amount("shipping_total", currency),
        tax=message.amount("total_tax", currency),
        payments=_payments(message, id, currency, status),
        address=address(message.child("shipping")),
        note=message.line("customer_note"),
    )
    return made, [Link(f"woocommerce/order/{message.need('id')}", id, message.moment("date_modified_gmt"))]


def customer(message: Payload) -> Customer:
    """The customer of `customer.*`."""
    billing = message.child("billing")
    first, last = (message.line(name) or billing.line(name) for name in ("first_name", "last_name"))
    return Customer(
        id=message.need("id"),
        name=full_name(first, last) or message.line("username"),
        email=message.text("email") or billing.text("email"),
        phone=billing.text("phone"),
        address=address(billing),
        created_at=message.moment("date_created_gmt"),
    )


def address(message: Payload) -> Address:
    """A postal address."""
    return Address(
        line1=message.line("address_1"), line2=message.line("address_2"), city=message.line("city"), region=message.line("state"),
        postcode=message.line("postcode"), country=message.text("country"),
    )


def _known_variant(number: str, stored: Product | None, known: Known) -> Variant:
    id = known(f"woocommerce/variant/{number}") or number
    return next((variant for variant in (stored.variants if stored else ()) if variant.id == id), Variant(id))


def _variant(message: Payload, id: str, currency: str) -> Variant:
    price, regular = message.money("price", currency), message.money("regular_price", currency)
    return Variant(
        id=id,
        sku=message.text("sku"),
        barcode=message.text("global_unique_id"),
        options=_options(message),
        price=price or regular,
        compare_at=regular if price and regular and regular.amount > price.amount else None,
        stock=_stock(message),
        image=message.child("image").text("src"),
    )


def _stock(message: Payload) -> int | None:
    """What is counted; else none where it is called out of stock, and not counted where it is in stock."""
    if message.flag("manage_stock") and message.has("stock_quantity"):
        stock = message.whole("stock_quantity") or 0
        return None if stock <= 0 and message.text("stock_status") == "onbackorder" else stock
    return 0 if message.text("stock_status") == "outofstock" else None


def _options(message: Payload) -> tuple[Option, ...]:
    """The choices of a variation; a product's own attributes list `options` instead of one `option`."""
    chosen = [each for each in message.children("attributes") if each.text("option")]
    return tuple(Option(each.localized("name"), each.localized("option")) for each in chosen)


def _attributes(message: Payload) -> tuple[Attribute, ...]:
    found = []
    for each in message.children("attributes"):
        values = ", ".join(each.values("options"))
        if values and not each.flag("variation"):
            found.append(Attribute(each.localized("name"), Localized.of(values, detect(values))))
    return tuple(found)


def _line(message: Payload, currency: str, known: Known) -> OrderLine:
    quantity, subtotal = message.whole("quantity") or 1, message.decimal("subtotal")
    price = message.decimal("price") if subtotal is None else subtotal / Decimal(quantity)
    if price is None:
        raise InvalidRecord(message.path("subtotal"), "an amount such as 79.99")
    number = message.text("product_id").removeprefix("0")
    variation = message.text("variation_id")
    variant = number if variation in ("", "0") else variation
    return OrderLine(
        product_id=known(f"woocommerce/product/{number}") or number or message.text("sku") or message.need("name"),
        quantity=quantity,
        unit_price=Money.of(price, currency),
        variant_id=known(f"woocommerce/variant/{variant}") or variant,
        sku=message.text("sku"),
        title=message.line("name"),
    )


def _payments(message: Payload, order: str, currency: str, status: OrderStatus) -> tuple[Payment, ...]:
    found: list[Payment] = []
    total = message.money("total", currency)
    if total and total.amount and (message.has("date_paid_gmt") or status in _PAID):
        id = message.text("transaction_id") or f"{order}/paid"
        found.append(Payment(id, total, method=message.text("payment_method_title"), at=message.moment("date_paid_gmt")))
    for each in message.children("refunds"):
        amount = each.money("total", currency)
        if amount and amount.amount:
            found.append(Payment(each.need("id"), Money(abs(amount.amount), currency), "refund"))
    return tuple(found)
