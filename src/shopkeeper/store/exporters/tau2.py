"""The database of tau2-bench's retail domain, `db.json`: products, users and orders in one object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import orjson

from ...shop import Address, Customer, Fulfilment, Money, Order, OrderLine, OrderStatus, PaymentMethod, Product, RequestKind, RequestState
from ...shop import Payment as Paid
from .job import Job

Json = dict[str, Any]
MODIFIED = "pending (item modified)"


def write(job: Job) -> int:
    """One object of products, orders and users; `records` come in this order."""
    file, products, orders, users = job.out.binary(), dict[str, Product](), list[Order](), list[Customer]()
    for record in job.records:
        if isinstance(record, Product):
            products[record.id] = record
        elif isinstance(record, Order):
            orders.append(record)
            _lost(job, record)
        else:
            users.append(record)
    found = {
        "products": {p.id: product_json(p) for p in products.values()},
        "users": {u.id: user_json(u, ids) for u, ids in _with_orders(users, orders)},
        "orders": {o.id: order_json(o, products) for o in orders},
    }
    file.write(orjson.dumps(found, option=orjson.OPT_INDENT_2))
    return len(products) + len(users) + len(orders)


def _lost(job: Job, order: Order) -> None:
    if order.currency != job.currency:
        job.lost("a currency that is not the shop's", order.id)
    for what in ("discount", "shipping", "tax"):
        if getattr(order, what):
            job.lost(f"the {what}", order.id)
    if any(line.quantity > 1 for line in order.lines):
        job.lost("quantities: each piece is an item", order.id)


def _with_orders(users: Iterable[Customer], orders: Iterable[Order]) -> Iterator[tuple[Customer, list[str]]]:
    of: dict[str | None, list[tuple[datetime, str]]] = {}
    for order in orders:
        of.setdefault(order.customer_id, []).append((order.placed_at, order.id))
    for user in users:
        yield user, [id for _, id in sorted(of.get(user.id, ()))]


def product_json(product: Product) -> Json:
    """A product with its variants by id."""
    return {
        "name": product.title.get("en"), "product_id": product.id,
        "variants": {
            v.id: {"item_id": v.id, "options": options_json(product, v.id), "available": v.in_stock, "price": major(v.price)}
            for v in product.variants
        },
    }  # fmt: skip


def user_json(customer: Customer, order_ids: list[str]) -> Json:
    """A customer with the numbers of their orders, oldest first."""
    first, _, last = customer.name.partition(" ")
    return {
        "user_id": customer.id, "name": {"first_name": first, "last_name": last}, "address": address_json(customer.address),
        "email": customer.email, "payment_methods": {m.id: _method(m) for m in customer.payment_methods}, "orders": order_ids,
    }  # fmt: skip


def order_json(order: Order, products: Mapping[str, Product]) -> Json:
    """An order; `products` by id tell the options of its items. A line of several pieces is as many items."""
    return {
        "order_id": order.id, "user_id": order.customer_id or "", "address": address_json(order.address),
        "items": [item_json(line, products.get(line.product_id)) for line in order.lines for _ in range(line.quantity)],
        "status": status_word(order), "fulfillments": [_parcel(f) for f in order.fulfilments],
        "payment_history": [payment_json(p) for p in order.payments], **_requests(order),
    }  # fmt: skip


def item_json(line: OrderLine, product: Product | None) -> Json:
    """One piece of a line."""
    return {
        "name": line.title, "product_id": line.product_id, "item_id": line.variant_id or line.product_id, "price": major(line.unit_price),
        "options": options_json(product, line.variant_id) if product else {},
    }  # fmt: skip


def options_json(product: Product, variant_id: str) -> Json:
    """The options of a variant by name, none for one that the product does not have any more."""
    variant = next((v for v in product.variants if v.id == variant_id), None)
    return {o.name.get("en"): o.value.get("en") for o in variant.options} if variant else {}


def payment_json(payment: Paid) -> Json:
    """Money that moved."""
    way = payment.method_id or payment.method
    return {"transaction_type": payment.kind, "amount": major(payment.amount), "payment_method_id": way}


def address_json(address: Address) -> Json:
    """An address."""
    country = "USA" if address.country == "US" else address.country
    return {"address1": address.line1, "address2": address.line2, "city": address.city, "country": country, "state": address.region,
            "zip": address.postcode}  # fmt: skip


def status_word(order: Order) -> str:
    """Where an order stands, with the format's own word for one whose items were changed."""
    changed = any(r.kind is RequestKind.ITEMS and r.state is RequestState.ACKNOWLEDGED for r in order.requests)
    return MODIFIED if changed and order.status is OrderStatus.PENDING else order.status.value


def major(money: Money | None) -> float | None:
    """An amount in major units."""
    return None if money is None else float(money.major)


def _method(method: PaymentMethod) -> Json:
    more = {"brand": method.brand, "last_four": method.last_four} if method.brand or method.last_four else {}
    balance = {"balance": major(method.balance)} if method.balance is not None else {}
    return {"source": method.kind.value, "id": method.id, **more, **balance}


def _parcel(parcel: Fulfilment) -> Json:
    return {"tracking_id": parcel.tracking_number.split(", ") if parcel.tracking_number else [], "item_ids": list(parcel.variant_ids)}


def _requests(order: Order) -> Json:
    """What was done with the order last, of each kind, under the format's names; what waits for the order system is not there."""
    found: Json = {}
    for request in (r for r in order.requests if r.state is RequestState.ACKNOWLEDGED):
        old = sorted(change.variant_id for change in request.items for _ in range(change.quantity))
        new = sorted(change.new_variant_id for change in request.items for _ in range(change.quantity))
        if request.kind is RequestKind.CANCEL:
            found["cancel_reason"] = request.reason
        elif request.kind is RequestKind.RETURN:
            found |= {"return_items": old, "return_payment_method_id": request.payment_method_id}
        elif request.kind is RequestKind.EXCHANGE:
            found |= {"exchange_items": old, "exchange_new_items": new, "exchange_payment_method_id": request.payment_method_id,
                      "exchange_price_difference": major(request.amount)}  # fmt: skip
    return found
