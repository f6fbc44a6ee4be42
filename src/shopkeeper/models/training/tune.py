"""Which settings learn best: tried at random (Bergstra and Bengio 2012), judged on the validation part only. Standard library only."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from .options import TrainOptions

SPAN = 4.0  # the learning rate is tried from a fourth to four times what was given
DECAYS = 0.0, 0.01, 0.1
WARMUP = 0.2  # the longest
BATCHES = 0.5, 1.0, 2.0  # times what was given


@dataclass(frozen=True, slots=True)
class Trial:
    """Settings that were tried, and their loss on the validation part."""

    number: int
    options: TrainOptions
    loss: float
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """One line of the log."""
        return {"trial": self.number, "loss": self.loss, "seconds": round(self.seconds, 1), **self.options.to_dict()}


def draw(options: TrainOptions, number: int) -> TrainOptions:
    """The settings of a trial: 0 are those given, each other one is drawn by the seed and its number alone."""
    if number == 0:
        return options
    dice = random.Random(f"{options.seed}/{number}")
    lr = options.lr * math.exp(dice.uniform(-math.log(SPAN), math.log(SPAN)))
    return options.given(lr=float(f"{lr:.3g}"), weight_decay=dice.choice(DECAYS), warmup=round(dice.uniform(0, WARMUP), 3),
                         batch_size=max(1, round(options.batch_size * dice.choice(BATCHES))))


def search(
    options: TrainOptions, log: Path, score: Callable[[TrainOptions], float], *, write: bool = True,
    tell: Callable[[Trial], None] | None = None,
) -> TrainOptions:
    """The best of `options.tune` trials. `log` is JSONL with a line for each one; those that it holds are not tried again.

    `score` trains with some settings and answers the loss on the validation part. Of several processes one may `write`.
    """
    known, trials = _known(log), []
    for number in range(options.tune):
        trial = known.get(number)
        if trial is None:
            drawn, started = draw(options, number), perf_counter()
            trial = Trial(number, drawn, score(drawn), perf_counter() - started)
            if write:
                _note(log, trial)
        trials.append(trial)
        if tell:
            tell(trial)
    return min(trials, key=lambda trial: (math.isnan(trial.loss), trial.loss)).options if trials else options


def _note(log: Path, trial: Trial) -> None:
    with log.open("ab") as file:
        if file.tell() and not log.read_bytes().endswith(b"\n"):
            file.write(b"\n")
        file.write(json.dumps(trial.to_dict()).encode() + b"\n")


def _known(log: Path) -> dict[int, Trial]:
    """The trials of a log; a last line that a kill cut short is none."""
    known = {}
    for line in log.read_text("utf-8").splitlines() if log.exists() else ():
        try:
            values = json.loads(line)
        except ValueError:
            continue
        number, loss, seconds = (values.pop(name) for name in ("trial", "loss", "seconds"))
        known[number] = Trial(number, TrainOptions(**values), loss, seconds)
    return known
