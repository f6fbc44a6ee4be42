"""Which version of a model is in use: put one in use where nothing speaks against it, put the one before back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..evaluation.intervals import MARGIN
from ..models.capabilities import ENCODER, WRITER
from ..models.encoder import load_encoder
from ..models.language.opening import CAPABILITY as LANGUAGE_MODEL
from ..models.language.opening import FILE as GGUF
from ..models.versions import SHIPPED, Version, Versions
from ..shop import InvalidQuery
from .jobs import queue

if TYPE_CHECKING:
    from .shop import Shop

Why = Literal["in-use", "forgotten", "worse", "unserved"]
SAID: Mapping[Why, str] = {
    "in-use": "it is in use already", "forgotten": "it learnt from a person who was forgotten since and has to be made anew",
    "worse": "it was measured and is worse", "unserved": "it has no file that can be served here",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a version should not be put in use; for one that is worse the measure and how far below the other it lies."""

    why: Why
    metric: str = ""
    figures: Mapping[str, float] | None = None

    def __str__(self) -> str:
        told = "{value:+.4f} [{low:+.4f}, {high:+.4f}]".format(**self.figures) if self.figures else ""
        return SAID[self.why] + (f": {self.metric} {told}" if told else "")


def obstacle(versions: Versions, name: str) -> Obstacle | None:
    """What speaks against a version, None where nothing does; `NotFound` when there is none of this name."""
    found = versions.get(name)
    if found.active:
        return Obstacle("in-use")
    if found.marked:
        return Obstacle("forgotten")
    if versions.capability in (LANGUAGE_MODEL, WRITER) and not (found.folder / GGUF).exists():
        return Obstacle("unserved")
    return next((Obstacle("worse", metric, figures) for metric, figures in _differences(found.config) if _is_worse(figures)), None)


def _differences(config: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, float]]]:
    """How much better a version was than what it was compared with, by each measure that its config knows."""
    metrics: Mapping[str, Any] = config.get("metrics") or {}
    for name, value in metrics.items():
        if name.endswith(" difference") and isinstance(value, dict):
            yield name.removesuffix(" difference"), value
    if against := config.get("against"):
        yield str(against.get("metric", "")), against


def _is_worse(figures: Mapping[str, float]) -> bool:
    """As `evaluation.Difference.not_worse` has it."""
    return figures["value"] < 0 and figures["low"] < -MARGIN


def put_in_use(shop: Shop, capability: str, name: str, by: str, now: datetime, *, anyway: bool = False) -> Version:
    """Puts a version in use, in every process; `InvalidQuery` says what speaks against it, unless `anyway`. With another encoder
    a job builds the index anew, and until that is whole the old one serves. The audit log keeps who did it."""
    versions = shop.models[capability]
    against = obstacle(versions, name)
    if against and against.why != "in-use" and not anyway:
        raise InvalidQuery(f"{capability} {name}: {against}")
    if capability == ENCODER:
        load_encoder(versions.get(name).folder)
    found = versions.promote(name)
    _followed(shop, capability, f"{capability}/{name}", "model.promote", by, now)
    return found


def put_back(shop: Shop, capability: str, by: str, now: datetime) -> str | None:
    """Puts what was in use before back, and answers its name (None: no model); `NotFound` without an earlier state."""
    name = shop.models[capability].rollback()
    _followed(shop, capability, f"{capability}/{name or 'none'}", "model.rollback", by, now)
    return name


def _followed(shop: Shop, capability: str, subject: str, action: str, by: str, now: datetime) -> None:
    if capability == ENCODER and shop.indexed_revision >= 0:
        queue(shop, "index", {}, now)
    shop.store.audit.note(by, action, f"model/{subject}", {}, now)


def made_at(version: Version) -> datetime | None:
    """When a version was made, as its name says; None for the shipped one."""
    try:
        return None if version.name == SHIPPED else datetime.strptime(version.name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def size_of(folder: Path) -> int:
    """The bytes of the files of a version."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
