"""The basket: its page, the forms that put in and take out, the way to the shop's own checkout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from ...shop import CartLine, InvalidQuery, InvalidRecord, Language, NotFound, Product
from ...shop.cart import MOST_OF_ONE, CartNotReady, available
from ..live import baskets
from ..request import shop_of
from .form import Fields
from .language import asked, language_of
from .render import cart_of, keep_cart, page
from .shelves import for_basket
from .strings import text

if TYPE_CHECKING:
    from ..shop import Shop

router = APIRouter(include_in_schema=False)
Id = Annotated[str, Query(max_length=200)]


@router.get("/basket")
def basket(request: Request, added: Id = "", refused: Id = "", removed: Id = "", chat: Id = "") -> Response:
    """What is in the basket, at the prices of now. The parameters name a variant of which to say what became; `chat` is the basket that a
    conversation in a page of another site filled."""
    if chat:
        return _taken_over(request, chat)
    shop, cart = shop_of(request), cart_of(request)
    held = {line.variant_id: line.quantity for line in cart.lines} if cart else {}
    said = {"basket_added": added in held and added, "basket_removed": removed not in held and removed, "refused": refused}
    notes = (_note(shop, key, variant, held, language_of(request)) for key, variant in said.items() if variant)
    return page(request, "basket.html", cart=baskets.look(shop, cart.id) if cart else None, note=next(notes, ""),
                added=added in held, shelves=for_basket(request, cart), payable=bool(shop.checkout_url), most=MOST_OF_ONE)


def _taken_over(request: Request, id: str) -> Response:
    """Puts what lies in another basket into the visitor's own, which stays theirs alone: whoever led here knows the other one's id. Twice
    the same changes nothing."""
    shop, answer = shop_of(request), _to_basket(request)
    filled = shop.store.carts.get_many([id]).get(id)
    if filled and filled.lines and request.headers.get("sec-fetch-dest", "document") == "document":
        keep_cart(answer, request, baskets.join(shop, cart_of(request), filled.lines).cart.id)
    return answer


@router.post("/basket/add")
def add(request: Request, fields: Fields) -> Response:
    """Puts one more of a variant in, or as many as `quantity` says; a visitor without a basket gets one."""
    shop, cart, line = shop_of(request), cart_of(request), CartLine(fields.get("variant", ""), number(fields.get("quantity", "1")))
    if _product(shop, line.variant_id) is None:
        raise NotFound("variant", line.variant_id)
    try:
        priced = baskets.add(shop, cart.id, line) if cart else baskets.create(shop, [line])
    except InvalidRecord:
        return _to_basket(request, refused=line.variant_id)
    answer = _to_basket(request, added=line.variant_id)
    keep_cart(answer, request, priced.cart.id)
    return answer


@router.post("/basket/set")
def change(request: Request, fields: Fields) -> Response:
    """Makes the quantity of a variant another, 0 takes it out; a `step` is taken from there."""
    variant, quantity = fields.get("variant", ""), number(fields.get("quantity", ""))
    quantity = max(quantity + {"more": 1, "less": -1}.get(fields.get("step", ""), 0), 0)
    cart = cart_of(request)
    if cart is None or all(line.variant_id != variant for line in cart.lines):
        return _to_basket(request)
    try:
        baskets.set_quantity(shop_of(request), cart.id, variant, quantity)
    except InvalidRecord:
        return _to_basket(request, refused=variant)
    return _to_basket(request, **({} if quantity else {"removed": variant}))


@router.get("/basket/checkout")
def checkout(request: Request) -> Response:
    """To the shop's own checkout; back to the basket when something stands in the way."""
    cart = cart_of(request)
    try:
        return RedirectResponse(baskets.checkout(shop_of(request), cart.id), 303) if cart else _to_basket(request)
    except CartNotReady:
        return _to_basket(request)


def number(typed: str) -> int:
    """A quantity that a visitor typed; `InvalidQuery` when it is none."""
    if not (typed.isascii() and typed.isdecimal() and int(typed[:9]) <= MOST_OF_ONE):
        raise InvalidQuery(f"quantity: expected a whole number from 0 to {MOST_OF_ONE}, got {typed[:20]!r}")
    return int(typed)


def _to_basket(request: Request, **said: str) -> Response:
    """Shows the basket after a change, which loading the page again does not repeat."""
    chosen = asked(request)
    query = urlencode(said | ({"lang": chosen} if chosen else {}))
    return RedirectResponse("/basket" + (f"?{query}" if query else ""), 303)


def _note(shop: Shop, key: str, id: str, held: dict[str, int], language: Language) -> str:
    """What became of a variant, in a sentence; nothing about one that the shop no longer has."""
    product = _product(shop, id)
    if product is None:
        return ""
    left = available(product.variant(id))
    if key == "refused":
        key = "basket_too_many" if left and held.get(id, 0) else "basket_not_added"
    return text(key, language, title=product.title.get(language), n=left)


def _product(shop: Shop, variant: str) -> Product | None:
    owner = shop.store.products.by_variant([variant]).get(variant)
    return shop.store.products.get(owner) if owner else None
