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
    """`status` is "ok" when the store answers; else this is an error of status 500 or 503."""
    return json({"status": "ok", "products": shop_of(request).store.products.count()})


@router.get("/version", summary="What is running")
async def version() -> Response:
    """The versions of Shopkeeper and of Python."""
    return json({"version": __version__, "python": platform.python_version()})


@router.get("/metrics", summary="Measurements in the Prometheus text format")
def metrics(request: Request) -> Response:
    """Requests and their durations by route, searches, searches without a result, products; summed
    over all server processes."""
    gauges = {"products": ("Products in the store.", float(shop_of(request).store.products.count()))}
    return Response(meter_of(request).text(gauges), media_type="text/plain; version=0.0.4; charset=utf-8")
