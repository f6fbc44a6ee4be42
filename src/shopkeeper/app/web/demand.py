"""The console's page of demand: what will be sold, what to order."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from ...demand import plots
from ...demand.demand import HORIZONS, LONGEST, Forecast
from ...demand.ordering import reorder
from ...demand.panel import Period
from ...demand.reorder import Policy
from ...demand.series import CATEGORY, PRODUCT
from ...shop import InvalidFile, InvalidQuery, NotFound
from ..request import shop_of
from ..shop import Shop
from . import charts
from .language import language_of
from .render import page

router = APIRouter(prefix="/console/demand", include_in_schema=False)
SHOWN, LARGEST = 25, 12


@router.get("")
def demand(
    request: Request, id: Annotated[str, Query(max_length=200)] = "", period: Literal["day", "week", "month"] = "day",
    service: Annotated[float, Query(ge=0.5, le=0.999)] = 0.95,
) -> Response:  # fmt: skip
    """The forecast of a thing with its picture and reasons, and which variants to order."""
    shop, language, of = shop_of(request), language_of(request), Period(period)
    found, trouble = _forecast(shop, id, of)
    lines = [line for line in reorder(shop.store, shop.demand.coherent(), Policy(service)) if line.due] if _ready(shop) else []
    picture = charts.figure(plots.forecast_figure(found, language)) if found else None
    return charts.charted(page(request, "demand.html", id=id, period=period, service=service, found=found, trouble=trouble, picture=picture,
                  sold=shop.store.orders.count(), lines=lines[:SHOWN], due=len(lines), units=sum(line.quantity for line in lines),
                  ready=_ready(shop), largest=_largest(shop) if _ready(shop) else []))  # fmt: skip


def _ready(shop: Shop) -> bool:
    return shop.demand.ready(Period.DAY)


def _forecast(shop: Shop, id: str, period: Period) -> tuple[Forecast | None, str]:
    """The forecast, or why there is none. A choice of methods is never made while a page waits."""
    if not shop.demand.ready(period):
        return None, ""
    try:
        return shop.forecast(id.strip(), min(HORIZONS[period], LONGEST[period]), period), ""
    except (NotFound, InvalidQuery, InvalidFile) as error:
        return None, str(error)


def _largest(shop: Shop) -> list[tuple[str, str, float]]:
    """Categories and products of which most will be sold: id, title, units in the time ahead."""
    found = shop.demand.coherent()
    units = found.said.mean.sum(1)
    rows = [*found.series.of_kind(CATEGORY), *sorted(found.series.of_kind(PRODUCT), key=lambda row: -units[row])[:LARGEST]]
    return [(found.series.nodes[row].id, found.series.nodes[row].title, float(units[row])) for row in rows]  # type: ignore[misc]
