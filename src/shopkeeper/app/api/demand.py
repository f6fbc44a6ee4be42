"""`/v1/forecast`, `/v1/reorder`, `/v1/what-if`, `/v1/stock-classes`, `/v1/stock-simulation`: what will be sold, and what to order."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from ...demand.on_history import simulated
from ...demand.ordering import classed_series, has_counted
from ...demand.ordering import reorder as advise
from ...demand.panel import Period
from ...demand.reorder import Policy
from ...shop import InvalidQuery
from ..request import shop_of
from .answer import json

router = APIRouter(tags=["demand"])
Horizon = Annotated[int, Query(ge=1, le=180, description="periods ahead")]


@router.get("/v1/forecast", summary="What will be sold")
def forecast(
    request: Request, id: Annotated[str, Query(max_length=200, description="a product, variant or category; default: all")] = "",
    horizon: Horizon = 28, period: Literal["day", "week", "month"] = "day",
) -> Response:  # fmt: skip
    """`{id, kind, period, total, forecast: [{date, mean, median, low, high, quantiles}], lost_90_days, explanation: {usual, because,
    events, methods}, version}`; four of five lie between `low` and `high`. Where no choice of methods was kept (`train forecast`)
    one is made now, which may take a minute."""
    return json(shop_of(request).forecast(id, horizon, Period(period)).to_dict())


@router.get("/v1/reorder", summary="What to order now")
def reorder(
    request: Request, service: Annotated[float, Query(ge=0.5, le=0.999, description="the chance not to run out")] = 0.95,
    review: Annotated[int, Query(ge=1, le=60, description="days between two looks")] = 7,
    lead_days: Annotated[float, Query(ge=0, le=120, description="days to arrive, where no supplier says")] = 14.0,
    budget: Annotated[float | None, Query(ge=0, description="at most so much money")] = None,
    space: Annotated[int | None, Query(ge=0, description="at most so many units")] = None,
    delay: Annotated[float, Query(ge=0, le=120, description="days that suppliers are late")] = 0.0,
    k: Annotated[int, Query(ge=1, le=100_000, description="lines at most")] = 100,
) -> Response:  # fmt: skip
    """`{due, looked_at, currency, lines: [{variant_id, stock, reorder_point, order_up_to, quantity, runs_out, supplier, amount,
    because}]}`, those first that are likeliest to run out."""
    shop, policy = shop_of(request), Policy(service, review, budget, space)
    counted = has_counted(shop.demand.series())
    found = advise(shop.store, shop.demand.coherent(), policy, lead_days=lead_days, delay=delay) if counted else []
    due = [line for line in found if line.due]
    return json({"due": len(due), "looked_at": len(found), "currency": shop.currency, "lines": [line.to_dict() for line in due[:k]]})


@router.get("/v1/what-if", summary="What a promotion or another price would do to sales")
def what_if(
    request: Request, id: Annotated[str, Query(min_length=1, max_length=200, description="a product or category")],
    promotion: Annotated[float | None, Query(description="per cent off")] = None,
    price: Annotated[float | None, Query(description="in terms of what it is: 0.9 is a tenth less")] = None,
    horizon: Annotated[int, Query(ge=1, le=42, description="days ahead")] = 28,
) -> Response:  # fmt: skip
    """`{now, then, times, sure}`: units in the time ahead as it is and as it would be; `sure` is false where too little was tried."""
    if (promotion is None) == (price is None):
        raise InvalidQuery("expected either promotion or price")
    return json(shop_of(request).demand.what_if(id, promotion=promotion, price=price, horizon=horizon).to_dict())


@router.get("/v1/stock-classes", summary="Which products matter, and which can be foretold")
def stock_classes(request: Request) -> Response:
    """`{products: [{id, class, sales, share, varies, advice}]}`: A, B, C by sales, X, Y, Z by how much they vary."""
    return json({"products": [each.to_dict() for each in classed_series(shop_of(request).demand.series())]})


@router.get("/v1/stock-simulation", summary="What ordering by the advice would have done")
def stock_simulation(
    request: Request, service: Annotated[float, Query(ge=0.5, le=0.999, description="the chance not to run out")] = 0.95,
    review: Annotated[int, Query(ge=1, le=60, description="days between two looks")] = 7,
    lead_days: Annotated[int, Query(ge=1, le=60, description="days to arrive, where no supplier says")] = 14,
    days: Annotated[int, Query(ge=14, le=366, description="how many of the last days are played")] = 140,
    products: Annotated[int, Query(ge=1, le=10_000, description="those that had brought most by then")] = 500,
) -> Response:  # fmt: skip
    """`{products, first, last, fill_rate, stock, days_out, cost, recent_mean_at_same_fill, less_stock, by_forecast: [{service, fill_rate,
    stock, days_out, cost}], recent_mean: [{factor, …}]}` of the last days: ours at several chances, beside (s, S) by the mean of the last
    28 days. How long an order takes is drawn from its supplier's lead time and spread; `by_supplier` products have one. It takes half a
    minute for 500 products; the job `stock-simulation` does it beside."""
    shop = shop_of(request)
    found = simulated(shop.demand, Policy(service, review), shop.store.suppliers.all(), lead_days=lead_days, days=days, most=products)
    return json({"currency": shop.currency, **found.to_dict()})
