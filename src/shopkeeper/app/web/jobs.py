"""Long work as the people of the shop see it: what is queued, how far it is, what came of it; begin, cancel, try again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from ...shop import InvalidQuery, ShopkeeperError
from ...shop.job import JobState
from ..callers import caller_of
from ..job_views import arguments, cancelled
from ..jobs import KINDS, queue
from ..request import shop_of
from .form import Fields
from .render import page

router = APIRouter(prefix="/console/jobs", include_in_schema=False)

SHOWN = 50
IDLE = timedelta(seconds=15)  # after which a job that nobody takes means that no worker runs


@router.get("")
def jobs(request: Request, state: Annotated[str, Query(max_length=20)] = "") -> Response:
    """The jobs that were queued last, and a form for a new one."""
    return _list(request, state)


@router.post("")
def add(request: Request, fields: Fields) -> Response:
    """Queues a job."""
    try:
        queue(shop_of(request), fields.get("kind", ""), arguments(fields.get("arguments", "")[:2000].split()), datetime.now(UTC))
    except ShopkeeperError as error:
        return _list(request, "", str(error), fields)
    return RedirectResponse("/console/jobs", 303)


@router.post("/{id}")
def act(request: Request, id: str, fields: Fields) -> Response:
    """Cancels a job, or queues it once more."""
    shop, what, now = shop_of(request), fields.get("do", ""), datetime.now(UTC)
    if what == "cancel":
        cancelled(shop, id, caller_of(request).name, now)
    elif what == "retry":
        shop.store.queue.retry(id, now)
    else:
        raise InvalidQuery(f"do: expected cancel or retry, got {what[:20]!r}")
    return RedirectResponse("/console/jobs", 303)


def _list(request: Request, state: str, wrong: str = "", fields: dict[str, str] | None = None) -> Response:
    store, now = shop_of(request).store, datetime.now(UTC)
    found = store.queue.newest(SHOWN, states=[JobState(state)] if state in list(JobState) else ())
    counts = store.queue.counts()
    waits = [job for job in found if job.state is JobState.WAITING and max(job.at, job.not_before or job.at) < now - IDLE]
    return page(request, "jobs.html", 422 if wrong else 200, jobs=found, counts=counts, state=state, states=list(JobState), kinds=KINDS,
                schedules=store.schedules.all(), idle=bool(waits) and JobState.RUNNING not in counts, wrong=wrong,
                live=JobState.RUNNING in counts or JobState.WAITING in counts, field=lambda name: (fields or {}).get(name, ""))
