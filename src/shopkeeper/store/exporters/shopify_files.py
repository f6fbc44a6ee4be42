"""Shopify's order and customer files, as its own exports write them."""

from __future__ import annotations

from collections.abc import Iterator

from ...shop import Customer, Money, Order, OrderStatus
from .job import Job
from .tables import Cells, Sheet
from .words import SPLITTERS, amount, moment

_ORDER = (
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Currency", "Subtotal", "Shipping", "Taxes",
    "Total", "Discount Amount", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku",
    "Shipping Address1", "Shipping Address2", "Shipping City", "Shipping Zip", "Shipping Province", "Shipping Country", "Notes",
    "Cancelled at", "Payment Method", "Refunded Amount", "Outstanding Balance", "Phone", "Payment ID", "Customer ID",
)  # fmt: skip
_CUSTOMER = (
    "Customer ID", "First Name", "Last Name", "Email", "Accepts Email Marketing", "Default Address Address1", "Default Address Address2",
    "Default Address City", "Default Address Province Code", "Default Address Country Code", "Default Address Zip", "Phone",
    "Accepts SMS Marketing", "Tags",
)  # fmt: skip
_KEPT = frozenset((OrderStatus.PENDING, OrderStatus.PROCESSED, OrderStatus.SHIPPED, OrderStatus.CANCELLED, OrderStatus.RETURNED))


def _order(order: Order, job: Job) -> Iterator[Cells]:
    if order.status not in _KEPT:
        job.lost(f"the status {order.status.value}", order.id)
    if len(order.payments) > 2 or len({p.kind for p in order.payments}) < len(order.payments):
        job.lost("payments beyond the first, and refunds one by one", order.id)
    if any(f.carrier or f.tracking_number or f.delivered_at for f in order.fulfilments) or len(order.fulfilments) > 1:
        job.lost("parcels but for the day they were sent", order.id)
    for place, line in enumerate(order.lines):
        code = line.product_id if line.title not in ("", line.product_id) else ""
        own = {
            "Lineitem quantity": str(line.quantity), "Lineitem name": line.title or line.product_id,
            "Lineitem price": amount(line.unit_price), "Lineitem sku": line.sku or line.variant_id or code,
        }  # fmt: skip
        yield (_head(order) if place == 0 else {"Name": order.id, "Created at": moment(order.placed_at)}) | own


def _head(order: Order) -> Cells:
    zero = Money(0, order.currency)
    paid, back = (sum((p.amount for p in order.payments if p.kind == kind), zero) for kind in ("payment", "refund"))
    first = next((p for p in order.payments if p.kind == "payment"), None)
    sent = next((f.shipped_at for f in order.fulfilments if f.shipped_at), None)
    goods = sum((line.unit_price * line.quantity for line in order.lines), zero) - (order.discount or zero)
    who, address = order.customer_id or "", order.address
    return {
        "Name": order.id, "Email": who if "@" in who else "", "Customer ID": who, "Currency": order.currency,
        "Financial Status": _financial(order, paid, back), "Paid at": moment(first.at) if first else "",
        "Fulfillment Status": _fulfilled(order), "Fulfilled at": moment(sent),
        "Subtotal": amount(goods), "Shipping": _told(order.shipping), "Taxes": _told(order.tax),
        "Total": amount(max(order.total, paid)), "Discount Amount": _told(order.discount), "Created at": moment(order.placed_at),
        "Shipping Address1": address.line1, "Shipping Address2": address.line2, "Shipping City": address.city,
        "Shipping Zip": address.postcode, "Shipping Province": address.region, "Shipping Country": address.country, "Notes": order.note,
        "Cancelled at": moment(order.placed_at) if order.status is OrderStatus.CANCELLED else "",
        "Payment Method": first.method if first else "", "Payment ID": first.id if first else "", "Refunded Amount": amount(back),
        "Outstanding Balance": amount(order.total - paid) if first and paid < order.total else "",
    }  # fmt: skip


def _told(money: Money | None) -> str:
    return amount(money) if money else ""


def _financial(order: Order, paid: Money, back: Money) -> str:
    if back.amount:
        return "refunded" if back.amount >= order.total.amount else "partially_refunded"
    if paid.amount:
        return "paid" if paid.amount >= order.total.amount else "partially_paid"
    return "pending"


def _fulfilled(order: Order) -> str:
    if order.status is OrderStatus.RETURNED:
        return "restocked"
    return "unfulfilled" if order.status in (OrderStatus.PENDING, OrderStatus.PROCESSED, OrderStatus.CANCELLED) else "fulfilled"


def _customer(customer: Customer, job: Job) -> Iterator[Cells]:
    lost = {
        "the language": customer.language, "tastes": customer.tastes, "since when they are known": customer.created_at,
        "what they never want to see": customer.excludes, "that they agreed to advertisements": "ads" in customer.consents,
    }  # fmt: skip
    for what, there in lost.items():
        if there:
            job.lost(what, customer.id)
    if any(mark in tag for tag in customer.tags for mark in SPLITTERS):
        job.lost("where a tag that holds a comma ends", customer.id)
    first, _, last = customer.name.rpartition(" ")
    address = customer.address
    yield {
        "Customer ID": customer.id, "First Name": first or last, "Last Name": last if first else "", "Email": customer.email,
        "Accepts Email Marketing": _agreed(customer, "email"),
        "Default Address Address1": address.line1, "Default Address Address2": address.line2,
        "Default Address City": address.city, "Default Address Province Code": address.region,
        "Default Address Country Code": address.country, "Default Address Zip": address.postcode, "Phone": customer.phone,
        "Accepts SMS Marketing": _agreed(customer, "sms"), "Tags": ", ".join(customer.tags),
    }  # fmt: skip


def _agreed(customer: Customer, channel: str) -> str:
    return "yes" if channel in customer.consents else "no"


ORDERS = Sheet(_ORDER, _order)
CUSTOMERS = Sheet(_CUSTOMER, _customer)
