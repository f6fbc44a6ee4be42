"""The console's simulation of ordering: queued as a job, told with its picture when it is done."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from ...demand.on_history import StockSimulation
from ...demand.plots import simulation_figure
from ...shop import InvalidQuery
from ...shop.job import Job, JobState
from ..jobs import queue
from ..presence import alive
from ..request import shop_of
from . import charts
from .form import Fields
from .language import asked, language_of
from .render import page

router = APIRouter(prefix="/console/demand/simulation", include_in_schema=False)

KIND = "stock-simulation"
GOING = JobState.RUNNING, JobState.WAITING
FIELDS = ("service", "lead_days", "review")


@router.get("")
def simulation(request: Request) -> Response:
    """The newest simulation, and how far the one is that goes on."""
    return _shown(request)


@router.post("")
def begin(request: Request, fields: Fields) -> Response:
    """Queues a simulation."""
    try:
        queue(shop_of(request), KIND, {name: fields[name] for name in FIELDS if fields.get(name)}, datetime.now(UTC))
    except InvalidQuery as error:
        return _shown(request, str(error), fields)
    return RedirectResponse("/console/demand/simulation" + (f"?lang={found}" if (found := asked(request)) else ""), 303)


def _shown(request: Request, wrong: str = "", fields: dict[str, str] | None = None) -> Response:
    shop = shop_of(request)
    going, done, failed = _newest(shop.store.queue.newest(20, kind=KIND))
    found = StockSimulation.of(done.result) if done else None
    picture = charts.figure(simulation_figure(found, language_of(request))) if found else None
    given = fields or (dict(done.arguments) if done else {})
    return charts.charted(page(
        request, "simulation.html", 422 if wrong else 200, found=found, picture=picture, going=going, failed=failed, wrong=wrong,
        workers=alive(shop.data_dir), sold=shop.store.orders.count(), currency=shop.currency,
        field=lambda name, default: given.get(name, default),
    ))  # fmt: skip


def _newest(jobs: list[Job]) -> tuple[Job | None, Job | None, Job | None]:
    """The job that goes on, the newest that is done, and a newer one that failed."""
    going = next((job for job in jobs if job.state in GOING), None)
    ended = next((job for job in jobs if job.state in (JobState.DONE, JobState.FAILED)), None)
    done = next((job for job in jobs if job.state is JobState.DONE and job.result), None)
    return going, done, ended if ended and ended.state is JobState.FAILED else None
