"""`/v1/events`: what shoppers do, under GA4's names."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from ...shop import Event
from ..request import shop_of
from .records import items_of, put_all
from .schema import listed

router = APIRouter(tags=["events"])


@router.post("/v1/events", summary="Record events", openapi_extra=listed(Event))
async def put_events(request: Request) -> Response:
    """One event, a JSON array of them, or JSON lines. `id` and `at` are filled in when left out; send
    an `id` of your own and a repeated request counts once. Answers as `POST /v1/products` does."""
    now = datetime.now(UTC)
    items = [_completed(item, now) for item in await items_of(request)]
    return await run_in_threadpool(put_all, items, Event, shop_of(request).put_events)


def _completed(item: Any, now: datetime) -> Any:
    return {"id": uuid.uuid4().hex, "at": now.isoformat(), **item} if isinstance(item, dict) else item
