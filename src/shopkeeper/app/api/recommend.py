"""`/v1/recommend`: products for a customer, a visit, a page or a wish."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ...shop import Language
from ..identity import customer_of
from ..request import session_of, shop_of
from .answer import json, worked_out

router = APIRouter(tags=["recommend"])

Id = Annotated[str, Field(min_length=1, max_length=200)]


class RecommendQuery(BaseModel):
    """For whom, where, about what. All of it may be left out: then what sells well."""

    model_config = ConfigDict(extra="forbid")

    customer: str | None = Field(None, max_length=4_000, description="who asks, as a token that the shop's own backend signed")
    session: list[Id] = Field([], max_length=200, description="products that were looked at in this visit, the latest last")
    session_id: str | None = Field(None, max_length=200, description="the visit, whose events are known; also as the header X-Session-Id")
    like: str = Field("", max_length=1000, description="a wish in the shopper's own words")
    place: Literal["home", "product", "basket", "purchase", "email"] | None = Field(
        None, description="where they stand; left out: `product` or `basket` where one is given, else home")
    product: Id | None = Field(None, description="the product whose page it is")
    relation: Literal["similar", "goes_with"] = Field("similar", description="on a product's page: what is like it, or what goes with it")
    basket: list[Id] = Field([], max_length=200, description="products or variants in the basket; after a purchase those of the order")
    k: int = Field(10, ge=1, le=100, description="products of the answer")
    country: str = Field("", max_length=2, description="where it would be sent (ISO 3166, such as CN)")
    exclude: list[Id] = Field([], max_length=500, description="products that shall not come")
    language: Language | None = Field(None, description="of the titles; reasons come in both")
    explain: bool = Field(False, description="give the parts of each score")

    def arguments(self) -> dict[str, Any]:
        """The arguments of `Shop.recommend`, but for who asks."""
        return self.model_dump(exclude={"customer", "session_id"})


@router.get("/v1/recommend", summary="Recommend products")
async def recommend(request: Request, query: Annotated[RecommendQuery, Query()]) -> Response:
    """`{query_id, place, language, hits}`; each hit as a search's, with `reason` in both languages and the `source` that gave it. Tell
    `query_id` with the events that follow. `degraded` is there where something is missing: "engine" when the
    search engine did not answer. Whose history counts is signed, as for `/v1/chat` (401 when it is not)."""
    return await worked_out(shop_of(request), lambda: _recommended(request, query))


@router.post("/v1/recommend", summary="Recommend products, with the question as JSON")
async def recommend_post(request: Request, query: RecommendQuery) -> Response:
    """The same as `GET /v1/recommend`."""
    return await worked_out(shop_of(request), lambda: _recommended(request, query))


def _recommended(request: Request, query: RecommendQuery) -> Response:
    shop = shop_of(request)
    customer = customer_of(query.customer, shop.secrets.get("customer", ""), datetime.now(UTC)) if query.customer else None
    session_id = query.session_id or session_of(request)
    return json(shop.recommend(customer, session_id=session_id, **query.arguments()).to_dict())
