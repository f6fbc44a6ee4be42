"""What a route of the API or a page finds on the application it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

if TYPE_CHECKING:
    from .api.metrics import Meter
    from .shop import Shop


def shop_of(request: Request) -> Shop:
    """The open shop that this application serves."""
    shop: Shop = request.app.state.shop
    return shop


def meter_of(request: Request) -> Meter:
    """Where this application counts."""
    meter: Meter = request.app.state.meter
    return meter
