"""`/v1/rules/try`: what a rule would change. The rules themselves are records like all others."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response

from ...shop import Language, Rule, from_dict
from ..request import shop_of
from .answer import json

router = APIRouter(tags=["rules"])

Query = Annotated[str, Body(max_length=1000)]
Id = Annotated[str, Body(min_length=1, max_length=200)]


@router.post("/v1/rules/try", summary="Say what a rule would change, and store nothing")
def try_rule(
    request: Request,
    rule: Annotated[dict[str, Any], Body(description="a rule, as in `PUT /v1/rules`; its dates do not matter")],
    queries: Annotated[list[Query], Body(max_length=100, description="what to try it on; the rule's own phrases when left out")] = [],  # noqa: B006
    on: Annotated[list[Id], Body(max_length=100, description="for a rule of `places`: the products and customers to try it on")] = [],  # noqa: B006
    language: Annotated[Language | None, Body(description="of titles")] = None,
) -> Response:
    """`{queries: [{query, total: {before, after}, moves: [{id, title, before, after}]}]}`. Places count from 1, null is out
    of the first 200; told are the changes in the first 20 places and those of the products that the rule names. A rule
    for every search is tried on the shop's commonest ones and on the page of all products.

    A rule with `places` is about recommendations: `{places: [{place, on, moves}]}`, with the changes in the first 12. `on` holds
    products, whose page or basket it is tried on, and customers, who look at home and in an e-mail; left out: the products that
    are wanted most, and nobody known."""
    shop, tried = shop_of(request), from_dict(Rule, {"id": "try", **rule})
    if tried.places:
        return json({"places": [each.to_dict() for each in shop.try_place_rule(tried, on, language=language)]})
    return json({"queries": [each.to_dict() for each in shop.try_rule(tried, queries, language=language)]})
