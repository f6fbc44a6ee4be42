"""What an answer shows, with what a page needs to show it: products with their picture and price, orders with what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...assistant.answers.words import day, status
from ...search.result import Hit, SearchResult
from ...shop import Fulfilment, Language, Money, Order, Product
from ..web.present import card_price, money, outside, picture

if TYPE_CHECKING:
    from ..shop import Shop

_SHOWN = ("products", "comparison")
_LINES = 20  # of an order that are shown


def dressed(shop: Shop, reply: Mapping[str, Any], customer: str | None = None) -> dict[str, Any]:
    """An answer whose products have `title`, `image`, `url` and `price_text`, and which has `cards` of its orders, those of the `customer`
    alone, with `status`, `lines`, `parcels` and `total_text`; what the shop no longer has is left out."""
    language, actions = reply["language"], reply["actions"]
    known = shop.store.catalogue.get_many(list(dict.fromkeys(id for action in actions for id in _ids(action))))
    orders = _theirs(shop, customer, [id for action in actions for id in _orders(action)], language) if customer else {}
    return {**reply, "actions": [{**_dressed(action, known, language), **_told(action, orders)} for action in actions]}


def found(result: SearchResult) -> list[dict[str, Any]]:
    """The hits of a search with what a page needs to show them."""
    return [_found(hit, result.language) for hit in result.hits]


def _found(hit: Hit, language: Language) -> dict[str, Any]:
    """A hit with the price and picture of the variant that the query picks, or those of the product."""
    product, told = hit.product, hit.to_dict()
    variant = next((each for each in product.variants if each.id == hit.variant_id), None)
    card = _card(product, {"price": told["price"], "in_stock": variant.in_stock} if variant else {}, language)
    return {**card, **told, **({"image": picture(variant.image)} if variant and variant.image else {})}


def _ids(action: Mapping[str, Any]) -> Sequence[str]:
    if action["type"] != "show" or action["about"] not in _SHOWN:
        return ()
    return [*action.get("ids", ()), *(each["id"] for each in action.get("products", ()))]


def _orders(action: Mapping[str, Any]) -> Sequence[str]:
    """The orders that an action shows, or has changed."""
    if action["type"] == "show" and action["about"] == "order":
        return [*action.get("ids", ()), *action.get("orders", ())]
    return [action["order_id"]] if action["type"] == "done" and action.get("order_id") else ()


def _dressed(action: Mapping[str, Any], known: Mapping[str, Product], language: Language) -> dict[str, Any]:
    told = {each["id"]: each for each in action.get("products", ())} if _ids(action) else {}
    products = [_card(known[id], told.get(id, {}), language) for id in _ids(action) if id in known]
    return {**action, **({"products": products} if _ids(action) else {})}


def _card(product: Product, told: Mapping[str, Any], language: Language) -> dict[str, Any]:
    price, image = told.get("price"), product.images[0].url if product.images else ""
    shown = money(Money(price["amount"], price["currency"]), language) if price else card_price(product, language)
    return {"in_stock": product.in_stock, "title": product.title.get(language), **told, "id": product.id, "image": picture(image),
            "url": outside(product.url), "price_text": shown}


def _theirs(shop: Shop, customer: str, ids: Sequence[str], language: Language) -> dict[str, dict[str, Any]]:
    """Those of the orders that are the customer's, as a page shows them."""
    orders = [order for order in shop.store.orders.get_many(list(dict.fromkeys(ids))).values() if order.customer_id == customer]
    known = shop.store.catalogue.get_many(list(dict.fromkeys(line.product_id for order in orders for line in order.lines[:_LINES])))
    titles = {id: product.title.get(language) for id, product in known.items()}
    return {order.id: _order(order, titles, language) for order in orders}


def _told(action: Mapping[str, Any], known: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    orders = [known[id] for id in _orders(action) if id in known]
    return {"cards": orders} if orders else {}


def _order(order: Order, titles: Mapping[str, str], language: Language) -> dict[str, Any]:
    lines = [{"title": titles.get(each.product_id, each.title), "quantity": each.quantity} for each in order.lines[:_LINES]]
    return {"id": order.id, "status": order.status.value, "status_text": status(order, language), "lines": lines,
            "placed_text": day(order.placed_at, language), "total_text": money(order.total, language),
            "parcels": [_parcel(each, language) for each in order.fulfilments]}


def _parcel(parcel: Fulfilment, language: Language) -> dict[str, str]:
    sent, there = parcel.shipped_at, parcel.delivered_at
    return {"carrier": parcel.carrier, "number": parcel.tracking_number, "sent_text": day(sent, language) if sent else "",
            "there_text": day(there, language) if there else ""}
