"""`/v1/customers/value`, `churn`, `next`, `intention`: what customers will do, and what to do for them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from ...customers.actions import COST, MARGIN, Action
from ...customers.outlook import Outlook, Prospect
from ..next_actions import offers
from ..request import shop_of
from .answer import json

router = APIRouter(tags=["customers"])
Customer = Annotated[str | None, Query(max_length=200, description="one customer; default: the first of all")]
Days = Annotated[int | None, Query(ge=1, le=3650, description="how far ahead; default: as the model was trained for")]
K = Annotated[int, Query(ge=1, le=1000, description="how many customers")]


@router.get("/v1/customers/value", summary="What customers will buy")
def value(request: Request, customer: Customer = None, days: Days = None, k: K = 10) -> Response:
    """Those who will pay most, or one: `{model, version, days, currency, customers: [{customer_id, buys, orders, amount, alive, churn, …,
    order_ids}]}`; `version` is empty where no model was trained."""
    outlook = shop_of(request).prospects.outlook(days)
    return json(_told(outlook, [outlook.of(outlook.row(customer))] if customer else outlook.best(k)))


@router.get("/v1/customers/churn", summary="Who is likely not to buy again")
def churn(request: Request, customer: Customer = None, days: Days = None, k: K = 10) -> Response:
    """Those with whom most is at stake, or one; as `/v1/customers/value`."""
    outlook = shop_of(request).prospects.outlook(days)
    return json(_told(outlook, [outlook.of(outlook.row(customer))] if customer else outlook.at_risk(k)))


@router.get("/v1/customers/next", summary="What to do next for a customer, and why")
def next_action(
    request: Request, customer: Customer = None, k: K = 10, action: Annotated[Action | None, Query(description="only this one")] = None,
    cost: Annotated[float, Query(ge=0, description="of treating one customer")] = COST,
    margin: Annotated[float, Query(gt=0, le=1, description="the part of what customers pay that is earned")] = MARGIN,
) -> Response:
    """`{customers: [{customer_id, action, because: {zh, en}, tested, consents, uplift, stake, …, order_ids, event_ids}]}`, those first with
    whom most is at stake; of one `customer` also `products`, what to show them."""
    shop = shop_of(request)
    prospects = shop.prospects
    if customer:
        one = prospects.next(customer, cost=cost, margin=margin)
        return json({"customers": [one.to_dict()], "products": [hit.to_dict() for hit in offers(shop, one)]})
    found = [each for each in prospects.next_of_all(cost=cost, margin=margin) if action in (None, each.action)]
    return json({"customers": [each.to_dict() for each in found[:k]]})


@router.get("/v1/customers/intention", summary="Whether a visit will end in a purchase")
def intention(request: Request, session: Annotated[str, Query(min_length=1, max_length=200, description="the visit")]) -> Response:
    """From its events so far: `{session_id, customer_id, chance, times, bought, because: [{what, value, share}], events, at}`."""
    return json(shop_of(request).prospects.intention(session).to_dict())


def _told(outlook: Outlook, found: list[Prospect]) -> dict[str, Any]:
    return {"model": outlook.model, "version": outlook.version, "days": outlook.days, "currency": outlook.purchases.currency,
            "customers": [each.to_dict() for each in found]}
