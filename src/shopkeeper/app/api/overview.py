"""`/v1/overview`: how the shop stands, as the console's first page shows it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from ..overview import overview
from ..request import shop_of
from .answer import json

router = APIRouter(tags=["operation"])


@router.get("/v1/overview", summary="How the shop stands")
def look(request: Request) -> Response:
    """`{products, searchable, complete, until, currency, spans, running_out, searches, complaints, findings, odd_prices, waiting,
    breakers}`.
    `spans` are the last day, week and four weeks up to `until`, the newest order or event, each `{days, now, before}` with
    `{orders, revenue: [{amount, currency}], visits, bought, conversion}`; `running_out` the variants that are nearly sold out; `searches`
    what was searched in vain, `complaints` what buyers complain about more than before; `findings` what `doctor` would have done; `waiting`
    what needs a person. A part that is still being counted is null and `complete` false: ask again."""
    return json(overview(shop_of(request)).to_dict())
