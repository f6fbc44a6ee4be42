"""What a route of the API or a page finds on the application it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

if TYPE_CHECKING:
    from .api.metrics import Meter
    from .keyring import Keyring
    from .shop import Shop


def shop_of(request: Request) -> Shop:
    """The open shop that this application serves."""
    shop: Shop = request.app.state.shop
    return shop


def meter_of(request: Request) -> Meter:
    """Where this application counts."""
    meter: Meter = request.app.state.meter
    return meter


def keyring_of(request: Request) -> Keyring:
    """Who the keys and sessions of this application's shop belong to."""
    keyring: Keyring = request.app.state.keyring
    return keyring


PREFIX = "shopkeeper.prefix"


def prefix_of(request: Request) -> str:
    """The path under which the shop of a request is served, such as `/tea`; empty at the root."""
    prefix: str = request.scope.get(PREFIX, "")
    return prefix


SESSION, FORM_HEADER = "shopkeeper_console", "x-csrf-token"  # the cookie of who is logged in, and what their requests carry besides
COOKIE, HEADER = "shopkeeper_session", "x-session-id"
_LONGEST = 200  # characters


def session_of(request: Request) -> str | None:
    """The visit that a request belongs to: the header X-Session-Id, else the storefront's cookie."""
    return (request.headers.get(HEADER) or request.cookies.get(COOKIE) or "")[:_LONGEST] or None
