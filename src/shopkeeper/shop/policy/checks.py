"""The conditions that several rules have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ..order import ItemChange, Order, OrderStatus, RequestKind, RequestState
from . import words
from .policy import Refused


def require_pending(order: Order, what: str) -> None:
    """Refuses an order that is on its way already, or whose items were changed before."""
    _require_quiet(order)
    if order.status is not OrderStatus.PENDING:
        raise Refused("pending", words.wrong_status(order, what), {"status": order.status.value})
    if asked(order, RequestKind.ITEMS):
        raise Refused("one_change", words.already_changed(order), {"status": order.status.value})


def require_delivered(order: Order, what: str) -> None:
    """Refuses an order that has not arrived, or that is being sent back already."""
    _require_quiet(order)
    if order.status is not OrderStatus.DELIVERED:
        raise Refused("delivered", words.wrong_status(order, what), {"status": order.status.value})


def require_in_time(order: Order, changes: Sequence[ItemChange], what: str, days: int | None, at: datetime) -> None:
    """Refuses what arrived too long ago; what arrived nobody knows when is never too late."""
    until = deadline(order, [change.variant_id for change in changes], days)
    if until is not None and days is not None and day(order, at) > until:
        raise Refused(f"{what}_days", words.too_late(order, what, until, days), {"until": until.isoformat(), "days": days})


def deadline(order: Order, item_ids: Sequence[str], days: int | None) -> date | None:
    """The last day on which items may be sent back: that of the earliest parcel, as each item must be in time; None: no limit."""
    found = [d for id in item_ids if (d := _arrived(order, id))]
    return min(found).date() + timedelta(days=days) if found and days is not None else None


def day(order: Order, at: datetime) -> date:
    """The day of a moment where the order's parcels arrived."""
    moments = [f.delivered_at for f in order.fulfilments if f.delivered_at]
    return at.astimezone((moments[0] if moments else order.placed_at).tzinfo).date()


def asked(order: Order, kind: RequestKind) -> bool:
    """Whether such a request was made of the order and not refused."""
    return any(request.kind is kind and request.state is not RequestState.REFUSED for request in order.requests)


def _require_quiet(order: Order) -> None:
    if any(request.state is RequestState.REQUESTED for request in order.requests):
        raise Refused("request_open", words.request_open(order))


def _arrived(order: Order, item_id: str) -> datetime | None:
    """When the last parcel with the item arrived; None where that is not known of each of them."""
    parcels = [f for f in order.fulfilments if not f.variant_ids or item_id in f.variant_ids]
    moments = [f.delivered_at for f in parcels if f.delivered_at is not None]
    return max(moments) if moments and len(moments) == len(parcels) else None
