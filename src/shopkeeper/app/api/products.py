"""`/v1/products`: read, write, delete, one or many."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from ...shop import InvalidRecord, NotFound, Product, from_dict, to_dict
from ..request import shop_of
from .answer import json
from .records import items_of, put_all
from .schema import listed, record_body

router = APIRouter(tags=["products"])

Record = Annotated[dict[str, Any], Body()]


@router.get("/v1/products/{id:path}", summary="One product")
def get(request: Request, id: str) -> Response:
    """The whole record."""
    return json(to_dict(shop_of(request).store.products.get(id)))


@router.put("/v1/products/{id:path}", summary="Create or replace a product", openapi_extra=record_body(Product))
def put(request: Request, id: str, record: Record) -> Response:
    """The record as it is now stored; 201 when it is new. `id` may be left out of the body."""
    if record.setdefault("id", id) != id:
        raise InvalidRecord("id", f"{id!r}, as in the address", record["id"])
    product = from_dict(Product, record)
    written = shop_of(request).put_products([product])
    return json(to_dict(product), 201 if written.new else 200)


@router.patch("/v1/products/{id:path}", summary="Change some fields of a product")
def patch(request: Request, id: str, changes: Record) -> Response:
    """JSON merge patch (RFC 7396): fields that are given replace, `null` removes, lists are replaced
    whole. Answers the record as it is now."""
    if changes.get("id", id) != id:
        raise InvalidRecord("id", f"{id!r}, as in the address", changes["id"])
    return json(to_dict(shop_of(request).patch_product(id, changes)))


@router.delete("/v1/products/{id:path}", summary="Delete a product", status_code=204)
def delete(request: Request, id: str) -> Response:
    """Nothing in the answer; 404 when there was none."""
    if not shop_of(request).delete_products([id]):
        raise NotFound("product", id)
    return Response(status_code=204)


@router.post("/v1/products", summary="Create or replace many products", openapi_extra=listed(Product))
async def put_many(request: Request) -> Response:
    """A JSON array, or JSON lines as `application/x-ndjson`, of at most 32 MB. Good records go in
    though others be refused: `{accepted, new, changed, unchanged, rejected: [{index, field, expected, got}]}`,
    with status 207 when any was refused."""
    items = await items_of(request)
    return await run_in_threadpool(put_all, items, Product, shop_of(request).put_products)


@router.delete("/v1/products", summary="Delete many products")
def delete_many(request: Request, id: Annotated[list[str], Query(min_length=1, max_length=1000)]) -> Response:
    """`deleted`: how many of them there were."""
    return json({"deleted": shop_of(request).delete_products(id)})
