"""`/v1/search`, `/v1/suggest`, `/v1/similar/{id}`, `/v1/match`, `/v1/similarity`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ...shop import Language
from ..callers import customer_for
from ..request import meter_of, session_of, shop_of
from .answer import json, worked_out
from .cards import found

router = APIRouter(tags=["search"])

Text = Annotated[str, Field(max_length=1000)]
Filters = Annotated[list[Text], Field(max_length=50, description="filters such as `price<500`, `brand=Edifier`, `color=red|blue`")]


class SearchQuery(BaseModel):
    """What to search for, and how to answer."""

    model_config = ConfigDict(extra="forbid")

    q: Text = Field("", description="what the shopper typed, in Chinese or English; empty browses")
    k: int = Field(10, ge=1, le=100, description="hits on a page")
    where: Filters = []
    facet: list[Text] = Field([], max_length=50, description="fields whose values are counted")
    literal: bool = Field(False, description="look for every word as it stands: none is read as a filter")
    without: Filters = Field([], description="filters that were read from the query (`understood.where`) and shall not hold")
    language: Language | None = Field(None, description="of titles, facet values and reasons; the query's own when left out")
    next: str | None = Field(None, max_length=20_000, description="`next` of an earlier answer: the page after it")
    explain: bool = Field(False, description="give the reasons of each hit")
    mode: Literal["hybrid", "text", "vector"] = Field("hybrid", description="what ranks: words, meaning, or both")
    weight: float | None = Field(None, ge=0, le=1, description="share of meaning in a hybrid ranking; chosen per query when left out")
    sort: Literal["", "relevance", "price", "-price", "newest", "popularity", "rating"] = Field(
        "", description="the order; `-price` is dearest first; left out: what the query asks for, else relevance")
    cards: bool = Field(False, description="give each hit what a page shows of it: `image`, `url`, `price_text`, `in_stock`")
    synonyms: bool = Field(True, description="look for the shop's synonyms of the words too")

    session_id: str | None = Field(None, max_length=200, description="the visit, for the search log; also as the header X-Session-Id")
    customer_id: str | None = Field(None, max_length=200, description="who searches, for the search log")

    def arguments(self) -> dict[str, Any]:
        """The arguments of `Shop.search`, but for who asks."""
        return {"query": self.q, "k": self.k, "where": self.where, "facets": self.facet, "language": self.language,
                "literal": self.literal, "without": self.without, "next": self.next, "explain": self.explain, "mode": self.mode,
                "weight": self.weight, "synonyms": self.synonyms, "sort": self.sort}


class SimilarQuery(BaseModel):
    """How to answer a question for similar products."""

    model_config = ConfigDict(extra="forbid")

    k: int = Field(10, ge=1, le=100)
    where: Filters = []
    language: Language | None = None


class MatchQuery(BaseModel):
    """A query and the texts to rank by nearness in meaning."""

    model_config = ConfigDict(extra="forbid")

    query: Text
    texts: list[Annotated[str, Field(max_length=5000)]] = Field(max_length=1000)
    k: int | None = Field(None, ge=1, le=1000)


class SimilarityQuery(BaseModel):
    """Two texts to compare."""

    model_config = ConfigDict(extra="forbid")

    a: Annotated[str, Field(max_length=5000)]
    b: Annotated[str, Field(max_length=5000)]
    explain: bool = Field(False, description="say what each word adds, and between which words the likeness lies")
    attention: bool = Field(False, description="with `explain`: the attention of every layer and head too, a large answer")


@router.get("/v1/search", summary="Search the catalogue")
async def search(request: Request, query: Annotated[SearchQuery, Query()]) -> Response:
    """Hits, facets and totals; an empty `q` browses all that passes the filters. `degraded` is there where something is missing:
    "meaning" when the search went by words alone."""
    return await worked_out(shop_of(request), lambda: _search(request, query))


@router.post("/v1/search", summary="Search the catalogue, with the question as JSON")
async def search_post(request: Request, query: SearchQuery) -> Response:
    """The same as `GET /v1/search`."""
    return await worked_out(shop_of(request), lambda: _search(request, query))


@router.get("/v1/suggest", summary="Complete what was begun to type")
async def suggest(request: Request, q: Text, k: Annotated[int, Query(ge=1, le=50)] = 8) -> Response:
    """`suggestions`, the likeliest first, each `{text, kind, id?, where?}`: kind `query` is to be searched for, `category` and
    `brand` have the filter `where`, `product` the `id` of its page."""
    shop = shop_of(request)
    return await worked_out(shop, lambda: json({"suggestions": [each.to_dict() for each in shop.suggest(q, k)]}))


@router.get("/v1/similar/{id:path}", summary="Products like this one")
async def similar(request: Request, id: str, query: Annotated[SimilarQuery, Query()]) -> Response:
    """Hits in order of likeness; the product itself is not among them."""
    shop = shop_of(request)
    return await worked_out(shop, lambda: json(shop.similar(id, k=query.k, where=query.where, language=query.language).to_dict()))


@router.post("/v1/match", summary="Rank texts by nearness to a query")
def match(request: Request, query: MatchQuery) -> Response:
    """`matches`, best first, each `{index, text, score}`; the score is a cosine."""
    matches = shop_of(request).match(query.query, query.texts, query.k)
    return json({"matches": [{"index": m.index, "text": m.text, "score": round(m.score, 4)} for m in matches]})


@router.post("/v1/similarity", summary="How alike two texts are")
def similarity(request: Request, query: SimilarityQuery) -> Response:
    """`similarity`, the cosine of the two texts, -1 to 1. With `explain` also `explanation`: for each of the two `texts` its `words`
    with the `share` that each adds to `base`, and `alignment`, the cosine shared out among pairs of words (rows: the first text's,
    columns: the second's, last in each: the marks at start and end). It takes up to a thousand times as long."""
    if not query.explain:
        return json({"similarity": round(shop_of(request).similarity(query.a, query.b), 4)})
    explanation = shop_of(request).explain_similarity(query.a, query.b)
    return json({"similarity": round(explanation.value, 4), "explanation": explanation.to_dict(query.attention)})


def _search(request: Request, query: SearchQuery) -> Response:
    customer = customer_for(request, query.customer_id)
    result = shop_of(request).search(**query.arguments(), session_id=query.session_id or session_of(request), customer_id=customer)
    meter_of(request).searched(result.total)
    return json({**result.to_dict(), "hits": found(result)} if query.cards else result.to_dict())
