"""Learns from an experiment what an action changes, says whom it pays to treat, and keeps both as a version."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..models.card import Card, Data, fingerprint
from ..models.versions import CONFIG, Versions
from ..shop import InvalidFile
from .actions import Action
from .lifetimes.counts import Floats
from .next_action import Shown
from .uplift import Policy, Tried, Uplift, policy
from .value_features import FEATURES

CAPABILITY = "uplift"


@dataclass(frozen=True, slots=True)
class TrainedUplift:
    """A version that was made, in use from now on, and what the experiment showed."""

    version: str
    action: Action
    policy: Policy

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"version": self.version, "active": True, "action": self.action.value, **self.policy.to_dict(), "why": self.policy.why}


def train_uplift(tried: Tried, action: Action, cost: float, versions: Versions, source: str) -> TrainedUplift:
    """Learns from everybody in the experiment; whom to treat is judged by parts that were left out in turn. The newest experiment is in
    use: it says how customers are now."""
    begun = time.monotonic()
    found, uplift = policy(tried, cost), Uplift.learn(tried)
    config = {"capability": CAPABILITY, "action": action.value, "policy": found.name, "cost": cost, "share": tried.share, "why": found.why,
              "features": list(FEATURES)}
    card = Card(
        "Uplift", f"Says what the action “{action}” changes in what a customer brings; X-learner of trees. {found.why}.",
        Data(fingerprint(_rows(tried)), len(tried.ids), [source]),
        {"qini": found.qini, **{f"earned, {name}": each for name, each in found.earned.items()}},
        f"{len(tried.ids):,} people of the experiment, each by a model that had not learnt from them", {"cost": cost},
        time.monotonic() - begun, limits=["It holds for the action as it was tried, on customers such as those it was tried on."],
    )  # fmt: skip
    version = versions.add(lambda folder: _write(uplift, config, folder), card=card, about={"source": source})
    versions.promote(version.name)
    return TrainedUplift(version.name, action, found)


class Uplifts:
    """The uplift of customers by a version's folder, and what its experiment showed."""

    def __init__(self, folder: Path) -> None:
        try:
            config = json.loads((folder / CONFIG).read_text("utf-8"))
            names = config["features"]
            self.tested = Shown(Action(config["action"]), config["policy"], float(config["cost"]), config["why"])
            self._uplift = Uplift.load(folder, float(config["share"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InvalidFile(f"{folder}: not a model of uplift: {error}") from error
        if names != list(FEATURES):
            raise InvalidFile(f"{folder}: this version looks at other features of customers; train it anew")

    def of(self, rows: Floats) -> Floats:
        """What the action changes for each, in money: float64[n]."""
        return self._uplift.predict(rows)


def _rows(tried: Tried) -> list[str]:
    return [f"{id}\t{int(t)}\t{y:.4f}" for id, t, y in zip(tried.ids, tried.treated, tried.earned, strict=True)]


def _write(uplift: Uplift, config: dict[str, Any], folder: Path) -> None:
    uplift.save(folder)
    (folder / CONFIG).write_text(json.dumps(config), "utf-8")
