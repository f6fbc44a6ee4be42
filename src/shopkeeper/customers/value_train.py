"""Chooses and fits what says the value of a shop's customers, and keeps it as a version."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..evaluation import Difference
from ..models.card import Card, Data, fingerprint
from ..models.versions import CONFIG, Versions
from ..shop import InvalidFile
from .purchases import Purchases
from .value import ValueModel, fitted, loaded
from .value_trial import Trials, trials

CAPABILITY = "value"
DAYS = 90
HERE = "the shop's orders"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class TrainedValue:
    """A model that was made: its version, in use from now on; how all kinds did on the latest days, which none of them saw; how much
    smaller the mean error of the chosen kind is there than that of the kind that was in use (None: there was none)."""

    version: str
    trials: Trials
    difference: Difference | None

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"version": self.version, "active": True, **self.trials.to_dict(),
                "difference": self.difference.to_dict() if self.difference else None}


def train_value(purchases: Purchases, versions: Versions, days: int = DAYS, progress: Progress | None = None) -> TrainedValue:
    """Measures all kinds of model on the latest `days` days, fits the best to all that is known and puts it in use: it is at least as good
    there as the kind that was in use before. `InvalidFile` when the shop is too young."""
    begun = time.monotonic()
    found = trials(purchases, days, progress=progress)
    model = fitted(found.best.model, purchases, purchases.end, days)
    config = {"capability": CAPABILITY, "model": model.name, "days": days, **model.to_dict()}
    difference = found.less(versions.get(versions.active).config["model"]) if versions.active else None
    card = _card(purchases, found, model, time.monotonic() - begun)
    version = versions.add(lambda folder: _write(model, config, folder), card=card, about={"trials": found.to_dict(), "source": HERE})
    versions.promote(version.name)
    return TrainedValue(version.name, found, difference)


def data_of(purchases: Purchases) -> Data:
    """What the purchases are, for the card."""
    rows = (f"{id}\t{amount:.2f}" for id, amount in zip(purchases.order_ids, purchases.amount, strict=True))
    return Data(fingerprint(rows), len(purchases.order_ids), [HERE])


class Valuer:
    """The model in a version's folder, for as many `days` as it was chosen for."""

    def __init__(self, folder: Path) -> None:
        try:
            config = json.loads((folder / CONFIG).read_text("utf-8"))
            self.name, self.days = str(config["model"]), int(config["days"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InvalidFile(f"{folder}: not a model of the value of customers: {error}") from error
        self.version, self.config = folder.name, config
        self.model = loaded(self.name, config, folder)


def _write(model: ValueModel, config: dict[str, Any], folder: Path) -> None:
    model.save(folder)
    (folder / CONFIG).write_text(json.dumps(config), "utf-8")


def _card(purchases: Purchases, found: Trials, model: ValueModel, seconds: float) -> Card:
    best = found.best
    others = [f"{trial.model}: deviance {trial.metrics()['deviance']}" for trial in found.trials if trial is not best]
    left = [f"{name} was left out: {reason}" for name, reason in found.left_out.items()]
    day = purchases.moment(found.day).date()
    return Card(
        "Value of customers", f"Says what each customer will buy in {found.days} days; {model.name}, the best of those compared.",
        data_of(purchases), best.metrics(), f"{len(best.who):,} customers in the {found.days} days from {day} on, not learnt from",
        {"model": model.name, "days": found.days}, seconds, notes=[*others, *left],
        limits=["It goes by what customers bought here; whoever has not bought yet has no value in it.",
                "A season that the shop has not lived through is not foreseen."],
    )  # fmt: skip
