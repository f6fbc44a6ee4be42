"""`/v1/customers/…`, asked: how far visits come, who comes back, groups, what is known of one customer."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from ...customers.funnel import STEPS
from ..request import shop_of
from .answer import json

router = APIRouter(prefix="/v1/customers", tags=["customers"])

Days = Annotated[int, Query(ge=1, le=36_500, description="the last so many days of the shop's history")]
By = Annotated[Literal["device", "source", "category"] | None, Query(description="apart by one of these")]
Limit = Annotated[int, Query(ge=1, le=10_000, description="rows at most")]
After = Annotated[str, Query(max_length=1000, description="`next` of an earlier answer")]


@router.get("/funnel", summary="How far visits come")
def funnel(request: Request, days: Days = 90, by: By = None) -> Response:
    """All visits, and `parts` by device, source or category: how many came to each step or further, the share that went on, the share
    that bought, with 95 % intervals."""
    return json(shop_of(request).customers.funnel(days, by or "").to_dict())


@router.get("/visits", summary="The visits behind a figure of the funnel")
def visits(
    request: Request, days: Days = 90, by: By = None,
    part: Annotated[str | None, Query(max_length=200, description="only visits of this device, source or category")] = None,
    step: Annotated[str, Query(max_length=20, description="only visits that came to this step or further")] = "visit",
    after: After = "", limit: Limit = 1000,
) -> Response:  # fmt: skip
    """`items` in the order of their sessions: session, customer, part, step, when it began, how many events; `next` of the page after."""
    id, _, last = after.partition("\n")
    found = shop_of(request).customers.visits(days, by or "", part, step, after=(id, last), limit=limit)
    items = [{"session": row.id, "customer": row.customer_id, "part": row.part, "step": list(STEPS)[row.step - 1],
              "began": row.began.isoformat(), "events": row.events} for row in found]  # fmt: skip
    return json({"items": items, "next": f"{found[-1].id}\n{found[-1].part}" if len(found) == limit else None})


@router.get("/cohorts", summary="Who orders again")
def cohorts(request: Request) -> Response:
    """Customers by the month of their first order, and how many of them ordered in each month after, for how much."""
    return json(shop_of(request).customers.cohorts().to_dict())


@router.get("/cohorts/{month}", summary="The customers of a month")
def cohort(request: Request, month: str) -> Response:
    """The ids of those whose first order was in a month such as 2026-03."""
    return json({"month": month, "customers": shop_of(request).customers.cohort(month)})


@router.get("/segments", summary="The customers in groups")
def segments(request: Request) -> Response:
    """`segments` part the customers, `habits` overlap; each with its name, what to do, and, of the segments, what it likes and says."""
    ours = shop_of(request).customers
    found = ours.segments()
    liked, told = ours.tastes(found), found.to_dict()
    return json({**told, "segments": [{**each, "tastes": liked[each["key"]].to_dict()} for each in told["segments"]]})


@router.get("/segments/{name}", summary="The members of a group")
def segment(request: Request, name: str, after: After = "", limit: Limit = 1000) -> Response:
    """The group with `members` in the order of their ids; `next` of the page after."""
    found = shop_of(request).customers.segments().get(name)
    members = [person for person in found.members if person.id > after][:limit]
    more = bool(members) and members[-1].id != found.members[-1].id
    return json({**found.to_dict(), "members": [person.to_dict() for person in members], "next": members[-1].id if more else None})


@router.get("/{id:path}/profile", summary="What is known of one customer")
def profile(request: Request, id: str) -> Response:
    """Facts in both languages, each with the orders, events and reviews that it comes from."""
    return json(shop_of(request).customers.profile(id).to_dict())
