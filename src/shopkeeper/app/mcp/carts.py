"""Baskets for agents: the ones of `/v1/carts`, in the words of UCP. A checkout is the shop's own: an agent gets its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...shop import CartLine, InvalidQuery, Language
from ...shop.cart import PricedCart
from ..live import baskets
from .tool import LANGUAGE, TEXT, AgentTool, Caller, Json, body, language_of, takes, wanted

if TYPE_CHECKING:
    from ..shop import Shop

_LINES: Json = {"type": "array", "items": {"type": "object", "properties": {
    "item": {"type": "object", "properties": {"id": {**TEXT, "description": "the id of a variant"}}}, "variant_id": TEXT,
    "quantity": {"type": "integer", "minimum": 1}}}}
_CART: Json = {"cart": {"type": "object", "properties": {"line_items": _LINES}}, "line_items": _LINES, "language": LANGUAGE}
_ID: Json = {"id": {**TEXT, "description": "the id of the basket"}, "cart_id": TEXT, "language": LANGUAGE}


def create(shop: Shop, arguments: Mapping[str, Any], caller: Caller) -> Json:
    """A new basket with these lines."""
    return _told(baskets.create(shop, _lines(body(arguments, "cart")), caller.customer), language_of(arguments))


def get(shop: Shop, arguments: Mapping[str, Any], caller: Caller) -> Json:
    """A basket at the prices and stock of now."""
    return _told(baskets.look(shop, _id(arguments)), language_of(arguments))


def update(shop: Shop, arguments: Mapping[str, Any], caller: Caller) -> Json:
    """The basket with these lines and no others; `add_items` adds to those that are there."""
    id, asked = _id(arguments), body(arguments, "cart")
    more = arguments.get("add_items")
    if more is None:
        return _told(baskets.fill(shop, id, _lines(asked)), language_of(arguments))
    with shop.store.transaction():
        for line in _lines({"line_items": more}):
            baskets.add(shop, id, line)
    return _told(baskets.look(shop, id), language_of(arguments))


def cancel(shop: Shop, arguments: Mapping[str, Any], caller: Caller) -> Json:
    """The basket as it was; it is gone."""
    return {**_told(baskets.cancel(shop, _id(arguments)), language_of(arguments)), "status": "canceled"}


def checkout(shop: Shop, arguments: Mapping[str, Any], caller: Caller) -> Json:
    """Where a basket, or these lines, are paid: the buyer goes there. Nothing is paid here."""
    asked = body(arguments, "checkout")
    id = str(asked["cart_id"]) if asked.get("cart_id") else baskets.create(shop, _lines(asked), caller.customer).cart.id
    basket = _told(baskets.look(shop, id), language_of(arguments))
    return {**basket, "status": "requires_escalation", "continue_url": baskets.checkout(shop, id)}


def _id(arguments: Mapping[str, Any]) -> str:
    return str(wanted({"id": arguments.get("id", arguments.get("cart_id"))}, "id"))


def _lines(asked: Mapping[str, Any]) -> list[CartLine]:
    return [_line(each, at) for at, each in enumerate(wanted(asked, "line_items", list, [])[:100])]


def _line(each: Any, at: int) -> CartLine:
    item = each.get("item") if isinstance(each, Mapping) else None
    id = item.get("id") if isinstance(item, Mapping) else isinstance(each, Mapping) and (
        each.get("variant_id") or each.get("product_variant_id") or each.get("merchandise_id"))
    if not isinstance(id, str):
        raise InvalidQuery(f"line_items[{at}]: expected {{item: {{id: the id of a variant}}, quantity}}")
    return CartLine(id, wanted(each, "quantity", int, 1))


def _told(basket: PricedCart, language: Language) -> Json:
    lines = [{
        "id": line.variant_id, "quantity": line.quantity,
        "item": {"id": line.variant_id, "title": line.product.title.get(language) if line.product else "",
                 "price": line.unit_price.amount if line.unit_price else None},
        "totals": [{"type": "total", "amount": line.total.amount}] if line.total else [],
    } for line in basket.lines]
    messages = [{"type": "error" if each.blocks else "warning", "code": each.change.value, "content": each.text.get(language)}
                for line in basket.lines for each in line.notices]
    subtotal = basket.subtotal
    return {"id": basket.cart.id, "line_items": lines, "currency": subtotal.currency if subtotal else None,
            "totals": [{"type": "subtotal", "amount": subtotal.amount}] if subtotal else [], "messages": messages}


TOOLS = (
    AgentTool("create_cart", "Make a basket with so many of some variants.", takes(_CART), create, reads=False),
    AgentTool("get_cart", "A basket at the prices and stock of now.", takes(_ID), get),
    AgentTool("update_cart", "Replace what lies in a basket, or add to it with `add_items`.", takes(
        {**_ID, **_CART, "add_items": _LINES}), update, reads=False),
    AgentTool("cancel_cart", "Throw a basket away.", takes(_ID), cancel, reads=False),
    AgentTool("create_checkout", "The address of the shop's own checkout for a basket or for lines; the buyer pays there.", takes({
        "checkout": {"type": "object", "properties": {"cart_id": TEXT, "line_items": _LINES}}, "cart_id": TEXT, "line_items": _LINES,
        "language": LANGUAGE}), checkout, reads=False),
)
