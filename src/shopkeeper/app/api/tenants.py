"""Several shops behind one listening socket: each is opened when it is first asked for, and answers as if it were alone."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ..tenants import Tenant, Tenants
from ..web.chat import widget_of_many
from . import errors
from .prefix import adding, under

log = logging.getLogger("shopkeeper.api")

PAUSE = 5.0  # seconds before a shop that could not be opened is tried again
Opener = Callable[[Tenant], AbstractContextManager[ASGIApp]]


class Room:
    """One shop of several: closed, or open with requests in it."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant, self.lock, self.stack = tenant, asyncio.Lock(), ExitStack()
        self.app: ASGIApp | None = None
        self.inside, self.asked, self.failed = 0, 0.0, -PAUSE

    async def open(self, opener: Opener) -> ASGIApp | None:
        """The application of the shop; None when it cannot be opened, or could not a moment ago."""
        async with self.lock:
            if self.app is None and time.monotonic() - self.failed >= PAUSE:
                await asyncio.to_thread(self._open, opener)
            return self.app

    def _open(self, opener: Opener) -> None:
        try:
            self.app = self.stack.enter_context(opener(self.tenant))
        except Exception:  # whatever is wrong with one shop, the others go on
            log.exception("the shop %s cannot be opened; it is tried again in %d s", self.tenant.name, PAUSE)
            self.failed = time.monotonic()

    async def close(self) -> None:
        """Closes the shop unless somebody is in it."""
        async with self.lock:
            if self.inside == 0 and self.app is not None:
                self.app = None
                await asyncio.to_thread(self.stack.close)


class TenantRouter:
    """The ASGI application of all shops of a server. `opener` opens one; `/health` at no shop's address says that the server lives."""

    def __init__(self, tenants: Tenants, opener: Opener) -> None:
        self._tenants, self._opener = tenants, opener
        self._rooms = {tenant.name: Room(tenant) for tenant in tenants.shops}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        tenant = self._tenants.of(Headers(scope=scope).get("host", ""), scope["path"]) if scope["type"] == "http" else None
        if tenant is None:
            await _nobody(scope)(scope, receive, send)
        elif tenant.path and scope["path"] == tenant.path:
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"{tenant.path}/{'?' if query else ''}{query}", 308)(scope, receive, send)
        else:
            await self._enter(self._rooms[tenant.name], scope, receive, send)

    async def _enter(self, room: Room, scope: Scope, receive: Receive, send: Send) -> None:
        room.inside, room.asked = room.inside + 1, time.monotonic()
        try:
            app = room.app or await self._open(room)
            if app is None:
                await _refused(scope, 503, "not_open", "this shop cannot be opened at the moment")(scope, receive, send)
            elif room.tenant.path:
                await app(under(scope, room.tenant.path), receive, adding(send, room.tenant.path))
            else:
                await app(scope, receive, send)
        finally:
            room.inside -= 1

    async def _open(self, room: Room) -> ASGIApp | None:
        app = await room.open(self._opener)
        idle = sorted((each for each in self._rooms.values() if each.app is not None and not each.inside), key=lambda each: each.asked)
        for each in idle[: max(sum(each.app is not None for each in self._rooms.values()) - self._tenants.most_open, 0)]:
            await each.close()
        return app

    @property
    def opened(self) -> list[str]:
        """The names of the shops that are open."""
        return [name for name, room in self._rooms.items() if room.app is not None]

    def close(self) -> None:
        """Closes all shops; no request is in progress any more."""
        for room in self._rooms.values():
            room.app = None
            room.stack.close()


def opener_of(folder: Path, working: Callable[..., AbstractContextManager[ASGIApp]]) -> Opener:
    """How a server opens each of its shops; each counts in a folder of its own."""
    def opened(tenant: Tenant) -> AbstractContextManager[ASGIApp]:
        own = folder / tenant.name
        own.mkdir(exist_ok=True)
        return working(tenant.shop, tenant.data_dir or None, own, tenant=tenant)

    return opened


def _nobody(scope: Scope) -> ASGIApp:
    if scope["type"] == "http" and scope["path"] == "/health":
        return Response(b'{"status":"ok"}', media_type="application/json")
    if scope["type"] == "http" and scope["path"] == "/widget.js":
        return widget_of_many()
    return _refused(scope, 404, "not_found", "no shop is served here")


def _refused(scope: Scope, status: int, type: str, message: str) -> ASGIApp:
    if scope["type"] == "http" and errors.wants_page(Request(scope)):
        return Response(message + "\n", status, media_type="text/plain; charset=utf-8")
    return Response(errors.body(type, message), status, media_type="application/json")
