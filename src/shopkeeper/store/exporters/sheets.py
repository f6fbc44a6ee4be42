"""The rows of each kind of record."""

from __future__ import annotations

from collections.abc import Iterator

from ...shop import (
    Address,
    Conversation,
    Customer,
    Document,
    Event,
    Localized,
    Order,
    PriceChange,
    Promotion,
    Review,
    StockChange,
    Supplier,
    to_dict,
)
from .job import Job
from .tables import Cells, Sheet
from .words import amount, join, json, moment, plain, price

_PLACE = ("line1", "line2", "city", "region", "postcode", "country")


def _place(address: Address) -> Cells:
    return {name: getattr(address, name) for name in _PLACE}


def _both(name: str, text: Localized) -> Cells:
    return {f"{name}_zh": text.zh, f"{name}_en": text.en}


def _number(value: float | None) -> str:
    return "" if value is None else plain(value)


def _customer(customer: Customer, _: Job) -> Iterator[Cells]:
    yield {
        "id": customer.id, "name": customer.name, "email": customer.email, "phone": customer.phone, **_place(customer.address),
        "language": customer.language or "", "created_at": moment(customer.created_at), "tags": join(customer.tags, "|"),
        "tastes": join(customer.tastes, "|"), "excludes": join(customer.excludes, "|"), "consents": join(customer.consents, "|"),
    }  # fmt: skip


def _order(order: Order, _: Job) -> Iterator[Cells]:
    head = {
        "id": order.id, "customer_id": order.customer_id or "", "status": order.status.value, "placed_at": moment(order.placed_at),
        "currency": order.currency, **_place(order.address), "note": order.note,
        **{name: amount(money) for name in ("discount", "shipping", "tax") if (money := getattr(order, name))},
        "payments": json([to_dict(p) for p in order.payments]) if order.payments else "",
        "fulfilments": json([to_dict(f) for f in order.fulfilments]) if order.fulfilments else "",
    }  # fmt: skip
    for line in order.lines:
        yield head | {
            "line_product_id": line.product_id, "line_variant_id": line.variant_id, "line_sku": line.sku, "line_title": line.title,
            "quantity": str(line.quantity), "unit_price": amount(line.unit_price),
        }  # fmt: skip


def _review(review: Review, _: Job) -> Iterator[Cells]:
    yield {
        "id": review.id, "product_id": review.product_id, "rating": plain(review.rating), "title": review.title, "text": review.text,
        "customer_id": review.customer_id or "", "language": review.language or "", "at": moment(review.at),
        "verified": "true" if review.verified else "false",
    }  # fmt: skip


def _event(event: Event, _: Job) -> Iterator[Cells]:
    yield {
        "id": event.id, "name": event.name, "at": moment(event.at), "customer_id": event.customer_id or "",
        "session_id": event.session_id or "", "query": event.query, "query_id": event.query_id or "",
        "transaction_id": event.transaction_id or "", "value": price(event.value),
        "items": json([to_dict(item) for item in event.items]) if event.items else "", "device": event.device, "source": event.source,
    }  # fmt: skip


def _document(document: Document, _: Job) -> Iterator[Cells]:
    yield {
        "id": document.id, "kind": document.kind.value, **_both("title", document.title), **_both("body", document.body),
        "product_ids": join(document.product_ids, "|"), "updated_at": moment(document.updated_at),
    }  # fmt: skip


def _stock(point: StockChange, _: Job) -> Iterator[Cells]:
    yield {"variant_id": point.variant_id, "at": moment(point.at), "quantity": str(point.quantity)}


def _price(point: PriceChange, _: Job) -> Iterator[Cells]:
    yield {"variant_id": point.variant_id, "at": moment(point.at), "price": amount(point.price), "currency": point.price.currency}


def _promotion(promotion: Promotion, _: Job) -> Iterator[Cells]:
    yield {
        "id": promotion.id, **_both("title", promotion.title), "starts_at": moment(promotion.starts_at),
        "ends_at": moment(promotion.ends_at),
        "percent_off": plain(promotion.percent_off), "product_ids": join(promotion.product_ids, "|"),
    }  # fmt: skip


def _supplier(supplier: Supplier, _: Job) -> Iterator[Cells]:
    head = {
        "supplier_id": supplier.id, "supplier_name": supplier.name, "email": supplier.email, "lead_days": _number(supplier.lead_days),
        "lead_days_sd": _number(supplier.lead_days_sd), "minimum_order": price(supplier.minimum_order), "note": supplier.note,
    }  # fmt: skip
    if not supplier.items:
        yield head
    for item in supplier.items:
        yield head | {
            "variant_id": item.variant_id, "item_price": price(item.price), "item_minimum": str(item.minimum), "item_pack": str(item.pack),
            "item_lead_days": _number(item.lead_days), "item_sku": item.sku,
        }  # fmt: skip


def _conversation(conversation: Conversation, job: Job) -> Iterator[Cells]:
    head = {
        "conversation_id": conversation.id, "customer_id": conversation.customer_id or "", "order_id": conversation.order_id or "",
        "channel": conversation.channel, "language": conversation.language or "", "started_at": moment(conversation.started_at),
        "tags": join(conversation.tags, "|"),
    }  # fmt: skip
    for message in conversation.messages:
        if not message.text.strip():
            job.lost("messages without a text", conversation.id)
            continue
        yield head | {"speaker": message.speaker.value, "text": message.text, "at": moment(message.at)}


SHEETS: dict[str, Sheet] = {
    "customers": Sheet((
        "id", "name", "email", "phone", *_PLACE, "language", "created_at", "tags", "tastes", "excludes", "consents",
    ), _customer),
    "orders": Sheet((
        "id", "customer_id", "status", "placed_at", "currency", "line_product_id", "line_variant_id", "line_sku", "line_title", "quantity",
        "unit_price", "discount", "shipping", "tax", *_PLACE, "note", "payments", "fulfilments",
    ), _order),
    "reviews": Sheet(("id", "product_id", "rating", "title", "text", "customer_id", "language", "at", "verified"), _review),
    "events": Sheet((
        "id", "name", "at", "customer_id", "session_id", "query", "query_id", "transaction_id", "value", "items",
        "device", "source",
    ), _event),
    "documents": Sheet(("id", "kind", "title_zh", "title_en", "body_zh", "body_en", "product_ids", "updated_at"), _document),
    "stock": Sheet(("variant_id", "at", "quantity"), _stock),
    "prices": Sheet(("variant_id", "at", "price", "currency"), _price),
    "promotions": Sheet(("id", "title_zh", "title_en", "starts_at", "ends_at", "percent_off", "product_ids"), _promotion),
    "suppliers": Sheet((
        "supplier_id", "supplier_name", "email", "lead_days", "lead_days_sd", "minimum_order", "note", "variant_id", "item_price",
        "item_minimum", "item_pack", "item_lead_days", "item_sku",
    ), _supplier),
    "conversations": Sheet(
        ("conversation_id", "speaker", "text", "at", "customer_id", "order_id", "channel", "language", "started_at", "tags"), _conversation
    ),
}  # fmt: skip
