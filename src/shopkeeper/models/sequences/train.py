"""A sequence model from sequences of items: tuned, trained, written. Needs the extra `[train]`.

A run lies in `runs/<name>` below the given folder until it is cleared: the trials and the last checkpoint. The same call finds it
again after a kill and ends with the same model.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ...shop import InvalidFile, InvalidQuery
from ..training import tune
from ..training.device import pick
from ..training.loop import Run, Tell, fit
from ..training.options import TrainOptions
from ..transformer import Shape
from .export import write
from .lesson import NextItems
from .network import NextItem
from .options import Recipe
from .start import neighbours

Items = NDArray[np.int64]

RUNS, TRIALS = "runs", "trials.jsonl"
TRIAL = 0.25  # of a run, the length of a trial


@dataclass(frozen=True, slots=True)
class Made:
    """A trained network, on how many sequences, how, how it went, and where the run lies."""

    network: NextItem
    sequences: int
    options: TrainOptions
    run: Run
    work: Path

    def write(self, ids: Sequence[str], folder: Path) -> None:
        """Fills `folder` as `SequenceReader` reads it; `ids` are those of the items, in the order of their numbers."""
        write(self.network, ids, folder)

    def clear(self) -> None:
        """Removes the run."""
        shutil.rmtree(self.work)


def train(
    sequences: Sequence[Items], items: int, recipe: Recipe, options: TrainOptions, folder: Path, *, held: Sequence[Items] = (),
    tell: Tell | None = None, tried: Callable[[tune.Trial], None] | None = None,
) -> Made:
    """Learns what comes next in `sequences` (numbers 0 … items - 1, oldest first). The last items of the sequences `held` are what
    settings are chosen by (`options.tune`) and what the run is looked at with. `InvalidFile` when there is nothing to learn from."""
    if not any(len(each) > 1 for each in sequences):
        raise InvalidFile(f"sequences to learn from: expected some of two items or more, got {len(sequences):,} shorter ones")
    device = pick(options.device)
    work = folder / RUNS / _name(sequences, items, recipe, options)
    work.mkdir(parents=True, exist_ok=True)
    lesson = NextItems(sequences, items, recipe.context, device)
    check = _check(held, items, recipe, device) if held else None
    options = _tuned(sequences, items, recipe, options, work, lesson, check, tried)
    network = _network(sequences, items, recipe, options.seed)
    run = fit(network, lesson, options, device, folder=work, validate=check, tell=tell)
    return Made(network, len(sequences), options, run, work)


def _network(sequences: Sequence[Items], items: int, recipe: Recipe, seed: int) -> NextItem:
    """The network as it is before training, always the same."""
    torch.manual_seed(seed)
    network = NextItem(Shape(items, recipe.width, recipe.layers, recipe.heads, recipe.heads, recipe.inner, recipe.context,
                             dropout=recipe.dropout))
    with torch.no_grad():
        network.stack.embed_tokens.weight.copy_(neighbours(sequences, items, recipe.width, seed))
    return network


def _check(held: Sequence[Items], items: int, recipe: Recipe, device: torch.device) -> Callable[[NextItem], float]:
    """The mean loss of the last items of sequences, in nats."""
    lesson = NextItems(held, items, recipe.context, device, full=items, last=True)

    def loss(network: NextItem) -> float:
        network.eval()
        with torch.inference_mode():
            starts = range(0, len(lesson), lesson.at_once)
            parts = [lesson.loss(network, np.arange(start, min(start + lesson.at_once, len(lesson)))) for start in starts]
        return float(sum(parts)) / lesson.weigh(np.arange(len(lesson)))

    return loss


def _tuned(
    sequences: Sequence[Items], items: int, recipe: Recipe, options: TrainOptions, work: Path, lesson: NextItems,
    check: Callable[[NextItem], float] | None, tried: Callable[[tune.Trial], None] | None,
) -> TrainOptions:
    """The options with which a part of a run gets furthest on the sequences held out."""
    if not options.tune:
        return options
    if check is None:
        raise InvalidQuery("--tune: expected sequences to choose by, there are none that are long enough")

    def score(drawn: TrainOptions) -> float:
        network = _network(sequences, items, recipe, drawn.seed)
        try:
            fit(network, lesson, drawn.given(epochs=drawn.epochs * TRIAL), pick(drawn.device))
        except InvalidQuery:
            return float("nan")  # the rate was too high
        return check(network)

    return tune.search(options, work / TRIALS, score, tell=tried).given(tune=0)


def _name(sequences: Sequence[Items], items: int, recipe: Recipe, options: TrainOptions) -> str:
    """The same call has the same run, on whatever device."""
    told = hashlib.sha256(json.dumps([items, asdict(recipe), {**options.to_dict(), "device": ""}]).encode())
    for each in sequences:
        told.update(each.astype("<i8").tobytes() + b"\xff")
    return told.hexdigest()[:16]
