"""The console's pages about customers: how far visits come, who comes back, groups, one customer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from ...customers import plots
from ...customers.actions import ACTIONS
from ...customers.cohorts import Cohorts
from ...customers.funnel import STEPS, Funnel
from ...customers.outlook import Outlook
from ...customers.segments import Segments
from ...customers.tastes import Tastes
from ...shop import InvalidFile
from ..request import shop_of
from ..shop import Shop
from . import charts
from .language import language_of
from .render import page

router = APIRouter(prefix="/console/customers", include_in_schema=False)

DAYS = (30, 90, 365)
PARTS = "", "device", "source", "category"
PATIENCE, LONG = 2.0, 20.0  # seconds that the page waits for what was never found out, and that of a group, which has nothing else
Groups = tuple[Segments, dict[str, Tastes]]
SHOWN = 200  # members of a group on its page; the command and the API give all


@router.get("")
def customers(
    request: Request, days: Annotated[int, Query(ge=1, le=36_500)] = 90, by: Literal["", "device", "source", "category"] = "device",
) -> Response:  # fmt: skip
    """Who the customers are, in pictures and words; what is found out for the first time is waited for a moment only."""
    shop, language = shop_of(request), language_of(request)
    funnel, cohorts, groups = _known(shop, days, by)
    drawn = (plots.funnel_figure(funnel, language) if funnel else None, plots.cohorts_figure(cohorts, language) if cohorts else None,
             plots.segments_figure(groups[0], language) if groups else None)  # fmt: skip
    return charts.charted(page(
        request, "customers.html", days=days, by=by, all_days=DAYS, all_parts=PARTS, steps=list(STEPS), funnel=funnel, cohorts=cohorts,
        segments=groups[0] if groups else None, tastes=groups[1] if groups else {}, counting=not (funnel and cohorts and groups),
        pictures=[charts.figure(each) if each else None for each in drawn],
    ))  # fmt: skip


def _known(shop: Shop, days: int, by: str) -> tuple[Funnel | None, Cohorts | None, Groups | None]:
    """The three findings of the page, those that are known by now: on a shop of a million events they take half a minute. Of the usual
    days they are kept, see `kept`; a funnel of other days is found out here and now."""
    ours, now = shop.customers, stamp(shop)
    asked = {"cohorts": (now, ours.cohorts), "groups": (now, lambda: _groups(shop))}
    if days in DAYS:
        asked[f"funnel {days} {by}"] = (now, lambda: ours.funnel(days, by))
    found = {name: each.value if each else None for name, each in shop.kept.ask_all(asked, PATIENCE).items()}
    return found.get(f"funnel {days} {by}") if days in DAYS else ours.funnel(days, by), found["cohorts"], found["groups"]


def stamp(shop: Shop) -> Any:
    """Another one when there is something new to find out about customers."""
    return shop.store.activity.stamp(), shop.store.customers.count()


def _groups(shop: Shop) -> Groups:
    found = shop.customers.segments()
    return found, shop.customers.tastes(found)


def groups_of(shop: Shop, patience: float) -> Segments | None:
    """The groups as they were found out last, waited for so many seconds."""
    found = shop.kept.ask("groups", stamp(shop), lambda: _groups(shop), patience)
    return found.value[0] if found else None


@router.get("/segments/{key}")
def segment(request: Request, key: str) -> Response:
    """A group and its members, those who spent most first."""
    shop = shop_of(request)
    found = (groups_of(shop, LONG) or shop.customers.segments()).get(key)
    members = sorted(found.members, key=lambda person: (-person.spent.amount, person.id))[:SHOWN]
    return page(request, "customer_group.html", segment=found, members=members)


@router.get("/visits")
def visits(
    request: Request, days: Annotated[int, Query(ge=1, le=36_500)] = 90, by: Literal["", "device", "source", "category"] = "",
    part: Annotated[str, Query(max_length=200)] = "", step: Literal["visit", "view", "cart", "checkout", "purchase"] = "visit",
) -> Response:  # fmt: skip
    """The visits behind a figure of the funnel."""
    found = shop_of(request).customers.visits(days, by if part else "", part or None, step, limit=SHOWN)
    return page(request, "customer_visits.html", visits=found, days=days, by=by, part=part, step=step, steps=STEPS, shown=SHOWN)


@router.get("/cohorts/{month}")
def cohort(request: Request, month: str) -> Response:
    """The customers whose first order was in a month."""
    found = shop_of(request).customers.cohort(month)
    return page(request, "customer_cohort.html", month=month, count=len(found), customers=found[:SHOWN])


@router.get("/{id:path}")
def customer(request: Request, id: str) -> Response:
    """What is known of one customer and what they will likely do, each fact with its records."""
    shop = shop_of(request)
    found, (counting, outlook) = shop.customers.profile(id), _outlook(shop)
    row = outlook.find(id) if outlook else None
    return page(request, "customer.html", found=found, counting=counting, days=outlook.days if outlook else 0,
                expected=outlook.of(row) if outlook and row is not None else None, actions=ACTIONS,
                next=shop.prospects.next(id) if row is not None else None)


def _outlook(shop: Shop) -> tuple[bool, Outlook | None]:
    """Whether it is still found out, and what is said of all customers; None also where nobody has bought anything."""
    def look() -> tuple[Outlook | None]:
        try:
            return (shop.prospects.outlook(),)
        except InvalidFile:
            return (None,)

    found = shop.kept.ask("outlook", (stamp(shop), shop.models["value"].active), look, PATIENCE)
    return found is None, found.value[0] if found else None
