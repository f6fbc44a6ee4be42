"""`/v1/claims/check`."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from .. import claiming
from ..request import shop_of
from .answer import json

router = APIRouter(prefix="/v1/claims", tags=["claims"])


@router.post("/check", summary="Whether what a text claims is true")
def check(request: Request, query: claiming.ClaimsQuery) -> Response:
    """`{text, holds, claims: [{span, kind, text, value, verdict, record, reason: {zh, en}}], tone: [{span, manner, text, reason}]}`: every
    claim of the text with the record that supports or contradicts it. Verdicts are supported, contradicted, unsupported, and with a
    `market` forbidden. `tone` is where the text presses, frightens, shames or puts people into drawers. With `mend` also
    `mended: {text, cut, replaced}`: the text without what does not hold."""
    return json(claiming.checked(shop_of(request), query))
