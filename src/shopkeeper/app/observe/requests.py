"""Every request from outside: its id, its line in the log, its span, and what is counted beside it."""

from __future__ import annotations

import logging
import re
import secrets
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..request import PREFIX
from .logs import FACTS, REQUEST

if TYPE_CHECKING:
    from .traces import Tracer

log = logging.getLogger("shopkeeper.request")
ID = "x-request-id"
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Watch:
    """Stands before all else. A request keeps the id that a proxy gave it (`X-Request-Id`), or gets one; the answer bears it, and so does
    every line that is logged meanwhile. The line of the request says which route, not which path: a path may name a person."""

    def __init__(self, app: ASGIApp, tracer: Tracer | None) -> None:
        self.app, self.tracer = app, tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers, started, status = Headers(scope=scope), time.perf_counter(), 500
        given = headers.get(ID, "")
        id = given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8)

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[ID] = id
            await send(message)

        token = REQUEST.set(id)
        span = self.tracer.request(headers, scope["method"]) if self.tracer else nullcontext()
        try:
            with span as told:
                await self.app(scope, receive, answer)
                if told:
                    told(scope["method"], _route(scope), status, id)
        finally:
            _log(scope, status, time.perf_counter() - started)
            REQUEST.reset(token)


def _log(scope: Scope, status: int, seconds: float) -> None:
    if not log.isEnabledFor(logging.INFO):
        return
    caller = scope.get("state", {}).get("caller")
    facts = {"method": scope["method"], "route": _route(scope), "status": status, "ms": round(seconds * 1000, 1),
             "scope": getattr(caller, "scope", ""), "key": getattr(caller, "key_id", "")}
    if prefix := scope.get(PREFIX, ""):
        facts["shop"] = prefix
    log.info("%s %s %d", facts["method"], facts["route"], status, extra={FACTS: facts})


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "") or "other"
