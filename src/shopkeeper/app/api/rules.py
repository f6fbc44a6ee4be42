"""`/v1/rules/try`: what a rule would change. The rules themselves are records like all others."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response

from ...shop import Language, Rule, from_dict
from ..request import shop_of
from .answer import json

router = APIRouter(tags=["rules"])

Query = Annotated[str, Body(max_length=1000)]


@router.post("/v1/rules/try", summary="Say what a rule would change, and store nothing")
def try_rule(
    request: Request,
    rule: Annotated[dict[str, Any], Body(description="a rule, as in `PUT /v1/rules`; its dates do not matter")],
    queries: Annotated[list[Query], Body(max_length=100, description="what to try it on; the rule's own phrases when left out")] = [],  # noqa: B006
    language: Annotated[Language | None, Body(description="of titles")] = None,
) -> Response:
    """`{queries: [{query, total: {before, after}, moves: [{id, title, before, after}]}]}`. Places count from 1, null is out
    of the first 200; told are the changes in the first 20 places and those of the products that the rule names. A rule
    for every search is tried on the shop's commonest ones and on the page of all products."""
    tried = shop_of(request).try_rule(from_dict(Rule, {"id": "try", **rule}), queries, language=language)
    return json({"queries": [each.to_dict() for each in tried]})
