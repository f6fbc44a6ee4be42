"""`/v1/searches/…`: the search log, asked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ...search.analytics import window
from ...shop import Language
from ...store.counts import Window
from ..request import shop_of
from .answer import json

router = APIRouter(prefix="/v1/searches", tags=["searches"])


class LogQuery(BaseModel):
    """Which searches are counted."""

    model_config = ConfigDict(extra="forbid")

    since: str | None = Field(None, max_length=40, description="a day or moment in ISO 8601; without it and `days` all that is kept")
    days: int | None = Field(None, ge=1, le=36_500, description="the last so many days instead")
    language: Language | None = Field(None, description="only searches in this language")
    limit: int = Field(20, ge=1, le=1000, description="lines at most")

    @property
    def window(self) -> Window:
        """The same as the room's window."""
        return window(self.since, self.days, self.language)


Asked = Annotated[LogQuery, Query()]


@router.get("/top", summary="The queries searched most")
def top(request: Request, query: Asked) -> Response:
    """`queries`, each with its searches and the shares that led to a click, a cart, a purchase or to nothing found, with 95 % intervals."""
    return json(shop_of(request).searches.top(query.window, query.limit).to_dict("queries"))


@router.get("/zero", summary="The queries that found nothing")
def zero(request: Request, query: Asked) -> Response:
    """`queries`, most searched first; only searches that found nothing are counted."""
    return json(shop_of(request).searches.zero(query.window, query.limit).to_dict("queries"))


@router.get("/clicks", summary="Clicks by position")
def clicks(request: Request, query: Asked) -> Response:
    """`positions` 1 to 20: of the searches that found enough, how many led to a click there."""
    return json(shop_of(request).searches.clicks(query.window, query.limit).to_dict("positions"))


@router.get("/conversion", summary="What searches bring in")
def conversion(request: Request, query: Asked) -> Response:
    """Clicks, carts and purchases of all searches and of each query, and the revenue by currency in minor units."""
    return json(shop_of(request).searches.conversion(query.window, query.limit).to_dict("queries"))
