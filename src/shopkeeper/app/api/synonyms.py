"""`/v1/synonyms`: which words mean the same in this shop."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from ...search.words.synonyms import parse_synonym
from ...shop import InvalidRecord, NotFound, Synonym, to_dict
from ..request import shop_of
from .answer import json
from .records import items_of, put_all
from .schema import listed

router = APIRouter(tags=["synonyms"])


@router.get("/v1/synonyms", summary="All synonyms")
def get(request: Request) -> Response:
    """`synonyms`, each `{id, terms, source}`; with a source it holds only for who asks for that."""
    return json({"synonyms": [to_dict(synonym) for synonym in shop_of(request).synonyms.all()]})


@router.put("/v1/synonyms", summary="Create or replace synonyms", openapi_extra=listed(Synonym))
async def put(request: Request) -> Response:
    """A list of records `{id, terms, source}`, or of texts such as "耳机 = headphones" and "trainers > sneakers", whose ids
    are made of their words. The next search knows them."""
    items = [_record(item) for item in await items_of(request)]
    return await run_in_threadpool(put_all, items, Synonym, shop_of(request).synonyms.put)


@router.delete("/v1/synonyms/{id:path}", summary="Delete a synonym", status_code=204)
def delete(request: Request, id: str) -> Response:
    """204 when it is gone, 404 when there was none."""
    if not shop_of(request).synonyms.delete([id]):
        raise NotFound("synonym", id)
    return Response(status_code=204)


def _record(item: Any) -> Any:
    """A text as the record that it describes; one that describes none is left for `put_all` to refuse."""
    try:
        return to_dict(parse_synonym(item)) if isinstance(item, str) else item
    except InvalidRecord:
        return {"id": item, "terms": []}
