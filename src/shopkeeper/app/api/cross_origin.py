"""Which pages of other sites may talk with the assistant: those whose origins the setting `widget_origins` names, and no others."""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TALK, NOT_THESE = "/v1/chat", ("/v1/chat/completions",)


class CrossOrigin:
    """Lets pages of known origins use `/v1/chat`. Nothing there goes by cookies, and none are allowed."""

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self._app, self._origins = app, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = Headers(scope=scope).get("origin", "") if scope["type"] == "http" else ""
        if origin not in self._origins or not _is_talk(scope["path"]):
            await self._app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=_allowed(origin))(scope, receive, send)
        else:
            await self._app(scope, receive, _naming(send, origin))


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
        "access-control-allow-origin": origin, "access-control-allow-methods": "GET, POST", "access-control-allow-headers": "content-type",
        "access-control-max-age": "600", "vary": "Origin",
    }
