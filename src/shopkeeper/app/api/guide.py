"""`/v1/guide`: the shopping guide without a conversation; whoever asks keeps the brief and sends it again."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from .. import guiding
from ..request import shop_of
from .answer import json

router = APIRouter(prefix="/v1/guide", tags=["assistant"])


@router.post("", summary="Help to choose")
def advise(request: Request, query: guiding.AdviceQuery) -> Response:
    """`{brief, products: [… why, misses, sources], total, question, relax}`: send `brief` with the next message. `question` is the one of
    which most is expected, none that the brief has settled; its choices' `where` are conditions of the brief. `relax` is what to `remove`
    where nothing fits, and how many there are then."""
    return json(guiding.advise(shop_of(request), query))


@router.post("/compare", summary="Products side by side")
def compare(request: Request, query: guiding.CompareQuery) -> Response:
    """`{products, rows: [{name, values, differs}], notes, sources}`."""
    return json(guiding.compare(shop_of(request), query))


@router.post("/superlative", summary="The cheapest, the lightest, the best rated")
def superlative(request: Request, query: guiding.SuperlativeQuery) -> Response:
    """`{field, products, after, known, unknown, of}`, over all products of the catalogue that the query means and not over what a search
    shows; units are converted."""
    return json(guiding.superlative(shop_of(request), query))
