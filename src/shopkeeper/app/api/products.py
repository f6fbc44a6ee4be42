"""`/v1/products` takes many by POST as well as by PUT."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from ...shop import Product
from ..request import shop_of
from .records import items_of, put_all
from .schema import listed

router = APIRouter(tags=["products"])


@router.post("/v1/products", summary="Create or replace many products", openapi_extra=listed(Product))
async def put_many(request: Request) -> Response:
    """The same as `PUT /v1/products`."""
    items = await items_of(request)
    return await run_in_threadpool(put_all, items, Product, shop_of(request).put_products)
