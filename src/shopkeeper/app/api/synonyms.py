"""`/v1/synonyms`: which words mean the same in this shop."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from fastapi.concurrency import run_in_threadpool

from ...search.tuning import Trial
from ...search.words.synonyms import parse_synonym
from ...shop import InvalidQuery, InvalidRecord, Language, NotFound, Synonym, to_dict
from ..request import shop_of
from .answer import json
from .records import items_of, put_all
from .schema import listed

router = APIRouter(tags=["synonyms"])

Query = Annotated[str, Body(max_length=1000)]


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


@router.post("/v1/synonyms/try", summary="Say what a synonym would change, and store nothing")
def try_synonym(
    request: Request,
    synonym: Annotated[str, Body(max_length=1000, description='such as "耳机 = headphones" or "trainers > sneakers"')] = "",
    without: Annotated[str, Body(max_length=200, description="in place of it: the id of one that is there, tried as if it were gone")] = "",
    queries: Annotated[list[Query], Body(max_length=100, description="what to try it on; its own words when left out")] = [],  # noqa: B006
    language: Annotated[Language | None, Body(description="of titles")] = None,
) -> Response:
    """`{queries: [{query, total: {before, after}, moves: [{id, title, before, after}]}]}`, see `/v1/rules/try`."""
    if bool(synonym) == bool(without):
        raise InvalidQuery("expected either synonym, the words that would mean the same, or without, the id of a synonym")
    trial = Trial(synonym=parse_synonym(synonym) if synonym else without)
    return json({"queries": [each.to_dict() for each in shop_of(request).tuner.rehearse(trial, queries, language=language)]})


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
