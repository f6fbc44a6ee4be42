"""One request over HTTP: sent, answered or not. No redirect is followed, and no answer is read without end."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson

from .remote import Unanswered

TIMEOUT = 10.0  # seconds of silence that end a try
PATIENCE = 20.0  # seconds that an answer may take to come in whole
LONGEST = 4_000_000  # bytes of an answer
TRY_AGAIN = (408, 425, 429)  # what is no answer, besides 5xx


@dataclass(frozen=True, slots=True)
class Response:
    """What was answered; `data` is the JSON of it, None where it is none."""

    status: int
    data: Any


def call(
    method: str, url: str, value: Any = None, *, headers: Mapping[str, str] | None = None, body: bytes | None = None,
) -> Response:
    """The answer to a request whose body is `value` as JSON, or `body` as it is. `Unanswered` where nobody answers, or with a status that
    says to come again, after the seconds that `Retry-After` names."""
    sent = body if body is not None else None if value is None else orjson.dumps(value)
    given = {"Accept": "application/json", "User-Agent": "Shopkeeper", **({"Content-Type": "application/json"} if sent else {}),
             **(headers or {})}
    try:
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
    except (http.client.HTTPException, ValueError) as error:
        raise Unanswered(f"{type(error).__name__}: {error}"[:200]) from None
    try:
        connection.request(method, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), sent, given)
        answer = connection.getresponse()
        status, text, wait = answer.status, _read(answer), answer.getheader("Retry-After", "")
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unanswered(f"{type(error).__name__}: {error}"[:200]) from None
    finally:
        connection.close()
    if status in TRY_AGAIN or status >= 500:
        raise Unanswered(f"answered {status}", float(wait) if wait.isdecimal() else None)
    return Response(status, _json(text))


def _read(answer: http.client.HTTPResponse) -> bytes:
    """The body, which may come slowly but not without end."""
    until, parts, length = time.monotonic() + PATIENCE, list[bytes](), 0
    while part := answer.read1(65_536):
        parts.append(part)
        length += len(part)
        if length > LONGEST or time.monotonic() > until:
            raise ValueError("the answer does not end")
    return b"".join(parts)


def _json(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
