"""Who asks, and whether the route that they ask for is open to them: decided before anything of a request is done."""

from __future__ import annotations

import hmac
import logging
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import parse_qs, urlencode

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ...store import StoreError
from ..access import PUBLISHABLE, SECRET
from ..callers import ANYBODY, LOCAL, Caller
from ..identity import BadIdentity, customer_of
from ..keyring import Keyring
from ..login import form_token
from ..request import FORM_HEADER, SESSION
from ..scopes import needed
from . import errors
from .guard import FILES_TYPE, FORM_TYPE, from_here

log = logging.getLogger("shopkeeper.api")
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")  # what proxies say that they passed something on
SAFE = ("GET", "HEAD", "OPTIONS")
KNOWN = 4096  # paths whose route is remembered
ALWAYS = ("/health", "/version")  # answered to anybody, also when the store that knows who asks does not answer
AWAY = "the shop's records cannot be read at the moment; try again later"
CONSOLE, LOGIN = "/console", "/console/login"
TOKEN = re.compile(rb'\A--[^\r\n]{1,200}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n([0-9a-f]{1,200})\r\n', re.I)
FIRST_PART = 4096  # bytes in which the token of a form with files must have come


class Refused(Exception):
    """A request that is not answered: its status and why."""

    def __init__(self, status: int, message: str) -> None:
        self.status, self.message = status, message


class Auth:
    """Puts the caller on every request (`state.caller`) and refuses what their scope does not reach. A shop without keys and users that is
    reached by its own machine alone (`loopback`) is open to who sits there; `secret` signs its shoppers."""

    def __init__(
        self, app: ASGIApp, keyring: Keyring, door_of: Callable[[str, str], str | None], page: errors.ErrorPage, *, loopback: bool,
        secret: str,
    ) -> None:  # fmt: skip
        self.app, self.keyring, self.door_of, self.page, self.loopback, self.secret = app, keyring, door_of, page, loopback, secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request, state = Request(scope), scope.setdefault("state", {})
        door = state["door"] = self.door_of(scope["method"], scope["path"])
        if door in ALWAYS:
            state["caller"] = ANYBODY
            await self.app(scope, receive, send)
            return
        try:
            receive = await self._admit(request, receive, door)
        except (Refused, HTTPException) as refused:
            await self._refusal(request, refused)(scope, receive, send)
            return
        except StoreError as error:
            log.warning("the store: %s", error)  # it names servers and folders, which is for the log
            await self._refusal(request, Refused(503, AWAY))(scope, receive, send)
            return
        await self.app(scope, receive, send)

    async def _admit(self, request: Request, receive: Receive, door: str | None) -> Receive:
        """What the route reads the request from, which may have been read here; `Refused`."""
        caller, receive = await self._caller(request, receive)
        request.scope["state"]["caller"] = caller
        if door is not None and not caller.may(scope := needed(request.method, door)):
            raise self._too_little(request, caller, scope)
        return receive

    async def _caller(self, request: Request, receive: Receive) -> tuple[Caller, Receive]:
        state = request.scope["state"]
        state["session"], state["unlocked"] = "", self.loopback and await self.keyring.unlocked()
        if state["unlocked"]:
            return (ANYBODY if passed_on(request) else LOCAL), receive
        bearer = _bearer(request)
        if bearer.startswith((SECRET, PUBLISHABLE)):
            return await self._by_key(request, bearer), receive
        if token := request.cookies.get(SESSION, ""):
            user = await self.keyring.user(token)
            if user is not None:
                return await self._by_session(request, receive, user, token)
        return Caller(customer_id=self._customer(bearer)), receive

    async def _by_key(self, request: Request, secret: str) -> Caller:
        key = await self.keyring.key(secret)
        if key is None:
            raise Refused(401, "this key is not known here, was revoked or has expired")
        origin = request.headers.get("origin", "")
        if key.origins and origin not in key.origins and not (origin == "" and request.headers.get("sec-fetch-site") == "same-origin"):
            raise Refused(403, "this key is for pages of other origins; `shopkeeper keys list` shows which")
        return Caller(key.id, key.scope, key.label)  # type: ignore[arg-type]

    async def _by_session(self, request: Request, receive: Receive, user: Caller, token: str) -> tuple[Caller, Receive]:
        """The user, unless the request changes something and does not come from a page of this session: then it is anybody's."""
        if request.method not in SAFE:
            given = request.headers.get(FORM_HEADER, "")
            type = request.headers.get("content-type", "")
            if not given and type.startswith((FORM_TYPE, FILES_TYPE)):
                given, receive = await (_of_form if type.startswith(FORM_TYPE) else _of_parts)(receive)
            if not hmac.compare_digest(given.encode(), form_token(token).encode()) or not from_here(request.headers):
                request.scope["state"]["foreign"] = True
                return ANYBODY, receive
        request.scope["state"]["session"] = token
        return user, receive

    def _customer(self, bearer: str) -> str | None:
        try:
            return customer_of(bearer, self.secret, datetime.now(UTC)) if bearer and self.secret else None
        except BadIdentity:
            return None  # the route that asks for a customer says what is wrong

    def _too_little(self, request: Request, caller: Caller, scope: str) -> Refused:
        state = request.scope["state"]
        if state.get("foreign"):
            return Refused(403, "this was not sent from a page of this session; open the page anew and try again")
        if state["unlocked"]:
            return Refused(403, "what a proxy passed on needs a key: only who sits at the shop's own machine is let in without")
        if not caller.key_id:
            return Refused(401, f"this needs a key with the scope {scope} (Authorization: Bearer sk_…)")
        return Refused(403, f"this needs the scope {scope}; {caller.name} has {caller.scope}")

    def _refusal(self, request: Request, refused: Refused | HTTPException) -> Response:
        status, message = (refused.status, refused.message) if isinstance(refused, Refused) else (refused.status_code, refused.detail)
        headers = {"cache-control": "no-store", **({"www-authenticate": "Bearer"} if status == 401 else {})}
        if not errors.wants_page(request):
            return Response(errors.body(errors.type_of(status), message), status, headers, media_type="application/json")
        path = request.scope["path"]
        if status == 401 and path.startswith(CONSOLE):
            return RedirectResponse(f"{LOGIN}?{urlencode({'next': path})}", 303, headers)
        answer = self.page(request, status, message)
        answer.headers.update(headers)
        return answer


