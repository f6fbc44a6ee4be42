"""`/v1/opinions` and `/v1/reviews/…`, asked: what buyers say of what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ...reviews.summary import name_of
from ...shop import to_dict
from ..request import shop_of
from .answer import json

router = APIRouter(tags=["reviews"])
Product = Annotated[str | None, Query(max_length=200, description="one product; default: the whole shop")]
Limit = Annotated[int, Query(ge=1, le=1000, description="rows at most")]


class Said(BaseModel):
    """A review, or any text."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=20_000)


@router.post("/v1/opinions", summary="What a text says of what")
def opinions(request: Request, said: Said) -> Response:
    """`opinions`: the `aspect` under its shop-wide key with its `name`, `polarity` 1, 0 or -1, the `term` and the `words` that say so,
    the clause as `quote` with its `span`."""
    found = shop_of(request).reviews.opinions(said.text)
    return json({"opinions": [
        {"aspect": each.aspect, "name": to_dict(name_of(each.aspect)), "polarity": each.polarity, "term": each.term, "words": each.words,
         "quote": each.quote(said.text), "span": [each.start, each.end]} for each in found]})  # fmt: skip


@router.get("/v1/reviews/summary", summary="What the reviews come to")
def summary(request: Request, product: Product = None) -> Response:
    """Of each aspect the reviews for and against it, the share with its 95 % interval, and quotes; a `headline` in both languages."""
    return json({"product_id": product, **shop_of(request).reviews.summary(product).to_dict()})


@router.get("/v1/reviews/months", summary="Satisfaction over time")
def months(request: Request, product: Product = None) -> Response:
    """Stars and the share of good reviews, month by month."""
    return json({"months": [each.to_dict() for each in shop_of(request).reviews.months(product)]})


@router.get("/v1/reviews/alerts", summary="New faults")
def alerts(request: Request) -> Response:
    """Aspects of products that buyers complain about more since a date than before it."""
    return json({"alerts": [each.to_dict() for each in shop_of(request).reviews.alerts()]})


@router.get("/v1/reviews/suspicious", summary="Reviews that look made")
def suspicious(request: Request, limit: Limit = 100) -> Response:
    """Those with most against them first, each with its reasons in both languages. A hint, never a verdict."""
    return json({"suspicious": [each.to_dict() for each in shop_of(request).reviews.suspicious()[:limit]]})


@router.get("/v1/reviews/unanswered", summary="What a product's page leaves open")
def unanswered(request: Request, product: Annotated[str, Query(max_length=200)]) -> Response:
    """Aspects that reviews speak of and the page does not, and the questions that reviews ask."""
    return json(shop_of(request).reviews.unanswered(product).to_dict())


@router.get("/v1/reviews/saying", summary="Products of which reviews say something")
def saying(request: Request, text: Annotated[str, Query(min_length=1, max_length=200)], limit: Limit = 100) -> Response:
    """For a text such as "runs small": products by how many of their reviews say so."""
    found = shop_of(request).reviews.saying(text)[:limit]
    return json({"products": [{"id": id, "reviews": count, "speak_of_it": speak} for id, count, speak in found]})
