"""Proxies in front of the server: whom those that the shop trusts passed a request on for, by which address and by https or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

_SAID = (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"forwarded")


class Proxies:
    """Believes `X-Forwarded-For`, `-Proto` and `-Host` of the addresses and networks `trusted`; of all others only that they were sent,
    and nothing of what they say."""

    def __init__(self, app: ASGIApp, trusted: Sequence[str]) -> None:
        self._app, self._believing = app, ProxyHeadersMiddleware(cast(Any, app), list(trusted))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        if client and client[0] in self._believing.trusted_hosts:
            await self._believing(cast(Any, scope), cast(Any, receive), cast(Any, send))
            return
        headers = [(name, value) for name, value in scope.get("headers", []) if name not in _SAID]
        said = [] if len(headers) == len(scope.get("headers", [])) else [(b"forwarded", b"unknown")]
        await self._app({**scope, "headers": headers + said}, receive, send)