def passed_on(request: Request) -> bool:
    """Whether a proxy says that it passed a request on: whoever can reach that is not known to work here."""
    return any(name in request.headers for name in FORWARDED)


async def guarded(request: Request) -> None:
    """Holds the route that answers against the one whose scope was asked for: a mistake in either is no way in."""
    if request.scope["route"].path != request.scope["state"]["door"]:
        raise RuntimeError("another route answers than the one that was unlocked")


def _bearer(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


async def _of_form(receive: Receive) -> tuple[str, Receive]:
    """The token in a form, and what the form is read from once more."""
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    given = parse_qs(body.decode("utf-8", "replace")).get("csrf", [""])[0]
    rest: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return rest.pop() if rest else await receive()

    return given, again


async def _of_parts(receive: Receive) -> tuple[str, Receive]:
    """The token in the first part of a form with files, where our pages put it, and what the form is read from: the files have not come."""
    begun: list[Message] = []
    while sum(len(each.get("body", b"")) for each in begun) < FIRST_PART:
        begun.append(message := await receive())
        found = TOKEN.search(b"".join(each.get("body", b"") for each in begun))
        if found or not message.get("more_body", False):
            break

    async def again() -> Message:
        return begun.pop(0) if begun else await receive()

    return found[1].decode() if found else "", again


def matcher(routes: Iterable[BaseRoute]) -> Callable[[str, str], str | None]:
    """A function from method and path to the path template of the route that answers, None where none does."""
    tried = tuple(routes)

    @lru_cache(KNOWN)
    def door(method: str, path: str) -> str | None:
        asked = {"type": "http", "method": method, "path": path, "root_path": ""}
        found = (route for route in tried if route.matches(asked)[0] is Match.FULL)
        return getattr(next(found, None), "path", None)

    return door
