"""Jobs and schedules as the doors show them, and what every door does with them alike."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..shop import InvalidQuery
from ..shop.job import Job
from ..store.queued import Planned

if TYPE_CHECKING:
    from .shop import Shop


def shown(job: Job) -> dict[str, Any]:
    """A job as JSON values."""
    moments = {name: each.isoformat() if (each := getattr(job, name)) else None for name in ("at", "not_before", "started_at", "ended_at")}
    return {
        "id": job.id, "kind": job.kind, "arguments": dict(job.arguments), "state": str(job.state), "cancelling": job.cancelling,
        "progress": asdict(job.progress), "error": job.error, "result": job.result, "key": job.key, "priority": job.priority,
        "tries": job.tries, "failures": job.failures, "worker": job.worker, **moments,
    }


def planned(each: Planned) -> dict[str, Any]:
    """A schedule as JSON values."""
    schedule = each.schedule
    when = f"every {schedule.minutes} minutes" if schedule.minutes else f"daily at {schedule.at} {schedule.timezone}"
    return {"id": schedule.id, "kind": schedule.kind, "arguments": dict(schedule.arguments), "when": when,
            "next_at": each.next_at.isoformat(), "last_at": each.last_at.isoformat() if each.last_at else None}


def cancelled(shop: Shop, id: str, by: str, now: datetime) -> Job:
    """Cancels a job, or asks the one that runs to stop; the audit log keeps who did."""
    with shop.store.transaction():
        before, job = shop.store.queue.get(id), shop.store.queue.cancel(id, now)
        if not before.ended:
            shop.store.audit.note(by, "job.cancel", f"job/{id}", {"kind": job.kind}, now)
    return job


def arguments(given: Sequence[str]) -> dict[str, Any]:
    """What a person writes as `name=value`; a list is written as in JSON, `["a","b"]`. `InvalidQuery` says what is wrong."""
    pairs = [each.partition("=") for each in given]
    if wrong := next((name for name, equals, _ in pairs if not equals), None):
        raise InvalidQuery(f"{wrong}: expected NAME=VALUE, such as file=products.csv")
    return {name: _value(text) for name, _, text in pairs}


def _value(text: str) -> Any:
    if not text.startswith("["):
        return text  # numbers and the like are read as what they are for
    try:
        return json.loads(text)
    except ValueError:
        raise InvalidQuery(f'{text}: expected a list such as ["a","b"]') from None
