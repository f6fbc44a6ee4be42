"""`/v1/purchases`: orders to suppliers."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ...demand.reorder import Policy
from ...shop import PurchaseState, to_dict
from ..callers import caller_of
from ..purchasing import change, draft, step
from ..request import shop_of
from .answer import json

router = APIRouter(prefix="/v1/purchases", tags=["demand"])
Id = Annotated[str, Path(max_length=200)]


class DraftQuery(BaseModel):
    """What to draft orders for."""

    model_config = ConfigDict(extra="forbid")

    service: float = Field(0.95, ge=0.5, le=0.999, description="the chance not to run out")


class ChangeQuery(BaseModel):
    """What is to become of an order."""

    model_config = ConfigDict(extra="forbid")

    quantities: dict[str, int] = Field({}, description="of a draft: quantities by variant, 0 takes a line out")
    state: Literal["sent", "received", "cancelled"] | None = Field(None, description="what became of it")
    stock: bool = Field(False, description="with received: add what came to the stock")


@router.get("", summary="Orders to suppliers")
def orders(request: Request, state: PurchaseState | None = None) -> Response:
    """`orders`, the newest first."""
    found = list(shop_of(request).store.purchases.all(**({"state": state} if state else {})))
    return json({"orders": [to_dict(each) for each in sorted(found, key=lambda each: (each.at, each.id), reverse=True)]})


@router.post("", summary="Draft orders of what is due", status_code=201)
def make(request: Request, query: DraftQuery) -> Response:
    """`orders`: one for each supplier of what is due and neither drafted nor on its way; none where nothing is."""
    return json({"orders": [to_dict(each) for each in draft(shop_of(request), Policy(query.service), caller_of(request).name)]}, 201)


@router.get("/{id}", summary="An order to a supplier")
def get(request: Request, id: Id) -> Response:
    """The order with its lines."""
    return json(to_dict(shop_of(request).store.purchases.get(id)))


@router.post("/{id}", summary="Change an order, or say what became of it")
def act(request: Request, id: Id, query: ChangeQuery) -> Response:
    """The order. What was sent counts as on its way in `/v1/reorder`."""
    shop, by = shop_of(request), caller_of(request).name
    if query.quantities:
        change(shop, id, query.quantities, by)
    if query.state:
        step(shop, id, PurchaseState(query.state), by, stock=query.stock)
    return get(request, id)
