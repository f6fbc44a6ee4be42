"""The experiments that run: which arms a visitor has, and what these change of the recommendations."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from ..evaluation.experiments import assigned, drawn
from ..shop import Arm, Experiment, InvalidQuery
from ..store.protocol import Table
from .tuning import Tuning

CHECK = 1.0  # seconds between two looks at the store


class Experiments:
    """The experiments of a store, as they are now: looked for at most once in `check` seconds, at once after a change made here. Safe
    to use from several threads."""

    def __init__(self, records: Table[Experiment], check: float = CHECK) -> None:
        self._records, self._check = records, check
        self._lock, self._looked, self._all = threading.Lock(), -float("inf"), tuple[Experiment, ...]()

    def arms(self, place: str, visitor: str | None, now: datetime, about: Sequence[str] = ()) -> list[tuple[Experiment, Arm]]:
        """The arm of each experiment that runs at a place, on the page of the products that it is `about`, and that a visitor
        (`shop.visitor_of`) takes part in; none for nobody."""
        if visitor is None:
            return []
        running = [each for each in self._known() if each.runs(now) and _at(each, place, about)]
        return [(each, arm) for each in running if (arm := arm_of(each, visitor))]

    def tuned(
        self, tuning: Tuning, place: str, visitor: str | None, now: datetime, about: Sequence[str] = (),
    ) -> tuple[Tuning, tuple[str, ...]]:  # fmt: skip
        """The settings as the visitor's arms change them, and those arms as the log keeps them: "experiment=arm"."""
        found = self.arms(place, visitor, now, about)
        changed = tuning.changed(change for _, arm in found for change in arm.changes)
        return changed, tuple(f"{experiment.id}={arm.name}" for experiment, arm in found)

    def all(self) -> list[Experiment]:
        """All experiments, those that run first, the newest first."""
        found = sorted(self._records.all(), key=lambda each: each.started_at.timestamp() if each.started_at else 0.0, reverse=True)
        return sorted(found, key=lambda each: each.ended_at is not None)

    def start(self, experiment: Experiment, now: datetime) -> Experiment:
        """Begins an experiment at this moment. `InvalidQuery` when there was one of this id, when an arm changes what cannot be
        changed, or when no two arms differ."""
        if self._records.get_many([experiment.id]):
            raise InvalidQuery(f"{experiment.id}: there is an experiment of this id already; its visitors would be split the same way")
        tunings = [Tuning().changed(arm.changes) for arm in experiment.arms]
        if len(set(tunings)) < len(tunings) and any(arm.changes for arm in experiment.arms):
            raise InvalidQuery(f"{experiment.id}: two arms are the same; expected arms that differ, or none that changes anything (A/A)")
        return self._keep(replace(experiment, started_at=now, ended_at=None))

    def stop(self, id: str, now: datetime) -> Experiment:
        """Ends an experiment; from now on the shop is as it is without. `NotFound`, or `InvalidQuery` for one that is over."""
        experiment = self._records.get(id)
        if not experiment.runs(now):
            raise InvalidQuery(f"{id}: this experiment does not run")
        return self._keep(replace(experiment, ended_at=now))

    def _keep(self, experiment: Experiment) -> Experiment:
        self._records.put([experiment])
        self._looked = -float("inf")
        return experiment

    def _known(self) -> Iterable[Experiment]:
        if time.monotonic() - self._looked >= self._check:
            with self._lock:
                self._looked = time.monotonic()
                self._all = tuple(self._records.all())
        return self._all


def _at(experiment: Experiment, place: str, about: Sequence[str]) -> bool:
    if experiment.products:
        return place == "product" and not set(experiment.products).isdisjoint(about)
    return not experiment.places or place in experiment.places


def arm_of(experiment: Experiment, visitor: str) -> Arm | None:
    """The arm of a visitor, the same in every process and for ever; None for one who takes no part."""
    if drawn(f"{experiment.id}/part", visitor) >= experiment.share:
        return None
    return experiment.arms[assigned(experiment.id, visitor, [arm.share for arm in experiment.arms])]
