"""`/v1/judgments`: how well products fit queries, and how well the judged queries are answered, also after a change that is only tried."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from ...search.judging import FILE_KINDS, judged_file, read_judged
from ...search.tuning import Trial
from ...search.words.synonyms import parse_synonym
from ...shop import InvalidQuery, NotFound, Rule, from_dict, to_dict
from ..callers import caller_of
from ..request import shop_of
from .answer import json
from .records import items_of

router = APIRouter(prefix="/v1/judgments", tags=["judgments"])

Weight = Annotated[float | None, Body(ge=0, le=1, description="the share of meaning in every search")]
Id = Annotated[str, Body(max_length=200)]
AS_FILES: dict[int | str, dict[str, Any]] = {200: {"content": {kind: {"schema": {"type": "string"}} for kind in FILE_KINDS.values()}}}


@router.get("", summary="How well products fit queries, as people say", responses=AS_FILES)
def get(
    request: Request, q: Annotated[str, Query(max_length=1000, description="only those of this query")] = "",
    form: Annotated[Literal["records", "jsonl", "csv"], Query(description="records, or a file for `evaluate search --data`")] = "records",
) -> Response:  # fmt: skip
    """`judgments`, each `{id, query, product_id, rating, at, by}`; as `jsonl` or `csv` a file of rows `{query, product_id, rating}`."""
    records = shop_of(request).store.judgments
    found = records.of(q) if q else list(records.all())
    if form == "records":
        return json({"judgments": [to_dict(each) for each in found]})
    content, kind = judged_file(found, form)
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="judgments.{form}"'})


@router.put("", summary="Say how well products fit queries")
async def put(request: Request) -> Response:
    """A list of `{query, product_id, rating}` (JSON, or JSON lines), rating 0 (does not fit) to 3 (fits exactly), all or none; what was
    said before of the same query and product is replaced. `{new, changed, unchanged}`."""
    items, by = await items_of(request), caller_of(request).name
    rows = enumerate((item if isinstance(item, dict) else {} for item in items), 1)
    judged = list(read_judged(rows, "body", datetime.now(UTC), by))
    written = await run_in_threadpool(shop_of(request).store.judgments.put, judged)
    return json({"new": written.new, "changed": written.changed, "unchanged": written.unchanged})


@router.delete("/{id}", summary="Delete a judgment", status_code=204)
def delete(request: Request, id: str) -> Response:
    """204 when it is gone, 404 when there was none."""
    if not shop_of(request).store.judgments.delete([id]):
        raise NotFound("judgment", id)
    return Response(status_code=204)


@router.post("/measure", summary="Measure the judged queries, as they are and after a change")
def measure(
    request: Request,
    rule: Annotated[dict[str, Any] | None, Body(description="a rule as in `PUT /v1/rules`, tried as if it held now")] = None,
    without_rule: Annotated[Id | None, Body(description="the id of a rule, tried as if it were gone")] = None,
    synonym: Annotated[Id | None, Body(description='a synonym such as "耳机 = headphones", tried as if it were there')] = None,
    without_synonym: Annotated[Id | None, Body(description="the id of a synonym, tried as if it were gone")] = None,
    weight: Weight = None,
) -> Response:  # fmt: skip
    """`{metrics: {"ndcg@10": {before, after, difference}}, queries: [{query, before, after, judged, open}], left_out}`. Nothing is stored.
    Without a change, `after` is as `before`. `open` are products of the first ten that nobody judged, which count as not fitting."""
    if (rule and without_rule) or (synonym and without_synonym):
        raise InvalidQuery("expected a rule or without_rule, and a synonym or without_synonym, got both of a pair")
    tried = from_dict(Rule, {"id": "try", **rule}) if rule else without_rule
    words = parse_synonym(synonym) if synonym else without_synonym
    return json(shop_of(request).tuner.measure(Trial(tried, words, weight)).to_dict())
