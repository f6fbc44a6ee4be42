"""How a network learns: warm-up and cosine, clipping, parts of a batch one after the other, a checkpoint now and then.

The rate climbs in a line, then falls as a cosine (Loshchilov and Hutter 2017): by AdamW to a tenth, by Muon to nothing. Everything
random comes from the seed, the epoch and the step: a run that goes on from a checkpoint ends with exactly the weights of an undisturbed
one. Several processes each take a part of every batch and add their gradients up; the loss is a mean over the whole batch, so the number
of processes changes nothing but the speed. Needs torch.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from ...shop import InvalidQuery
from . import checkpoint, processes
from .device import autocast, peak
from .losses import Losses
from .optimisers import ADAMW, Way
from .options import TrainOptions

Indices = npt.NDArray[np.int64]
Steppers = list[torch.optim.Optimizer]

CLIP = 1.0  # the longest gradient
CHECKS = 10  # looks at the validation part in a run
SECONDS = 60.0  # between two checkpoints


class Lesson(Protocol):
    """What is learnt: examples, numbered from 0."""

    at_once: int  # examples that go through the network together

    def __len__(self) -> int: ...

    def weigh(self, examples: Indices) -> int:
        """How many predictions these examples hold: what their summed loss is divided by."""
        ...

    def loss(self, model: nn.Module, examples: Indices) -> Tensor:
        """The sum of the losses of all predictions in these examples."""
        ...


@dataclass(frozen=True, slots=True)
class Point:
    """A step of a run: how many steps and predictions lie behind it, its loss in nats a prediction, its learning rate, and the
    loss on the validation part where that was measured."""

    step: int
    seen: int
    loss: float
    lr: float
    validation: float | None = None


@dataclass(slots=True)
class Run:
    """A training as it goes: `points` so far of `steps`, and the `seconds` that they took, also before it was stopped.

    `per_second` counts predictions of all processes, checks of the validation part left out; `utilisation` is the share of
    `device.peak` that the network's own operations make of it (model FLOP utilisation, Chowdhery et al. 2022, appendix B).
    """

    steps: int
    points: list[Point] = field(default_factory=list)
    seconds: float = 0.0
    per_second: float = 0.0
    utilisation: float = 0.0

    @property
    def seen(self) -> int:
        """Predictions so far."""
        return self.points[-1].seen if self.points else 0

    @property
    def validation(self) -> float | None:
        """The newest loss on the validation part."""
        return next((point.validation for point in reversed(self.points) if point.validation is not None), None)

    @property
    def seconds_left(self) -> float:
        """At the speed so far."""
        done = len(self.points)
        return self.seconds / done * (self.steps - done) if done else math.inf

    def __str__(self) -> str:
        """One line of progress."""
        checked = "" if self.validation is None else f" (validation {self.validation:.3f})"
        return (f"step {len(self.points):,} of {self.steps:,}: loss {_recent(self.points):.3f}{checked}, {self.per_second:,.0f} tokens/s"
                + (f", MFU {self.utilisation:.0%}" if self.utilisation else "") + f", {_duration(self.seconds_left)} left")


Tell = Callable[[Run], None]


def fit(
    model: nn.Module, lesson: Lesson, options: TrainOptions, device: torch.device, *, folder: Path | None = None,
    validate: Callable[[nn.Module], float] | None = None, tell: Tell | None = None, flops: float = 0.0, seconds: float = SECONDS,
    way: Way = ADAMW,
) -> Run:
    """Trains `model` in place on `device` and answers how it went.

    With a `folder` it goes on from the checkpoint there, and keeps one every so many `seconds` and at the end. `flops` are the
    operations of one prediction, forwards and backwards. `InvalidQuery` when the loss is no number any more.
    """
    run = Run(math.ceil(options.epochs * len(lesson) / options.batch_size))
    steppers = way.optimisers(model.to(device), options)
    _go_on(folder, model, steppers, run)
    most = peak(device) * processes.count() if flops else math.inf
    losses = Losses(folder, len(run.points)) if folder and processes.rank() == 0 else None
    kept, busy, seen = perf_counter(), 0.0, 0
    for step in range(len(run.points), run.steps):
        started = perf_counter()
        point = _step(model, lesson, options, steppers, run, rate(step, run.steps, options, way.last), device)
        busy, seen = busy + perf_counter() - started, seen + point.seen - run.seen
        if validate and (step + 1 == run.steps or (step + 1) % max(1, run.steps // CHECKS) == 0):
            point = replace(point, validation=validate(model))
        run.points.append(point)
        run.seconds += perf_counter() - started
        run.per_second, run.utilisation = seen / busy, seen / busy * flops / most
        if losses:
            losses.add(point.step, point.loss, point.validation)
        if tell and processes.rank() == 0:
            tell(run)
        if folder and processes.rank() == 0 and (step + 1 == run.steps or perf_counter() - kept >= seconds):
            _keep(folder, model, steppers, run)
            kept = perf_counter()
    return run


def rate(step: int, steps: int, options: TrainOptions, last: float = ADAMW.last) -> float:
    """The learning rate of a step: up to `lr` in a line over the warm-up, then down as half a cosine to the share `last` of it."""
    warm = math.ceil(options.warmup * steps)
    if step < warm:
        return options.lr * (step + 1) / warm
    done = (step - warm) / max(1, steps - warm)
    return options.lr * (last + (1 - last) * (1 + math.cos(math.pi * done)) / 2)


def batch(step: int, size: int, examples: int, seed: int) -> Indices:
    """The examples of a step: every epoch shows all of them once, in an order of its own."""
    places = np.arange(step * size, (step + 1) * size)
    orders = {epoch: np.random.default_rng((seed, epoch)).permutation(examples) for epoch in np.unique(places // examples).tolist()}
    return np.array([orders[place // examples][place % examples] for place in places.tolist()], dtype=np.int64)


def _step(
    model: nn.Module, lesson: Lesson, options: TrainOptions, steppers: Steppers, run: Run, lr: float, device: torch.device
) -> Point:
    model.train()
    step = len(run.points)
    for group in (group for stepper in steppers for group in stepper.param_groups):
        group["lr"] = lr
    whole = batch(step, options.batch_size, len(lesson), options.seed)
    weight = lesson.weigh(whole)
    torch.manual_seed(hash((options.seed, step, processes.rank())) % 2**63)  # of dropout, in a model that has it
    loss = _gradients(model, lesson, whole[processes.rank() :: processes.count()], weight, device)
    if not math.isfinite(loss):
        raise InvalidQuery(f"the loss is {loss} at step {step + 1}: try again with a smaller --lr than {options.lr:g}")
    nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    for stepper in steppers:
        stepper.step()
    return Point(step + 1, run.seen + weight, loss, lr)


def _gradients(model: nn.Module, lesson: Lesson, examples: Indices, weight: int, device: torch.device) -> float:
    """Fills the gradients of the mean loss over all processes, and answers that loss."""
    total = torch.zeros((), device=device)
    learnt = [p for p in model.parameters() if p.requires_grad]
    for p in learnt:
        p.grad = torch.zeros_like(p)
    for start in range(0, len(examples), lesson.at_once):
        with autocast(device):
            loss = lesson.loss(model, examples[start : start + lesson.at_once]) / weight
        loss.backward()
        total += loss.detach()
    processes.add_up([total, *(p.grad for p in learnt if p.grad is not None)])
    return float(total)


def _keep(folder: Path, model: nn.Module, steppers: Steppers, run: Run) -> None:
    points, states = [list(astuple(point)) for point in run.points], [stepper.state_dict() for stepper in steppers]
    checkpoint.save(folder, {"model": model.state_dict(), "optimisers": states, "points": points, "seconds": run.seconds})


def _go_on(folder: Path | None, model: nn.Module, steppers: Steppers, run: Run) -> None:
    state = checkpoint.load(folder) if folder else None
    if state and "optimisers" in state:  # one of an earlier version has none
        model.load_state_dict(state["model"])
        for stepper, kept in zip(steppers, state["optimisers"], strict=True):
            stepper.load_state_dict(kept)
        run.points, run.seconds = [Point(*values) for values in state["points"]], state["seconds"]


def _recent(points: list[Point], count: int = 20) -> float:
    return sum(point.loss for point in points[-count:]) / len(points[-count:])


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
