"""Refuses callers who send more than they may, with 429 and when to come back."""

from __future__ import annotations

from ipaddress import ip_address

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from ..callers import LOCAL, caller_of
from ..limits import Buckets, DayBudget
from . import errors
from .metrics import Meter
from .traffic import work_of

USER = "user:"  # how the id of somebody begins who logged in to the console


class Limits:
    """Counts requests by key, or by address where there is none. Who sits at the machine of a shop without keys is not counted."""

    def __init__(self, app: ASGIApp, buckets: Buckets, budget: DayBudget | None, meter: Meter, page: errors.ErrorPage) -> None:
        self.app, self.buckets, self.budget, self.meter, self.page = app, buckets, budget, meter, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        work = work_of(scope["method"], scope["path"]) if scope["type"] == "http" else None
        caller = caller_of(request := Request(scope)) if work else LOCAL
        if work is None or caller == LOCAL:
            await self.app(scope, receive, send)
        elif wait := self.buckets.wait(caller.key_id or address_of(request), work):
            message = f"too many requests ({work}); the next one may come in {wait} s"
            await self._refuse(request, receive, send, "rate_limited", message, wait)
        elif self.budget and not await self._budgeted(self.budget, caller.key_id):
            message = "this key has used up its requests of today (UTC)"
            await self._refuse(request, receive, send, "budget_spent", message, self.budget.tomorrow())
        else:
            await self.app(scope, receive, send)

    async def _budgeted(self, budget: DayBudget, key: str) -> bool:
        if not key or key.startswith(USER):
            return True
        held = budget.at_hand(key)
        return await run_in_threadpool(budget.take, key) if held is None else held

    async def _refuse(self, request: Request, receive: Receive, send: Send, type: str, message: str, wait: int) -> None:
        self.meter.limited()
        await errors.refusal(request, self.page, 429, type, message, retry_after=wait)(request.scope, receive, send)


def address_of(request: Request) -> str:
    """Where a request comes from, as `Proxies` found out. A sender of IPv6 has a whole network of addresses, which counts as one."""
    sender = request.client.host if request.client else ""
    return _network(sender) or sender


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(found) if found.version == 4 else ":".join(found.exploded.split(":")[:4])
