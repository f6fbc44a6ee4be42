"""`jobs`: what is queued, how it stands, and what is queued again and again."""

from __future__ import annotations

import json as jsons
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from . import options
from .output import print_json, print_table, say
from .session import opened

if TYPE_CHECKING:
    from ...shop.job import Job

app = typer.Typer(no_args_is_help=True, help="Long work that `shopkeeper worker` does: the queue and the schedules.")

StateName = Literal["waiting", "running", "done", "failed", "cancelled"]
Id = Annotated[str, typer.Argument(help="The job's id.", show_default=False)]
KindName = Annotated[str, typer.Argument(metavar="KIND", show_default=False,
                                         help="index, import, train, update, write, forecast, reviews …; see docs/jobs.md.")]
Given = Annotated[list[str] | None, typer.Argument(
    metavar="[NAME=VALUE…]", help="What it is told, such as file=products.csv or capability=ranker.", show_default=False)]


@app.command("list")
def list_(
    state: Annotated[StateName | None, options.flag("--state", "Only those in this state.")] = None,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="Only those of this kind.", show_default=False)] = "",
    k: options.K = 20,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Shows the jobs that were queued last."""
    from ...shop.job import JobState
    from ..job_views import shown

    with opened(shop, data_dir) as front:
        found = front.store.queue.newest(k, states=[JobState(state)] if state else (), kind=kind)
    if json:
        return print_json([shown(job) for job in found])
    if not found:
        return say("none")
    print_table(["job", "what", "state", "progress", "queued", "error"], [_row(job) for job in found])


@app.command()
def show(id: Id, shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Shows a job: what it is told, how far it is, what came of it."""
    from ..job_views import shown

    with opened(shop, data_dir) as front:
        job = front.store.queue.get(id)
    if json:
        return print_json(shown(job))
    for name, value in shown(job).items():
        if value not in (None, "", {}):
            say(f"{name}: {value if isinstance(value, str | int) else jsons.dumps(value, ensure_ascii=False, default=str)}")


@app.command()
def add(
    kind: KindName,
    given: Given = None,
    key: Annotated[str | None, options.flag("--key", "Your own name of it: a second job of the same key is the first.")] = None,
    priority: Annotated[int, typer.Option("--priority", min=-1000, max=1000, help="Higher ones go first.")] = 0,
    not_before: Annotated[datetime | None, options.flag("--not-before", "The moment (UTC) before which it waits.")] = None,
    tries: Annotated[int | None, typer.Option("--tries", min=1, max=100, show_default=False, help="How often it is tried at most.")] = None,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Queues a job, which a worker then does."""
    from ...shop.job import TRIES
    from ..job_views import arguments, shown
    from ..jobs import queue

    at = not_before.replace(tzinfo=UTC) if not_before else None
    with opened(shop, data_dir) as front:
        job = queue(front, kind, arguments(given or ()), datetime.now(UTC), anywhere=True, key=key, priority=priority, not_before=at,
                    tries=tries or TRIES)
    print_json(shown(job)) if json else say(f"{job.id}: {job.kind}, {job.state}")


@app.command()
def cancel(id: Id, shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Cancels a job; one that runs is stopped within some seconds."""
    from ..job_views import cancelled, shown

    with opened(shop, data_dir) as front:
        job = cancelled(front, id, "cli", datetime.now(UTC))
    print_json(shown(job)) if json else say(f"{job.id}: {'is asked to stop' if job.cancelling else job.state}")


@app.command()
def retry(id: Id, shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Queues a job that failed or was cancelled once more."""
    from ..job_views import shown

    with opened(shop, data_dir) as front:
        job = front.store.queue.retry(id, datetime.now(UTC))
    print_json(shown(job)) if json else say(f"{job.id}: {job.state}")


@app.command()
def schedules(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Shows what is queued again and again, and when next."""
    from ..job_views import planned

    with opened(shop, data_dir) as front:
        found = front.store.schedules.all()
    if json:
        return print_json([planned(each) for each in found])
    if not found:
        return say("none")
    rows = [(each.schedule.id, f"{each.schedule.kind} {_told(each.schedule.arguments)}".strip(), planned(each)["when"],
             f"{each.next_at:%Y-%m-%d %H:%M}", f"{each.last_at:%Y-%m-%d %H:%M}" if each.last_at else "never") for each in found]
    print_table(["schedule", "what", "when", "next (UTC)", "last (UTC)"], rows)


@app.command()
def schedule(
    id: Annotated[str, typer.Argument(help="A name of your own; one of the same name is replaced.", show_default=False)],
    kind: KindName,
    given: Given = None,
    every: Annotated[int, typer.Option("--every", metavar="MINUTES", min=0, show_default=False, help="Every so many minutes.")] = 0,
    daily: Annotated[str, typer.Option("--daily", metavar="HH:MM", show_default=False, help="Every day at this time.")] = "",
    timezone: Annotated[str, typer.Option("--timezone", help="The time zone of --daily, such as Asia/Shanghai.")] = "UTC",
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Queues a job every so many minutes, or every day at a time, while a worker runs: once, whatever number of them run."""
    from ..job_views import arguments, planned
    from ..jobs import plan

    with opened(shop, data_dir) as front:
        kept = plan(front, id, kind, arguments(given or ()), datetime.now(UTC), anywhere=True, minutes=every, at=daily, timezone=timezone)
        [found] = [each for each in front.store.schedules.all() if each.schedule.id == kept.id]
    print_json(planned(found)) if json else say(f"{id}: {kind}, next at {found.next_at:%Y-%m-%d %H:%M} UTC")


@app.command()
def unschedule(id: str, shop: options.Shop = None, data_dir: options.DataDir = None) -> None:
    """Queues it no more; what is queued already stays."""
    with opened(shop, data_dir) as front:
        front.store.schedules.delete(id)


def _row(job: Job) -> list[Any]:
    state = f"{job.state} (is asked to stop)" if job.cancelling else str(job.state)
    share = f"{job.progress.done / job.progress.total:.0%}" if job.progress.total else ""
    return [job.id, f"{job.kind} {_told(job.arguments)}".strip(), state, share, f"{job.at:%Y-%m-%d %H:%M}", job.error[:80]]


def _told(arguments: Any) -> str:
    return " ".join(f"{name}={value}" for name, value in arguments.items())
