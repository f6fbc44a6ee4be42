"""What an answer shows, with what a page needs to show it: products with their picture and price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...shop import Language, Money, Product
from ..web.present import card_price, money, picture

if TYPE_CHECKING:
    from ..shop import Shop

_SHOWN = ("products", "comparison")


def dressed(shop: Shop, reply: Mapping[str, Any]) -> dict[str, Any]:
    """An answer whose products have `title`, `image` and `price_text`; those that the shop no longer has are left out."""
    known = shop.store.catalogue.get_many(list(dict.fromkeys(id for action in reply["actions"] for id in _ids(action))))
    return {**reply, "actions": [_dressed(action, known, reply["language"]) for action in reply["actions"]]}


def _ids(action: Mapping[str, Any]) -> Sequence[str]:
    if action["type"] != "show" or action["about"] not in _SHOWN:
        return ()
    return [*action.get("ids", ()), *(each["id"] for each in action.get("products", ()))]


def _dressed(action: Mapping[str, Any], known: Mapping[str, Product], language: Language) -> dict[str, Any]:
    told = {each["id"]: each for each in action.get("products", ())} if _ids(action) else {}
    products = [_card(known[id], told.get(id, {}), language) for id in _ids(action) if id in known]
    return {**action, **({"products": products} if _ids(action) else {})}


def _card(product: Product, told: Mapping[str, Any], language: Language) -> dict[str, Any]:
    price, image = told.get("price"), product.images[0].url if product.images else ""
    shown = money(Money(price["amount"], price["currency"]), language) if price else card_price(product, language)
    return {"in_stock": product.in_stock, "title": product.title.get(language), **told, "id": product.id, "image": picture(image),
            "price_text": shown}
