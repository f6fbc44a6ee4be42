"""`train writer`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options, training
from .language_model import Teller
from .output import print_json, print_table, progress, remark, say
from .session import opened

if TYPE_CHECKING:
    from ..writer_training import Outcome

Data = Annotated[list[Path] | None, options.flag(
    "--data", "More pairs: rows with `copy`, perhaps a `title`, and `facts` (an object, pairs, or `colour: red; …`), else every other "
    "column is a fact; JSONL, CSV, TSV, Parquet, also what `export drafts` writes. Repeatable.", "FILE")]


def train(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    data: Data = None,
    map: options.Map = None,
    base: training.Base = None,
    epochs: training.Epochs = None,
    batch_size: training.BatchSize = None,
    lr: training.Lr = None,
    weight_decay: training.WeightDecay = None,
    warmup: training.Warmup = None,
    seed: training.Seed = None,
    device: training.Device = None,
    json: options.Json = False,
) -> None:
    """Teaches a language model to write as the shop's best copy does. In use from now on if it surely writes nearer to it than rules
    do, else exit code 1."""
    from ...store.importers import parse_mapping
    from ..writer_training import train_writer

    given = {"epochs": epochs, "batch_size": batch_size, "lr": lr, "weight_decay": weight_decay, "warmup": warmup, "seed": seed,
             "device": device}
    with opened(shop, data_dir) as front, progress(json) as step:
        outcome = train_writer(front.store, front.models, base=base, files=data or (), mapping=parse_mapping(map or ()), given=given,
                               say=remark, tell=Teller(step))
    print_json(outcome.to_dict()) if json else _show(outcome)
    if not outcome.active:
        raise typer.Exit(1)


def _show(outcome: Outcome) -> None:
    say(f"on {outcome.held_out:,} held-out pairs: {outcome.bits_per_byte:.4f} bits a byte of copy, given its facts")
    if outcome.figures:
        names = list(outcome.figures["own"])
        print_table(["", *outcome.figures], [[name, *(f"{found[name]}" for found in outcome.figures.values())] for name in names])
        say(f"ROUGE-L gained against the grounded writer: {outcome.nearer}")
    if outcome.unserved:
        remark(f"it has no model.gguf and is not served in process: {outcome.unserved}")
    say(f"version {outcome.version}: " + ("in use now" if outcome.active else "not surely nearer to people's copy than rules, not used"))
