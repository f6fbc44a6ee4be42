"""What every request passes on its way in and out: limits, security headers, measurement."""

from __future__ import annotations

import logging
import time
import uuid

from fastapi import Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..uploads import LARGEST
from . import errors
from .kinds import BULK_PATHS
from .metrics import Meter

log = logging.getLogger("shopkeeper.api")

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
BODY_LIMIT = 1 << 20
BULK_LIMIT = 32 << 20
SIGNED_LIMIT = 8 << 20
SIGNED_PATHS = ("/v1/webhooks/shopify", "/v1/webhooks/woocommerce")  # what is not signed is refused there, whatever it says it is
# None of these can be sent by another site's page without asking first, which we never allow.
BODY_TYPES = ("application/json", "application/x-ndjson", "application/merge-patch+json")
# Another site's page can send a form unasked: forms are taken here only, and only from our own pages.
FORM_TYPE, FORM_PATHS = "application/x-www-form-urlencoded", ("/basket/", "/console/", "/away", "/suits", "/orders", "/look")
FILES_TYPE, FILES_PATHS = "multipart/form-data", ("/console/import", "/console/search/judgments")  # forms with files
FILES_LIMIT = LARGEST + (1 << 16)

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: http: data:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    b"content-security-policy": CONTENT_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
}


class Guard:
    """Refuses foreign host names and oversized or ambiguous bodies, adds the security headers,
    measures, and turns the unexpected into an answer without a traceback."""

    def __init__(self, app: ASGIApp, meter: Meter, hosts: frozenset[str] | None, page: errors.ErrorPage) -> None:
        self.app, self.meter, self.hosts, self.page = app, meter, hosts, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        reply = Reply(send)
        started = time.perf_counter()
        try:
            await self._answer(scope, receive, reply)
        except Exception:
            await self._unexpected(scope, receive, reply)
        finally:
            self.meter.observe(_route(scope), reply.status, time.perf_counter() - started)

    async def _answer(self, scope: Scope, receive: Receive, reply: Reply) -> None:
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal:
            await refusal(scope, receive, reply)
        elif scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, reply)
        else:
            await self.app(scope, limited(receive, _limit(scope)), reply)

    async def _unexpected(self, scope: Scope, receive: Receive, reply: Reply) -> None:
        self.meter.unexpected()
        incident = uuid.uuid4().hex[:12]
        log.exception("unexpected error %s at %s %s", incident, scope["method"], scope["path"])
        if reply.started:
            return
        request, message = Request(scope, receive), f"something went wrong here; the log has it under {incident}"
        answer = self.page(request, 500, message) if errors.wants_page(request) else _json(500, "internal", message)
        await answer(scope, receive, reply)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        if self.hosts is not None and _name(headers.get("host", "")) not in self.hosts:
            return _json(421, "misdirected", "this server answers only to " + ", ".join(sorted(self.hosts)))
        if scope["method"] in ("POST", "PUT", "PATCH"):
            type = headers.get("content-type", "").split(";")[0].strip().lower()
            if (type == FORM_TYPE and scope["path"].startswith(FORM_PATHS)) or (type == FILES_TYPE and scope["path"] in FILES_PATHS):
                if not from_here(headers):
                    return _json(403, "forbidden", "a form is taken from this shop's own pages only")
            elif type not in BODY_TYPES and scope["path"] not in SIGNED_PATHS:
                return _json(415, "unsupported_media_type", "the content type must be one of " + ", ".join(BODY_TYPES))
            length = headers.get("content-length", "")
            if length.isdecimal() and int(length) > _limit(scope):
                return _json(413, "too_large", f"the body may have at most {_limit(scope)} bytes")
        return None


class Reply:
    """Sends an answer with the security headers and remembers its status."""

    def __init__(self, send: Send) -> None:
        self.send, self.status, self.started = send, 500, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.started = message["status"], True
            present = {name.lower() for name, _ in message["headers"]}
            extra = [(name, value) for name, value in SECURITY_HEADERS.items() if name not in present]
            message = {**message, "headers": [*message["headers"], *extra]}
        await self.send(message)


def limited(receive: Receive, limit: int) -> Receive:
    """`receive` that refuses to pass on more than `limit` bytes of a body."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, f"the body may have at most {limit} bytes")
        return message

    return counted


def from_here(headers: Headers) -> bool:
    """Whether a page of this server sent a request, as the browser says; what says nothing is no browser
    of the last years, and gets no."""
    if site := headers.get("sec-fetch-site"):
        return site == "same-origin"
    return headers.get("origin", "").partition("://")[2].lower() == headers.get("host", "").lower() != ""


def _json(status: int, type: str, message: str) -> Response:
    return Response(errors.body(type, message), status, media_type="application/json")


def _limit(scope: Scope) -> int:
    bulk = scope["path"] in BULK_PATHS if scope["method"] == "PUT" else scope["path"] == "/v1/products"
    if scope["path"] in FILES_PATHS:
        return FILES_LIMIT
    return BULK_LIMIT if bulk else SIGNED_LIMIT if scope["path"] in SIGNED_PATHS else BODY_LIMIT


def _name(host: str) -> str:
    """The name in a Host header, without its port."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).lower()


def _route(scope: Scope) -> str:
    route = scope.get("route")
    return getattr(route, "path", "") or "other"
