"""What was chosen, kept in a folder: config.json, tried.npz, and the trees."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..models.versions import CONFIG
from ..shop import InvalidFile
from .choose import Choice
from .forecast import Fitted, Tried
from .learned import FILES, Learned
from .panel import Period
from .spread import Spread

TRIED = "tried.npz"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was chosen and the name of its version."""

    version: str
    fitted: Fitted


def save(fitted: Fitted, folder: Path) -> None:
    """Writes it into an empty folder."""
    config = {"period": fitted.period.value, "horizon": fitted.horizon, "ids": list(fitted.ids), "mean": _told(fitted.mean),
              "median": _told(fitted.median), "spread": fitted.spread.to_dict(), "learned": fitted.learned is not None}  # fmt: skip
    (folder / CONFIG).write_text(json.dumps(config), "utf-8")
    tried = fitted.tried
    arrays = {"expected": tried.expected, "came": tried.came, "mean": fitted.mean.weights, "median": fitted.median.weights}
    single: dict[str, Any] = {name: values.astype(np.float32) for name, values in arrays.items()}
    np.savez_compressed(folder / TRIED, restless=tried.restless, **single)
    if fitted.learned:
        fitted.learned.save(folder)


def load(folder: Path) -> Kept:
    """Reads what `save` wrote; `InvalidFile` when that is not what is there."""
    try:
        config = json.loads((folder / CONFIG).read_text("utf-8"))
        with np.load(folder / TRIED) as arrays:
            found = {name: arrays[name].astype(np.float64) for name in arrays.files}
        ids = tuple(config["ids"])
        learned = Learned.load(folder) if config["learned"] else None
        return Kept(folder.name, Fitted(
            ids, Period(config["period"]), int(config["horizon"]), _choice(config["mean"], found["mean"]), learned,
            Tried(ids, found["expected"], found["came"], found["restless"]), _choice(config["median"], found["median"]),
            Spread.of(config["spread"]),
        ))  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidFile(f"{folder}: not a choice of forecasts ({CONFIG}, {TRIED}, {', '.join(FILES)}): {error}") from error


def _told(choice: Choice) -> dict[str, Any]:
    return {"methods": list(choice.methods), "common": choice.common.tolist(), "lean": choice.lean, "loss": choice.loss,
            "alone": choice.alone}  # fmt: skip


def _choice(told: dict[str, Any], weights: Any) -> Choice:
    return Choice(tuple(told["methods"]), weights, np.array(told["common"]), told["lean"], told["loss"], told["alone"])
