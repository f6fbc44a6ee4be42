"""The shop's models as the doors show them: each capability with its versions, and the run that trains one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..models.capabilities import CAPABILITIES
from ..models.training.losses import FILE, Loss, newest, read
from ..models.versions import Version, Versions
from ..shop.job import Job, JobState
from .promotion import Obstacle, made_at, obstacle, size_of
from .training_jobs import NETWORKS

if TYPE_CHECKING:
    from .shop import Shop

# What `train` calls those whose models are made together or under another name.
TRAINED_AS = {"forecast-day": "forecast", "value": "customers", "intention": "customers", "forecast-week": "", "forecast-month": "",
              "uplift": ""}
LOOKED_AT = 200  # jobs, the newest, among which those of a capability are found


@dataclass(frozen=True, slots=True)
class Held:
    """A version with what its doors tell of it: when it was made, how many bytes it has, its figures, what speaks against using it."""

    version: Version
    at: datetime | None
    bytes: int
    metrics: Mapping[str, Any]
    against: Obstacle | None

    @property
    def losses(self) -> list[Loss]:
        """The curve of its training; empty for one that has none."""
        return read(self.version.folder / FILE)

    @property
    def learnt_from(self) -> str:
        """Where its rows come from."""
        data: Mapping[str, Any] = self.version.config.get("data") or {}
        return ", ".join(data.get("sources", ())) or str(self.version.config.get("source", ""))

    @property
    def rows(self) -> int:
        """From how many rows it learnt; 0 where that is not known."""
        return int((self.version.config.get("data") or {}).get("rows", 0))

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        found = self.version
        return {"version": found.name, "active": found.active, "at": self.at.isoformat() if self.at else None, "bytes": self.bytes,
                "learnt_from": self.learnt_from, "rows": self.rows, "metrics": dict(self.metrics),
                "against": str(self.against) if self.against and self.against.why != "in-use" else None}


def held(versions: Versions) -> list[Held]:
    """The versions of a capability, the newest first."""
    return [Held(each, made_at(each), size_of(each.folder), each.config.get("metrics") or {}, obstacle(versions, each.name))
            for each in reversed(versions.all())]


def told(shop: Shop, name: str) -> dict[str, Any]:
    """A capability with its versions as JSON values; `NotFound` for one that there is not."""
    versions = shop.models[name]
    known, since = CAPABILITIES.get(name), in_use_since(versions)
    return {"capability": name, "active": versions.active, "since": since.isoformat() if since else None,
            "without": known.without if known else "", "train": trained_as(name) or None, "history": versions.history(),
            "versions": [each.to_dict() for each in held(versions)]}


def in_use_since(versions: Versions) -> datetime | None:
    """When another version was put in use last."""
    stamp = versions.stamp()
    return datetime.fromtimestamp(stamp[1] / 1e9, UTC) if stamp and versions.active else None


def trained_as(name: str) -> str:
    """What `train` calls a capability; empty for one that no job trains."""
    return TRAINED_AS.get(name, name if name in CAPABILITIES else "")


def needs_extra(name: str) -> bool:
    """Whether training it needs the extra `[train]`, and this machine does not have it."""
    return trained_as(name) in NETWORKS and find_spec("torch") is None


def runs(shop: Shop, name: str) -> list[Job]:
    """The jobs that trained a capability, the newest first."""
    return [job for job in shop.store.queue.newest(LOOKED_AT, kind="train") if job.arguments.get("capability") == trained_as(name)]


def curve(shop: Shop, name: str, job: Job | None) -> list[Loss]:
    """The losses of the run that a job is at; none before its first step."""
    path = newest(shop.models[name].folder)
    begun = job.started_at if job and job.state is JobState.RUNNING else None
    if path is None or begun is None or datetime.fromtimestamp(path.stat().st_mtime, UTC) < begun:
        return []
    return read(path)
