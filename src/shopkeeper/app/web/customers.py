"""The console's pages about customers: how far visits come, who comes back, groups, one customer."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from ...customers import plots
from ..request import shop_of
from . import charts
from .language import language_of
from .render import page

router = APIRouter(prefix="/console/customers", include_in_schema=False)

DAYS = (30, 90, 365)
PARTS = "", "device", "source", "category"
SHOWN = 200  # members of a group on its page; the command and the API give all


@router.get("")
def customers(
    request: Request, days: Annotated[int, Query(ge=1, le=36_500)] = 90, by: Literal["", "device", "source", "category"] = "device",
) -> Response:  # fmt: skip
    """Who the customers are, in pictures and words."""
    ours, language = shop_of(request).customers, language_of(request)
    funnel, cohorts, segments = ours.funnel(days, by), ours.cohorts(), ours.segments()
    drawn = plots.funnel_figure(funnel, language), plots.cohorts_figure(cohorts, language), plots.segments_figure(segments, language)
    return charts.charted(page(request, "customers.html", days=days, by=by, all_days=DAYS, all_parts=PARTS, funnel=funnel, cohorts=cohorts,
                  segments=segments, tastes=ours.tastes(segments), pictures=[charts.figure(each) for each in drawn]))  # fmt: skip


@router.get("/segments/{key}")
def segment(request: Request, key: str) -> Response:
    """A group and its members, those who spent most first."""
    found = shop_of(request).customers.segments().get(key)
    members = sorted(found.members, key=lambda person: (-person.spent.amount, person.id))[:SHOWN]
    return page(request, "customer_group.html", segment=found, members=members)


@router.get("/{id:path}")
def customer(request: Request, id: str) -> Response:
    """What is known of one customer, each fact with its records."""
    return page(request, "customer.html", found=shop_of(request).customers.profile(id))
