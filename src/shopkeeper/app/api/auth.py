"""Who asks, and whether the route that they ask for is open to them: decided before anything of a request is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from fastapi import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from ..callers import ANYBODY, LOCAL, Caller
from . import errors
from .scopes import needed

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")  # what proxies say that they passed something on
KNOWN = 4096  # paths whose route is remembered


class Auth:
    """Puts the caller on every request (`state.caller`) and refuses what their scope does not reach."""

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute], page: errors.ErrorPage) -> None:
        self.app, self.page = app, page
        self.door_of = lru_cache(KNOWN)(_matcher(tuple(routes)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request, state = Request(scope), scope.setdefault("state", {})
        caller = state["caller"] = ANYBODY if passed_on(request) else LOCAL
        door = state["door"] = self.door_of(scope["method"], scope["path"].removeprefix(scope.get("root_path", "")))
        if door is None or caller.may(needed(scope["method"], door)):
            await self.app(scope, receive, send)
        else:
            await self._refusal(request, caller)(scope, receive, send)

    def _refusal(self, request: Request, caller: Caller) -> Response:
        message = "what a proxy passed on needs a key here: only who sits at the shop's own machine is let in without"
        if errors.wants_page(request):
            return self.page(request, 403, message)
        return Response(errors.body("forbidden", message), 403, media_type="application/json")


def passed_on(request: Request) -> bool:
    """Whether a proxy says that it passed a request on: whoever can reach that is not known to work here."""
    return any(name in request.headers for name in FORWARDED)


async def guarded(request: Request) -> None:
    """Holds the route that answers against the one whose scope was asked for: a mistake in either is no way in."""
    if request.scope["route"].path != request.scope["state"]["door"]:
        raise RuntimeError("another route answers than the one that was unlocked")


def _matcher(routes: tuple[BaseRoute, ...]) -> Callable[[str, str], str | None]:
    """A function from method and path to the path template of the route that answers, None where none does."""

    def door(method: str, path: str) -> str | None:
        asked = {"type": "http", "method": method, "path": path, "root_path": ""}
        found = (route for route in routes if route.matches(asked)[0] is Match.FULL)
        return getattr(next(found, None), "path", None)

    return door
