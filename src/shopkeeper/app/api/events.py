"""`/v1/events`: what shoppers do, under GA4's names."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from ...shop import Event
from ...store.protocol import Written
from ..callers import caller_of, customer_for
from ..request import shop_of
from .records import items_of, put_all
from .schema import listed

if TYPE_CHECKING:
    from ..shop import Shop

router = APIRouter(tags=["events"])


@router.post("/v1/events", summary="Record events", openapi_extra=listed(Event))
async def put_events(request: Request) -> Response:
    """One event, a JSON array of them, or JSON lines. `id` and `at` are filled in when left out; send
    an `id` of your own and a repeated request counts once. Answers as `POST /v1/products` does. Who has no key of the shop tells of nobody
    but the customer whose signed token the request bears (403), and changes no event that is there."""
    now, shop = datetime.now(UTC), shop_of(request)
    items = [_completed(item, now) for item in await items_of(request)]
    for item in items:
        customer_for(request, item.get("customer_id") if isinstance(item, dict) else None)
    ours = caller_of(request).may("operator")
    return await run_in_threadpool(put_all, items, Event, shop.put_events if ours else partial(_put_new, shop))


def _put_new(shop: Shop, events: list[Event]) -> Written:
    """Keeps those that are not there yet: the first word about an event is the one that counts."""
    known = shop.store.events.get_many([event.id for event in events])
    return shop.put_events([event for event in events if event.id not in known]) + Written(unchanged=len(known))


def _completed(item: Any, now: datetime) -> Any:
    return {"id": uuid.uuid4().hex, "at": now.isoformat(), **item} if isinstance(item, dict) else item
