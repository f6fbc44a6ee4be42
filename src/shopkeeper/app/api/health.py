"""`/health`, `/version`, `/metrics`."""

from __future__ import annotations

import platform

from fastapi import APIRouter, Request, Response

from ... import __version__
from ..request import meter_of, shop_of
from .answer import json

router = APIRouter(tags=["operation"])


@router.get("/health", summary="Whether the shop can answer")
def health(request: Request) -> Response:
    """`status` "ok" says that the store and the index answer, "not_indexed" (with 503) that there is
    nothing to search yet. `products` are those in the store, `searchable` those in the index. `revision`
    counts changes of products: where the index's is below the store's, that many are still to be
    taken in (-1: no index). `encoder` is the fingerprint of the sentence encoder."""
    shop = shop_of(request)
    indexed = shop.indexed_revision
    answer = {
        "status": "not_indexed" if indexed < 0 else "ok", "products": shop.store.products.count(), "searchable": shop.searchable,
        "revision": {"store": shop.store.products.revision(), "index": indexed}, "encoder": shop.encoder_fingerprint,
    }
    return json(answer, 503 if indexed < 0 else 200)


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
              "searchable_products": ("Products in the index.", float(shop.searchable))}
    return Response(meter_of(request).text(gauges), media_type="text/plain; version=0.0.4; charset=utf-8")
