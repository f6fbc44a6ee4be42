"""`/v1/catalog/…`: categories, attributes, prices and duplicates, told from the shop's own products."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ..callers import caller_of
from ..catalogue_changes import MOST, Action, apply, last, planned, undo
from ..request import shop_of
from .answer import json

router = APIRouter(prefix="/v1/catalog", tags=["catalog"])
Limit = Annotated[int, Query(ge=1, le=1000, description="rows at most")]


class Text(BaseModel):
    """A text, or the id of a product."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=20_000)
    k: int = Field(5, ge=1, le=100, description="categories at most")
    names: list[Annotated[str, Field(max_length=100)]] = Field([], max_length=50, description="attributes to look for")


class Changes(BaseModel):
    """What is done to many products at once."""

    model_config = ConfigDict(extra="forbid")

    action: Action = Field(description="accept proposed values, move to proposed categories, put a price, hide or show")
    keys: list[Annotated[str, Field(max_length=500)]] = Field(max_length=MOST, description="ids; for accept id=attribute")
    value: str = Field("", max_length=40, description="of price: an amount such as 99.90, a share such as -10%, or expected")
    dry_run: bool = Field(False, description="tell what would change and change nothing")


@router.post("/classify", summary="The category of a text or a product")
def classify(request: Request, asked: Text) -> Response:
    """`guesses`: paths in the shop's own tree with their chances, best first, and the words that speak for the first; `way`: the likeliest
    branch of each level."""
    ours = shop_of(request).catalogue
    return json(
        {
            "guesses": [each.to_dict() for each in ours.classify(asked.text, asked.k)],
            "way": [each.to_dict() for each in ours.way(asked.text)],
        }
    )


@router.post("/attributes", summary="The attributes that a text states")
def attributes(request: Request, asked: Text) -> Response:
    """`learnt`: values read out of an English title, with how sure; `vocabulary`: values known in both languages, with their words and
    place; `quantities` with their amount in the base unit. Of a product `titles` has one of these for each title, and the rest is of the
    first."""
    found = [each.to_dict() for each in shop_of(request).catalogue.stated(asked.text, asked.names)]
    return json({**found[0], "titles": found})


@router.get("/missing", summary="Attributes that are stated and not recorded")
def missing(request: Request, product: Annotated[str | None, Query(max_length=200)] = None, limit: Limit = 100) -> Response:
    """What products lack beside others of their category and state in their own words, with the words."""
    return json({"suggestions": [each.to_dict() for each in shop_of(request).catalogue.missing(product)[:limit]]})


@router.get("/moves", summary="Products in the wrong category")
def moves(request: Request, limit: Limit = 100) -> Response:
    """Each with where it stands and where it should, the share of its nearest products that stand there, and their ids."""
    return json({"moves": [each.to_dict() for each in shop_of(request).catalogue.moves()[:limit]]})


@router.get("/duplicates", summary="Products that are listed twice")
def duplicates(request: Request, limit: Limit = 100) -> Response:
    """Pairs with the reasons, the most alike first."""
    return json({"duplicates": [each.to_dict() for each in shop_of(request).catalogue.duplicates()[:limit]]})


@router.get("/price", summary="The price to expect of a product")
def price(request: Request, product: Annotated[str, Query(max_length=200)]) -> Response:
    """The price with the interval that holds it in 80 of 100 products, what drives it, and what a change of it did."""
    return json(shop_of(request).catalogue.price(product).to_dict())


@router.get("/odd-prices", summary="Prices far from what the others let expect")
def odd_prices(request: Request, limit: Limit = 100) -> Response:
    """The furthest first."""
    return json({"odd": [each.to_dict() for each in shop_of(request).catalogue.odd_prices()[:limit]]})


@router.get("/scores", summary="How complete and right each product is")
def scores(request: Request, product: Annotated[str | None, Query(max_length=200)] = None, limit: Limit = 100) -> Response:
    """Of each active product (or one) a score from 0 to 100 and what to mend, what costs most first; the worst products first."""
    found = shop_of(request).catalogue.scores()
    return json({"scores": [each.to_dict() for each in found if product in (None, each.product_id)][:limit]})


@router.get("/changes", summary="What was done to many products at once")
def changes(request: Request, limit: Limit = 30) -> Response:
    """The newest first: each with its number, who did it, what changed, and whether it was undone."""
    return json({"changes": [asdict(each) for each in last(shop_of(request), limit)]})


@router.post("/changes", summary="Change many products at once")
def change(request: Request, asked: Changes) -> Response:
    """`{number, changes: [{product_id, field, before, after}]}`: what changed, or with `dry_run` (`number` null) what would. Kept in the
    audit; what was changed by others meanwhile is left alone."""
    shop = shop_of(request)
    plan = planned(shop, asked.action, asked.keys, asked.value)
    if asked.dry_run:
        return json({"number": None, "changes": [asdict(each) for each in plan]})
    return json(asdict(apply(shop, asked.action, plan, caller_of(request).name)))


@router.post("/changes/{number}/undo", summary="Undo a change of many products")
def take_back(request: Request, number: int) -> Response:
    """As above: what was taken back, as far as it was still so."""
    return json(asdict(undo(shop_of(request), number, caller_of(request).name)))
