"""Records as a customer may see them: one's own, and the catalogue. What is somebody else's is answered as what does not exist."""

from __future__ import annotations

from ...shop import Customer, Localized, NotFound, Order, Product, Variant
from ..desk import Desk
from ..session import Session
from .tool import ToolError

_NAMES = {
    "order": Localized("找不到这个订单号", "Order not found"), "user": Localized("找不到这个用户", "User not found"),
    "product": Localized("找不到这个商品", "Product not found"), "item": Localized("找不到这个款式", "Item not found"),
}  # fmt: skip


def not_found(kind: str) -> ToolError:
    """The answer for what is not there, or not for this customer."""
    return ToolError("not_found", _NAMES[kind])


def order_of(desk: Desk, session: Session, order_id: str) -> Order:
    """The customer's own order of this number."""
    order = next(iter(desk.store.orders.get_many([order_id]).values()), None)
    if order is None or session.customer_id is None or order.customer_id != session.customer_id:
        raise not_found("order")
    return order


def customer_of(desk: Desk, session: Session) -> Customer:
    """The customer of the conversation as they are now."""
    try:
        return desk.store.customers.get(session.customer_id or "")
    except NotFound:
        raise not_found("user") from None


def orders_of(desk: Desk, session: Session) -> list[Order]:
    """All orders of the customer, oldest first."""
    if session.customer_id is None:
        return []
    return sorted(desk.store.orders.all(customer_id=session.customer_id), key=lambda order: (order.placed_at, order.id))


def products_of(desk: Desk, order: Order) -> dict[str, Product]:
    """By id, the products of an order that the shop still has."""
    return desk.store.products.get_many(list(dict.fromkeys(line.product_id for line in order.lines)))


def item_of(desk: Desk, item_id: str) -> tuple[Product, Variant]:
    """A variant with its product."""
    owner = desk.store.products.by_variant([item_id]).get(item_id)
    if owner is None:
        raise not_found("item")
    product = desk.store.products.get(owner)
    return product, product.variant(item_id)
