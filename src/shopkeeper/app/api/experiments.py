"""`/v1/experiments`, `/v1/recommendations/…`: tests of the recommendations, what they bring in, and what shoppers think of them.

Experiments are for the people of the shop: like the console they need the scope `operator`. Thumbs are for shoppers.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ...recommend.plan import planned
from ...recommend.verdicts import told
from ...shop import Experiment, Language, from_dict, to_dict
from ..request import shop_of
from .answer import json

router = APIRouter(tags=["experiments"])
Described = Annotated[dict[str, Any], Body(description="an experiment: `id`, `arms` and what else it has")]
own = APIRouter(tags=["experiments"])


class Thumbed(BaseModel):
    """A thumb up or down."""

    model_config = ConfigDict(extra="forbid")

    up: bool = Field(description="whether the shopper likes it")
    product_id: str = Field("", max_length=200, description="which product of the list; empty: the whole list")


@own.get("/v1/experiments", summary="All experiments")
def get_all(request: Request) -> Response:
    """`experiments`, those that run first, the newest first."""
    return json({"experiments": [to_dict(each) for each in shop_of(request).experiments.all()]})


@own.post("/v1/experiments", summary="Begin an experiment", status_code=201)
def start(request: Request, experiment: Described) -> Response:
    """The experiment as it began. Each arm is `{name, changes, share}`, `changes` such as `["without=trend", "margin=0.2"]`; the first
    arm is what the others are compared with."""
    shop, now = shop_of(request), datetime.now(UTC)
    plan, _ = planned(shop.store, from_dict(Experiment, experiment), now, shop.currency)
    return json(to_dict(shop.experiments.start(plan, now)), 201)


@own.get("/v1/experiments/{id}", summary="What an experiment tests")
def get(request: Request, id: str) -> Response:
    """The experiment."""
    return json(to_dict(shop_of(request).store.experiments.get(id)))


@own.post("/v1/experiments/{id}/stop", summary="End an experiment")
def stop(request: Request, id: str) -> Response:
    """The experiment as it ended. From now on the shop is for all as its settings say."""
    return json(to_dict(shop_of(request).experiments.stop(id, datetime.now(UTC))))


@own.get("/v1/experiments/{id}/result", summary="How an experiment stands")
def result(request: Request, id: str, language: Language = "en") -> Response:
    """Each arm with its visitors, means and differences from the first; `trusted` is false when visitors of an arm are lost. The
    intervals hold however often one looks. `sentences` say the same in words."""
    found = shop_of(request).experiment_result(id)
    return json({**found.to_dict(), "sentences": told(found, language)})


@own.get("/v1/recommendations/measures", summary="What recommendations bring in")
def measures(request: Request, days: Annotated[int, Query(ge=1, le=36_500)] = 28) -> Response:
    """Of the last so many days: the share of lists clicked, of sessions that bought, revenue a session, thumbs; by place and source."""
    return json(shop_of(request).recommendation_measures(days).to_dict())


@router.post("/v1/recommendations/{id}/feedback", summary="A thumb on a recommendation", status_code=204)
def feedback(request: Request, id: str, thumb: Thumbed) -> Response:
    """`id` is the `query_id` of the list, half a second after it was answered at the earliest. A later thumb on the same product takes
    the place of the earlier."""
    shop_of(request).rate_recommendation(id, thumb.up, thumb.product_id)
    return Response(status_code=204)
