"""Shopify's webhook messages as records of this shop. Pure: what is known already is handed in.

A product has the id that an import of Shopify's product file gives it, its handle; a variant its SKU, else
handle and options. `known` says what a Shopify id ("shopify/product/42") stands for here, so that a record keeps
its id when its handle or SKU changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...shop import (
    Address,
    Customer,
    Fulfilment,
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

Known = Callable[[str], str | None]
_CONSENT = {"email": "email_marketing_consent", "sms": "sms_marketing_consent"}
_STATUSES = {"active": ProductStatus.ACTIVE, "draft": ProductStatus.DRAFT, "archived": ProductStatus.ARCHIVED}


def product(message: Payload, currency: str, known: Known) -> tuple[Product, list[Link]]:
    """The product of `products/create` and `products/update`, and what its Shopify ids stand for."""
    key = f"shopify/product/{message.need('id')}"
    id = known(key) or message.need("handle")
    variants, links = _variants(message, id, currency, known)
    category = message.child("category").text("full_name") or message.line("product_type")
    made = Product(
        id=id,
        title=message.localized("title"),
        variants=variants,
        description=message.localized("body_html", body=True),
        brand=message.localized("vendor"),
        category=tuple(Localized.of(step.strip(), detect(step)) for step in category.split(" > ") if step.strip()),
        tags=tuple(message.values("tags")),
        images=tuple(Image(image.need("src"), image.localized("alt")) for image in message.children("images")),
        status=_STATUSES.get(message.text("status"), ProductStatus.ACTIVE if message.has("published_at") else ProductStatus.DRAFT),
        created_at=message.moment("created_at"),
    )
    return made, [Link(key, id, message.moment("updated_at")), *links]


def merged(stored: Product | None, new: Product) -> Product:
    """The new product with what Shopify does not tell and is known here: texts in the other language,
    attributes, the address of its page, costs, where it is sold, whether it is used up."""
    if stored is None:
        return new
    costs = {variant.id: variant.cost for variant in stored.variants}
    return replace(
        new,
        title=_both(stored.title, new.title),
        description=_both(stored.description, new.description),
        brand=_both(stored.brand, new.brand),
        attributes=new.attributes or stored.attributes,
        url=new.url or stored.url,
        sold_in=stored.sold_in,
        consumable=stored.consumable,
        variants=tuple(replace(variant, cost=variant.cost or costs.get(variant.id)) for variant in new.variants),
    )


def order(message: Payload, known: Known) -> tuple[Order, list[Link]]:
    """The order of `orders/*`. Its id is its name, such as #1001, as in Shopify's file of orders."""
    currency = message.need("currency")
    id = message.text("name") or message.need("id")
    lines = tuple(_line(line, currency, known) for line in message.children("line_items"))
    made = Order(
        id=id,
        lines=lines,
        currency=currency,
        placed_at=message.need_moment("created_at"),
        customer_id=message.child("customer").text("id") or None,
        status=_status(message),
        discount=message.amount("total_discounts", currency),
        shipping=_shipping(message, currency),
        tax=None if message.flag("taxes_included") else message.amount("total_tax", currency),
        payments=_payments(message, id, currency),
        fulfilments=tuple(_fulfilment(each, known) for each in message.children("fulfillments")),
        address=address(message.child("shipping_address")),
        note=message.text("note"),
    )
    return made, [Link(f"shopify/order/{message.need('id')}", id, message.moment("updated_at"))]


def refunded(stored: Order, message: Payload) -> Order:
    """The order with the refund of `refunds/create`; the same message again changes nothing."""
    payments = {payment.id: payment for payment in (*stored.payments, *_refunds(message, stored.currency))}
    back = sum(payment.amount.amount for payment in payments.values() if payment.kind == "refund")
    whole = back >= stored.total.amount and stored.status in (OrderStatus.SHIPPED, OrderStatus.DELIVERED)
    return replace(stored, payments=tuple(payments.values()), status=OrderStatus.RETURNED if whole else stored.status)


def customer(message: Payload) -> Customer:
    """The customer of `customers/*`."""
    return Customer(
        id=message.need("id"),
        name=full_name(message.line("first_name"), message.line("last_name")),
        email=message.text("email"),
        phone=message.text("phone") or message.child("default_address").text("phone"),
        address=address(message.child("default_address")),
        created_at=message.moment("created_at"),
        tags=tuple(message.values("tags")),
        consents=tuple(name for name in told_channels(message) if message.child(_CONSENT[name]).text("state") == "subscribed"),
    )


def told_channels(message: Payload) -> tuple[str, ...]:
    """The channels of advertising of which a customer's message says whether they agreed to them."""
    return tuple(channel for channel, field in _CONSENT.items() if message.has(field))


def address(message: Payload) -> Address:
    """A postal address."""
    return Address(
        line1=message.line("address1"), line2=message.line("address2"), city=message.line("city"), region=message.line("province"),
        postcode=message.line("zip"), country=message.text("country_code"),
    )


