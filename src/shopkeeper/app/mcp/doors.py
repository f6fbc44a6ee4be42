"""How agents reach the MCP server: over HTTP in the application, or over this process's stdin and stdout."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from ..access import PUBLISHABLE, SECRET
from ..identity import customer_of
from ..request import prefix_of
from .tool import Caller

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from ..shop import Shop


class HttpDoor:
    """The ASGI application at `/mcp`: Streamable HTTP without sessions, so that any server process answers any request. It is made, and
    the protocol's library loaded, when the first agent comes."""

    def __init__(self, shop: Shop) -> None:
        self._shop, self._opening = shop, asyncio.Lock()
        self._manager: StreamableHTTPSessionManager | None = None
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._opening:
            if self._manager is None:
                await self._open()
        assert self._manager
        await self._manager.handle_request(scope, receive, send)

    async def _open(self) -> None:
        manager, ready = await asyncio.to_thread(self._made), asyncio.Event()
        self._running = asyncio.create_task(_run(manager, ready))
        await ready.wait()
        self._manager = manager

    def _made(self) -> StreamableHTTPSessionManager:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from .server import server

        made = server(self._shop, lambda context: caller_of(self._shop, context.request))
        return StreamableHTTPSessionManager(made, json_response=True, stateless=True)


async def _run(manager: StreamableHTTPSessionManager, ready: asyncio.Event) -> None:
    async with manager.run():
        ready.set()
        await asyncio.Event().wait()


def caller_of(shop: Shop, request: Request | None) -> Caller:
    """Who sent a request: the customer whose signed token it bears, where this shop signs any, else somebody who is not known."""
    if request is None:
        return Caller()
    secret, bearer = shop.secrets.get("customer", ""), request.headers.get("authorization", "").removeprefix("Bearer ")
    signed = secret and bearer and not bearer.startswith((SECRET, PUBLISHABLE))
    customer = customer_of(bearer, secret, datetime.now(UTC)) if signed else None
    return Caller(customer, address_of(request))


def address_of(request: Request) -> str:
    """The address under which the sender of a request reaches this server, through a proxy or not."""
    given = request.headers
    host = given.get("x-forwarded-host", given.get("host", ""))
    return f"{request.url.scheme}://{host}{prefix_of(request)}"


def serve_stdio(shop: Shop, caller: Caller) -> None:
    """Answers one agent over stdin and stdout until it leaves."""
    asyncio.run(_stdio(shop, caller))


async def _stdio(shop: Shop, caller: Caller) -> None:
    from mcp.server.stdio import stdio_server

    from .server import server

    made: Any = server(shop, lambda context: caller)
    async with stdio_server() as (incoming, outgoing):
        await made.run(incoming, outgoing, made.create_initialization_options())
