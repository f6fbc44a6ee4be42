"""What may be done with an order, asked before anybody does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from ..money import Money
from ..order import Customer, Order, RequestKind
from . import checks, lines, ways
from .policy import Policy, Refused
from .ways import Way


def may_pay_with(order: Order, customer: Customer, amount: Money) -> list[Way]:
    """The ways that can pay an amount (below 0: take it back)."""
    return [way for way in ways.known(order, customer).values() if way.pays(amount)]


def may_refund_to(policy: Policy, order: Order, customer: Customer) -> list[Way]:
    """The ways that a refund of the order may go, the one that paid first."""
    return list(ways.refund_ways(policy, order, customer).values())


def may_return_until(policy: Policy, order: Order, item_ids: Sequence[str] = ()) -> date | None:
    """The last day on which the items (default: all) may be sent back; None: no limit, or nobody knows when they came."""
    return checks.deadline(order, item_ids or [lines.item_id(line) for line in order.lines], policy.return_days)


def may_exchange_until(policy: Policy, order: Order, item_ids: Sequence[str] = ()) -> date | None:
    """As `may_return_until`, for an exchange."""
    return checks.deadline(order, item_ids or [lines.item_id(line) for line in order.lines], policy.exchange_days)


def may(policy: Policy, order: Order, at: datetime) -> frozenset[RequestKind]:
    """What may be asked of an order at a moment, of at least one of its items."""
    return frozenset(kind for kind in RequestKind if _may(policy, order, at, kind))


def _may(policy: Policy, order: Order, at: datetime, kind: RequestKind) -> bool:
    try:
        if kind not in (RequestKind.RETURN, RequestKind.EXCHANGE):
            checks.require_pending(order, kind.value)
            return True
        checks.require_delivered(order, kind.value)
    except Refused:
        return False
    if kind is RequestKind.EXCHANGE and checks.asked(order, kind):
        return False
    days = policy.return_days if kind is RequestKind.RETURN else policy.exchange_days
    return any(count > 0 and _in_time(order, id, kind, days, at) for id, count in lines.there(order).items())


def _in_time(order: Order, item_id: str, kind: RequestKind, days: int | None, at: datetime) -> bool:
    until = checks.deadline(order, [item_id], days)
    return until is None or checks.day(order, at) <= until
