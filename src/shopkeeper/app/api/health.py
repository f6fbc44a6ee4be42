"""`/health`, `/version`, `/metrics`."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from ... import __version__
from ...shop import NotIndexed
from ..request import meter_of, shop_of
from .answer import json

if TYPE_CHECKING:
    from ..shop import Shop

router = APIRouter(tags=["operation"])


@router.get("/health", summary="Whether the shop can answer")
def health(request: Request) -> Response:
    """`status` "ok" says that the store and the index answer, "not_indexed" (with 503) that there is
    nothing to search yet. `products` are those in the store, `searchable` those in the index."""
    shop = shop_of(request)
    searchable = _searchable(shop)
    answer = {"products": shop.store.products.count(), "searchable": searchable}
    return json({"status": "not_indexed", **answer}, 503) if searchable is None else json({"status": "ok", **answer})


@router.get("/version", summary="What is running")
async def version() -> Response:
    """The versions of Shopkeeper and of Python."""
    return json({"version": __version__, "python": platform.python_version()})


@router.get("/metrics", summary="Measurements in the Prometheus text format")
def metrics(request: Request) -> Response:
    """Requests and their durations by route, searches, searches without a result, products; summed
    over all server processes."""
    shop = shop_of(request)
    gauges = {"products": ("Products in the store.", float(shop.store.products.count())),
              "searchable_products": ("Products in the index.", float(_searchable(shop) or 0))}
    return Response(meter_of(request).text(gauges), media_type="text/plain; version=0.0.4; charset=utf-8")


def _searchable(shop: Shop) -> int | None:
    try:
        return shop.search("", k=1).total
    except NotIndexed:
        return None
