"""Many records in one request: which are good, which are refused and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from fastapi import Request, Response
from starlette.exceptions import HTTPException

from ...shop import InvalidRecord, from_dict
from ...store.protocol import Written
from ..live.levels import rejection
from .answer import json

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Broken:
    """A line of a body that is not JSON."""

    text: str


def read_items(body: bytes, content_type: str) -> list[Any]:
    """The items of a JSON array, of one JSON object, or of JSON lines."""
    if content_type.startswith("application/x-ndjson"):
        return [_line(line) for line in body.splitlines() if line.strip()]
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise HTTPException(400, f"the body is not JSON: {error}") from None
    return data if isinstance(data, list) else [data]


def _line(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return Broken(line.decode("utf-8", "replace"))


def sort_out(kind: type[T], items: Iterable[Any]) -> tuple[list[tuple[int, T]], list[dict[str, Any]]]:
    """The records that `items` describe, with their place, and what is wrong with the others, by index."""
    good: list[tuple[int, T]] = []
    rejected: list[dict[str, Any]] = []
    for index, item in enumerate(items):
        try:
            if isinstance(item, Broken):
                raise InvalidRecord("", "a JSON object on each line", item.text)
            good.append((index, from_dict(kind, item)))
        except InvalidRecord as error:
            rejected.append(rejection(index, error))
    return good, rejected


def put_all(request_items: list[Any], kind: type[T], put: Callable[[list[T]], Written]) -> Response:
    """Puts the good ones in; 200 when all were, 207 when some were refused."""
    good, rejected = sort_out(kind, request_items)
    written = put([record for _, record in good]) if good else Written()
    counts = {"accepted": len(good), "new": written.new, "changed": written.changed, "unchanged": written.unchanged}
    return json({**counts, "rejected": rejected}, 207 if rejected else 200)


async def items_of(request: Request) -> list[Any]:
    """The items in the body of a request."""
    return read_items(await request.body(), request.headers.get("content-type", ""))
