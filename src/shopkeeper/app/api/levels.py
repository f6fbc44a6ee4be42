"""`/v1/stock`, `/v1/prices`: what is left and what it costs, for thousands of variants at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from ...shop import PriceUpdate, StockUpdate
from ..live.levels import set_levels
from ..request import shop_of
from .answer import json
from .records import items_of, sort_out
from .schema import listed

if TYPE_CHECKING:
    from ..shop import Shop

router = APIRouter(tags=["stock and prices"])


@router.put("/v1/stock", summary="Set stock levels", openapi_extra=listed(StockUpdate))
async def put_stock(request: Request) -> Response:
    """A JSON array or JSON lines of `{variant_id, quantity, at?}`, with `sku` or `barcode` for `variant_id`.
    Answers `{accepted, changed, unchanged, older, rejected: [{index, field, expected, got}]}`, 207 when any was
    refused; searches see it when the answer is there. What is `older` than what is known is kept in the history only."""
    return await _set(request, StockUpdate)


@router.put("/v1/prices", summary="Set prices", openapi_extra=listed(PriceUpdate))
async def put_prices(request: Request) -> Response:
    """As `PUT /v1/stock`, with `price: {amount, currency}` for `quantity`; the amount is in minor units."""
    return await _set(request, PriceUpdate)


async def _set(request: Request, kind: type[StockUpdate | PriceUpdate]) -> Response:
    return await run_in_threadpool(_answer, shop_of(request), kind, await items_of(request))


def _answer(shop: Shop, kind: type[StockUpdate | PriceUpdate], items: list[Any]) -> Response:
    good, rejected = sort_out(kind, items)
    report = set_levels(shop, good)
    report.rejected += rejected
    return json(report.to_dict(), 207 if report.rejected else 200)
