"""The flags that every `train` command of a network has; what is left out keeps the trainer's own default."""

from __future__ import annotations

from typing import Annotated

import typer

from . import options

Epochs = Annotated[float | None, options.flag("--epochs", "Passes over the training data; a part of one is allowed.")]
BatchSize = Annotated[int | None, options.flag("--batch-size", "Examples between two changes of the weights.")]
Lr = Annotated[float | None, options.flag("--lr", "The highest learning rate.")]
WeightDecay = Annotated[float | None, options.flag("--weight-decay", "Of AdamW.")]
Warmup = Annotated[float | None, options.flag("--warmup", "Share of all steps in which the rate climbs.")]
Seed = Annotated[int | None, options.flag("--seed", "Of weights, order and dropout.")]
Device = Annotated[str | None, options.flag("--device", "cpu, cuda, cuda:1 …; default: a GPU where there is one.")]
Tune = Annotated[int, typer.Option("--tune", min=0, help="Try so many settings on the validation part first; tried ones are kept.")]
Base = Annotated[str | None, options.flag("--base", "What to start from.", "FOLDER|HUB_ID")]
