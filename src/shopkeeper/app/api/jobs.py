"""`/v1/jobs`: long work that is queued here and done by workers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from ...shop.job import TRIES, JobState
from ..callers import caller_of
from ..job_views import cancelled, planned, shown
from ..jobs import KINDS, queue
from ..request import shop_of
from .answer import json

router = APIRouter(tags=["jobs"])
Id = Annotated[str, Path(max_length=64)]


class JobQuery(BaseModel):
    """A job to queue."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=50, description="one of " + ", ".join(KINDS))
    arguments: dict[str, Any] = Field({}, description="what it is told, see docs/jobs.md")
    key: str | None = Field(None, min_length=1, max_length=200, pattern=r"^[^\x00]+$",
                            description="your own name of it: a second job of the same key is the first")
    priority: int = Field(0, ge=-1000, le=1000, description="higher ones go first")
    not_before: AwareDatetime | None = Field(None, description="the moment before which it waits")
    tries: int = Field(TRIES, ge=1, le=100, description="how often it is tried at most")


@router.get("/v1/jobs", summary="What is queued, runs and ended")
def everyone(
    request: Request, state: JobState | None = None, kind: Annotated[str, Query(max_length=50, pattern=r"^[^\x00]*$")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """`jobs`, those queued last first; how many there are in each state (`counts`); `schedules`, and when each is queued next."""
    store = shop_of(request).store
    found = store.queue.newest(limit, states=[state] if state else (), kind=kind)
    return json({"jobs": [shown(job) for job in found], "counts": store.queue.counts(),
                 "schedules": [planned(each) for each in store.schedules.all()]})


@router.post("/v1/jobs", summary="Queue a job", status_code=201)
def create(request: Request, query: JobQuery) -> Response:
    """The job. Files are named as they are called in the folder `imports` of the shop's data folder."""
    job = queue(shop_of(request), query.kind, query.arguments, datetime.now(UTC), key=query.key, priority=query.priority,
                not_before=query.not_before, tries=query.tries)
    return json(shown(job), 201)


@router.get("/v1/jobs/{id}", summary="How a job stands")
def get(request: Request, id: Id) -> Response:
    """Its state, its progress, and when it has ended its result or error."""
    return json(shown(shop_of(request).store.queue.get(id)))


@router.delete("/v1/jobs/{id}", summary="Cancel a job")
def cancel(request: Request, id: Id) -> Response:
    """The job: cancelled, or asked to stop (`cancelling`) where it runs; one that has ended stays as it is."""
    return json(shown(cancelled(shop_of(request), id, caller_of(request).name, datetime.now(UTC))))


@router.post("/v1/jobs/{id}/retry", summary="Try a job again")
def retry(request: Request, id: Id) -> Response:
    """The job, which failed or was cancelled and waits again."""
    return json(shown(shop_of(request).store.queue.retry(id, datetime.now(UTC))))