def _variants(message: Payload, id: str, currency: str, known: Known) -> tuple[tuple[Variant, ...], list[Link]]:
    names = [option.need("name") for option in message.children("options")]
    variants, links = dict[str, Variant](), list[Link]()
    for each in message.children("variants"):
        made = _variant(each, names, id, currency, known)
        if made.id in variants:
            made = replace(made, id=f"{id}/{each.need('id')}")
        variants[made.id] = made
        links.append(Link(f"shopify/variant/{each.need('id')}", made.id))
        if each.has("inventory_item_id"):
            links.append(Link(f"shopify/item/{each.need('inventory_item_id')}", made.id))
    return tuple(variants.values()), links


def _variant(message: Payload, names: list[str], product: str, currency: str, known: Known) -> Variant:
    chosen = [message.line(f"option{place}") for place in (1, 2, 3)]
    options = tuple(
        Option(Localized.of(name, detect(name)), Localized.of(value, detect(value)))
        for name, value in zip(names, chosen, strict=False) if value and value.lower() != "default title"
    )
    sku, own = message.text("sku"), "/".join(option.value.zh or option.value.en for option in options)
    return Variant(
        id=known(f"shopify/variant/{message.need('id')}") or sku or (f"{product}/{own}"[:200] if own else product),
        sku=sku,
        barcode=message.text("barcode"),
        options=options,
        price=message.money("price", currency),
        compare_at=message.money("compare_at_price", currency),
        stock=_stock(message),
        weight_grams=float(message.decimal("grams") or 0) or None,
    )


def _stock(message: Payload) -> int | None:
    """Not counted without a tracker, or once it is sold out and may be sold all the same."""
    stock = message.whole("inventory_quantity")
    if stock is None or not message.text("inventory_management"):
        return None
    return None if stock <= 0 and message.text("inventory_policy") == "continue" else stock


def _line(message: Payload, currency: str, known: Known) -> OrderLine:
    quantity, price = message.whole("quantity"), message.money("price", currency)
    if price is None:
        raise InvalidRecord(message.path("price"), "an amount such as 79.99")
    product, variant = message.text("product_id"), message.text("variant_id")
    return OrderLine(
        product_id=known(f"shopify/product/{product}") or product or message.text("sku") or message.need("title"),
        quantity=1 if quantity is None else quantity,
        unit_price=price,
        variant_id=known(f"shopify/variant/{variant}") or variant,
        sku=message.text("sku"),
        title=message.line("title"),
    )


def _status(message: Payload) -> OrderStatus:
    if message.has("cancelled_at"):
        return OrderStatus.CANCELLED
    sent = message.text("fulfillment_status")
    if sent == "fulfilled":
        parcels = message.children("fulfillments")
        arrived = bool(parcels) and all(parcel.text("shipment_status") == "delivered" for parcel in parcels)
        if message.text("financial_status") == "refunded":
            return OrderStatus.RETURNED
        return OrderStatus.DELIVERED if arrived else OrderStatus.SHIPPED
    return OrderStatus.PROCESSED if sent == "partial" else OrderStatus.PENDING


def _payments(message: Payload, order: str, currency: str) -> tuple[Payment, ...]:
    """That the order was paid (the message does not say in which parts), and what was given back."""
    found: list[Payment] = []
    total = message.money("total_price", currency)
    if total and total.amount and message.text("financial_status") in ("paid", "partially_refunded", "refunded"):
        method = ", ".join(message.values("payment_gateway_names"))
        found.append(Payment(f"{order}/paid"[:200], total, method=method, at=message.moment("processed_at")))
    return (*found, *(payment for refund in message.children("refunds") for payment in _refunds(refund, currency)))


def _refunds(message: Payload, currency: str) -> list[Payment]:
    found = []
    for each in message.children("transactions"):
        amount = each.money("amount", each.text("currency") or currency)
        if amount and each.text("kind") == "refund" and each.text("status") == "success" and amount.currency == currency:
            found.append(Payment(each.need("id"), amount, "refund", each.text("gateway"), each.moment("created_at")))
    return found


def _fulfilment(message: Payload, known: Known) -> Fulfilment:
    arrived = message.text("shipment_status") == "delivered"
    ids = (line.text("variant_id") for line in message.children("line_items"))
    return Fulfilment(
        id=message.need("id"),
        variant_ids=tuple(known(f"shopify/variant/{id}") or id for id in ids if id),
        carrier=message.text("tracking_company"),
        tracking_number=message.text("tracking_number"),
        shipped_at=message.moment("created_at"),
        delivered_at=message.moment("updated_at") if arrived else None,
    )


def _shipping(message: Payload, currency: str) -> Money | None:
    amounts = [line.money("price", currency) for line in message.children("shipping_lines")]
    return Money(total, currency) if (total := sum(amount.amount for amount in amounts if amount)) else None


def _both(stored: Localized, new: Localized) -> Localized:
    """The new text with that of the other language, where only that was known."""
    return Localized(new.zh or stored.zh, new.en or stored.en) if new else stored
