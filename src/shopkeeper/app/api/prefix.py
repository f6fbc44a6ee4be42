"""Shops under a path: inside, a shop knows only addresses such as `/basket`; on the way out they become `/tea/basket`.

The prefix is taken off the path before a shop sees it, so that every check of a path holds as it stands. Redirects and cookies are
changed here, links and forms where pages are made (`web.render`), and scripts find it in their own address.
"""

from __future__ import annotations

import re

from starlette.types import Message, Scope, Send

from ..request import PREFIX

_PATH = re.compile(rb";\s*path=(/[^;]*)", re.IGNORECASE)


def under(scope: Scope, prefix: str) -> Scope:
    """The request as the shop under a prefix sees it; its path has one."""
    raw = scope.get("raw_path") or scope["path"].encode()
    return {**scope, "path": scope["path"][len(prefix):], "raw_path": b"/" + raw.split(b"/", 2)[2], PREFIX: prefix}


def adding(send: Send, prefix: str) -> Send:
    """Sends an answer with the prefix before its own addresses, and cookies that only come back to this shop."""
    before = prefix.encode()

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [(name, _with(name.lower(), value, before)) for name, value in message["headers"]]}
        await send(message)

    return sent


def _with(name: bytes, value: bytes, prefix: bytes) -> bytes:
    if name in (b"location", b"content-location") and value.startswith(b"/") and not value.startswith(b"//"):
        return prefix + value
    if name == b"set-cookie":
        found = _PATH.search(value)
        path = found[1] if found else b"/"
        own = b"; Path=" + (prefix if path == b"/" else prefix + path)
        return _PATH.sub(own, value, 1) if found else value + own
    return value
