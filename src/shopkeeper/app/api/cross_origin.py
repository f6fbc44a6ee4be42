"""Which pages of other sites may use the shop: those of the setting `widget_origins` the assistant, those of a publishable key whatever
its shoppers may."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..scopes import needed

TALK, NOT_THESE = "/v1/chat", ("/v1/chat/completions",)
METHODS = ("GET", "POST", "PUT", "DELETE")


class CrossOrigin:
    """Lets pages of known origins in. Nothing there goes by cookies, and none are allowed: who asks says so by a key. `keyed` are the
    origins of keys, `door_of` gives the path template of a route."""

    def __init__(
        self, app: ASGIApp, origins: Collection[str], keyed: Callable[[], Awaitable[Collection[str]]],
        door_of: Callable[[str, str], str | None],
    ) -> None:  # fmt: skip
        self._app, self._origins, self._keyed, self._door_of = app, origins, keyed, door_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = Headers(scope=scope).get("origin", "") if scope["type"] == "http" else ""
        if not origin or not await self._let_in(scope, origin):
            await self._app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=_allowed(origin))(scope, receive, send)
        else:
            await self._app(scope, receive, _naming(send, origin))

    async def _let_in(self, scope: Scope, origin: str) -> bool:
        if origin in self._origins and _is_talk(scope["path"]):
            return True
        return self._for_shoppers(scope["path"]) and origin in await self._keyed()

    def _for_shoppers(self, path: str) -> bool:
        """Whether a route of the API is open to a publishable key by some method."""
        doors = ((method, self._door_of(method, path)) for method in METHODS) if path.startswith("/v1/") else ()
        return any(door and needed(method, door) in ("public", "shopper") for method, door in doors)


def _is_talk(path: str) -> bool:
    return (path == TALK or path.startswith(TALK + "/")) and path not in NOT_THESE


def _naming(send: Send, origin: str) -> Send:
    async def named(message: Message) -> None:
        if message["type"] == "http.response.start":
            more = [(b"access-control-allow-origin", origin.encode()), (b"vary", b"Origin")]
            message = {**message, "headers": [*message["headers"], *more]}
        await send(message)

    return named


def _allowed(origin: str) -> dict[str, str]:
    return {
        "access-control-allow-origin": origin, "access-control-allow-methods": ", ".join(METHODS),
        "access-control-allow-headers": "content-type, authorization, x-session-id, idempotency-key",
        "access-control-max-age": "600", "vary": "Origin",
    }
