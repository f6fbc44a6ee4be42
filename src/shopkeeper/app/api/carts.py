"""`/v1/carts`: baskets, priced by the catalogue of the moment and handed over to the shop's own checkout."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from ...shop import CartLine, Language, NotFound, to_dict
from ...shop.cart import PricedCart, PricedLine
from ...store.messages import Answer
from ..callers import customer_for
from ..live import baskets
from ..request import shop_of
from .answer import json

if TYPE_CHECKING:
    from ..shop import Shop

router = APIRouter(tags=["baskets"])
KEPT = timedelta(days=1)  # an answer to a request with an Idempotency-Key

Shown = Annotated[Language, Query(description="of titles, options and notices")]


class LineQuery(BaseModel):
    """So many of a variant."""

    model_config = ConfigDict(extra="forbid")

    variant_id: str = Field(max_length=200)
    quantity: int = Field(1, ge=1)

    def line(self) -> CartLine:
        """The line of a basket."""
        return CartLine(self.variant_id, self.quantity)


class CartQuery(BaseModel):
    """What is to lie in a basket."""

    model_config = ConfigDict(extra="forbid")

    lines: list[LineQuery] = Field([], max_length=100)
    customer_id: str | None = Field(None, max_length=200)


class QuantityQuery(BaseModel):
    """How many of a variant are to lie in a basket; 0 takes it out."""

    model_config = ConfigDict(extra="forbid")

    quantity: int = Field(ge=0)


@router.post("/v1/carts", summary="A new basket", status_code=201)
async def create(request: Request, query: CartQuery, language: Shown = "en") -> Response:
    """The basket; its `id` cannot be guessed and is the only way to it. Sent again with the same
    `Idempotency-Key`, no second one is made."""
    lines, customer = [line.line() for line in query.lines], customer_for(request, query.customer_id)
    return await _once(request, lambda shop: (201, shown(baskets.create(shop, lines, customer), language)))


@router.get("/v1/carts/{id}", summary="A basket")
def get(request: Request, id: str, language: Shown = "en") -> Response:
    """Lines at the prices and stock of now, `subtotal`, and `notices` of what has changed since it was last changed: price_changed,
    fewer_left, sold_out, gone, other_currency. `ready` says whether it can be paid."""
    return json(shown(baskets.look(shop_of(request), id), language))


@router.put("/v1/carts/{id}", summary="Replace what lies in a basket")
def fill(request: Request, id: str, query: CartQuery, language: Shown = "en") -> Response:
    """These lines and no others."""
    return json(shown(baskets.fill(shop_of(request), id, [line.line() for line in query.lines]), language))


@router.delete("/v1/carts/{id}", summary="Delete a basket", status_code=204)
def delete(request: Request, id: str) -> Response:
    """Nothing in the answer; 404 when there was none."""
    if not shop_of(request).store.carts.delete([id]):
        raise NotFound("cart", id)
    return Response(status_code=204)


@router.post("/v1/carts/{id}/cancel", summary="Cancel a basket")
async def cancel(request: Request, id: str, language: Shown = "en") -> Response:
    """The basket as it was, with `status` canceled; it is gone then."""
    return await _once(request, lambda shop: (200, {**shown(baskets.cancel(shop, id), language), "status": "canceled"}))


@router.post("/v1/carts/{id}/lines", summary="Put something into a basket")
async def add(request: Request, id: str, query: LineQuery, language: Shown = "en") -> Response:
    """So many more of a variant. More than are in stock, another currency or something that is not sold is refused (422)."""
    return await _once(request, lambda shop: (200, shown(baskets.add(shop, id, query.line()), language)))


@router.put("/v1/carts/{id}/lines/{variant_id:path}", summary="Set how many of a variant lie in a basket")
def set_quantity(request: Request, id: str, variant_id: str, query: QuantityQuery, language: Shown = "en") -> Response:
    """0 takes it out."""
    return json(shown(baskets.set_quantity(shop_of(request), id, variant_id, query.quantity), language))


@router.delete("/v1/carts/{id}/lines/{variant_id:path}", summary="Take a variant out of a basket")
def take_out(request: Request, id: str, variant_id: str, language: Shown = "en") -> Response:
    """The basket without it."""
    return json(shown(baskets.set_quantity(shop_of(request), id, variant_id, 0), language))


@router.post("/v1/carts/{id}/checkout", summary="Where a basket is paid")
async def checkout(request: Request, id: str) -> Response:
    """`url`: the shop's own checkout with this basket in it, by the setting `checkout_url`. 409 while something
    stands in the way: nothing in it, something sold out, no `checkout_url`."""
    return await _once(request, lambda shop: (200, {"cart_id": id, "url": baskets.checkout(shop, id)}))


def shown(basket: PricedCart, language: Language) -> dict[str, Any]:
    """A basket as JSON values."""
    lines = [_line(line, language) for line in basket.lines]
    subtotal = to_dict(basket.subtotal) if basket.subtotal else None
    return {
        "id": basket.cart.id, "status": "open", "customer_id": basket.cart.customer_id, "lines": lines, "subtotal": subtotal,
        "ready": basket.ready, "notices": [notice for line in lines for notice in line["notices"]],
    }


def _line(line: PricedLine, language: Language) -> dict[str, Any]:
    product, variant = line.product, line.variant
    images = [image.url for image in product.images[:1]] if product else []
    options = {option.name.get(language): option.value.get(language) for option in variant.options} if variant else {}
    notices = [{"type": each.change.value, "variant_id": each.variant_id, "text": each.text.get(language), "blocks": each.blocks}
               for each in line.notices]
    return {
        "variant_id": line.variant_id, "product_id": product.id if product else None,
        "title": product.title.get(language) if product else "", "options": options,
        "image": (variant.image if variant else "") or next(iter(images), ""), "quantity": line.quantity, "available": line.available,
        "unit_price": line.unit_price and to_dict(line.unit_price), "total": line.total and to_dict(line.total), "notices": notices,
    }


async def _once(request: Request, act: Callable[[Shop], tuple[int, dict[str, Any]]]) -> Response:
    """Does something once for each `Idempotency-Key`: sent again it gets the answer of the first time, and
    409 when it asks for something else under the same key."""
    key, body, shop = request.headers.get("idempotency-key", "").strip(), await request.body(), shop_of(request)
    if len(key) > 200:
        raise HTTPException(422, "Idempotency-Key: expected at most 200 characters")
    asked = hashlib.sha256(b"\n".join([str(request.url.path).encode(), str(request.url.query).encode(), body])).hexdigest()
    return await run_in_threadpool(_answer, shop, hashlib.sha256(key.encode()).hexdigest() if key else "", asked, act)


def _answer(shop: Shop, key: str, asked: str, act: Callable[[Shop], tuple[int, dict[str, Any]]]) -> Response:
    if not key:
        status, answer = act(shop)
        return json(answer, status)
    with shop.store.transaction():
        before = shop.store.answers.get(key)
        if before is None:
            status, answer = act(shop)
            now = datetime.now(UTC)
            shop.store.answers.forget(now - KEPT)
            before = Answer(key, asked, status, orjson.dumps(answer).decode(), now)
            shop.store.answers.put(before)
        elif before.request != asked:
            raise HTTPException(409, "Idempotency-Key: another request was made with this key; use a new one")
    return Response(before.body, before.status, media_type="application/json")
