"""`/v1/quality`: what is missing or wrong in the shop's own products."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ...shop import Language
from ..request import shop_of
from .answer import json

router = APIRouter(tags=["operation"])


@router.get("/v1/quality", summary="Data quality of the catalogue")
def quality(
    request: Request,
    check: Annotated[list[str], Query(max_length=50, description="names of the checks to make; all when left out")] = [],  # noqa: B006
    examples: Annotated[int, Query(ge=0, le=1000, description="findings of each check")] = 20,
    language: Annotated[Language | None, Query(description="of the texts; the shop's, else that of most titles, when left out")] = None,
) -> Response:
    """`{products, products_with_findings, errors, checks: [{check, severity, title, count, products, share, findings}]}`: errors first;
    each finding is `{check, severity, product_id, variant_id, field, expected, got}`. Looks at every active product."""
    return json(shop_of(request).quality(checks=check, examples=examples, language=language).to_dict())
