"""Looking up orders, the customer and the catalogue."""

from __future__ import annotations

from typing import Any

from ...shop import Order, Product
from ...store.exporters import tau2
from ..desk import Desk
from ..session import Session
from .records import customer_of, item_of, not_found, order_of, orders_of, products_of
from .tool import tool

Json = dict[str, Any]
MOST_PRODUCTS = 1_000


@tool()
def get_user_details(desk: Desk, session: Session, user_id: str) -> Json:
    """Get the details of the user: name, email, address, payment methods and order numbers.

    user_id: the user id, such as 'anna_miller_1234'"""
    if user_id != session.customer_id:
        raise not_found("user")
    return tau2.user_json(customer_of(desk, session), [order.id for order in orders_of(desk, session)])


@tool()
def get_order_details(desk: Desk, session: Session, order_id: str) -> Json:
    """Get the status and details of an order of the user.

    order_id: the order id, such as '#W0000000'. Be careful there is a '#' symbol at the beginning of such an order id."""
    order = order_of(desk, session, order_id)
    return order_view(order, products_of(desk, order))


@tool(identity=False)
def get_product_details(desk: Desk, session: Session, product_id: str) -> Json:
    """Get the inventory details of a product: its variants with options, availability and price.

    product_id: the product id, such as '6086499569'. Be careful the product id is different from the item id."""
    product = next(iter(desk.store.products.get_many([product_id]).values()), None)
    if product is None:
        raise not_found("product")
    return _priced(tau2.product_json(product), product)


@tool(identity=False)
def get_item_details(desk: Desk, session: Session, item_id: str) -> Json:
    """Get the inventory details of an item, which is one variant of a product.

    item_id: the item id, such as '6086499569'. Be careful the item id is different from the product id."""
    product, variant = item_of(desk, item_id)
    details: Json = tau2.product_json(product)["variants"][variant.id]
    return _priced({**details, "product_id": product.id, "name": product.title.get("en")}, product)


@tool(identity=False)
def list_all_product_types(desk: Desk, session: Session) -> dict[str, str]:
    """List the name and product id of all product types. Each product type has a variety of different items with unique item ids and
    options. A large shop lists its first thousand."""
    return dict(sorted((p.title.get("en"), p.id) for p in desk.store.products.page(limit=MOST_PRODUCTS)))


def order_view(order: Order, products: dict[str, Product]) -> Json:
    """An order as the tools answer it: one entry for each line, with what the format of tau2-bench does not have."""
    view = tau2.order_json(order, products)
    items = [tau2.item_json(line, products.get(line.product_id)) | {"quantity": line.quantity} for line in order.lines]
    extras = {name: tau2.major(money) for name, money in (("discount", order.discount), ("shipping", order.shipping), ("tax", order.tax))}
    parcels = [
        {**seen, **{name: value for name, value in (("carrier", p.carrier), ("shipped_at", _moment(p.shipped_at)),
                                                    ("delivered_at", _moment(p.delivered_at))) if value}}
        for seen, p in zip(view["fulfillments"], order.fulfilments, strict=True)
    ]  # fmt: skip
    asked = [{"kind": r.kind.value, "state": r.state.value, "at": _moment(r.at)} for r in order.requests]
    return {
        **view, "items": items, "fulfillments": parcels, "currency": order.currency, "total": tau2.major(order.total),
        "placed_at": _moment(order.placed_at), **{n: v for n, v in extras.items() if v}, **({"requests": asked} if asked else {}),
    }  # fmt: skip


def _moment(at: Any) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _priced(details: Json, product: Product) -> Json:
    return {**details, "currency": product.price.currency} if product.price else details
