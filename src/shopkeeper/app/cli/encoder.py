"""`train encoder`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ...shop import InvalidQuery
from . import options, training
from .output import lines, print_json, progress, say
from .session import opened

_DATA = "Judgments to learn from too: rows {query, product_id, rating}; JSONL, CSV, TSV or Parquet, also .gz."


def train(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    data: Annotated[Path | None, options.flag("--data", _DATA, "FILE")] = None,
    map: options.Map = None,
    clicks: Annotated[bool, typer.Option("--clicks", help="Learn from the shop's own search log too.")] = False,
    base: training.Base = None,
    epochs: training.Epochs = None,
    batch_size: training.BatchSize = None,
    lr: training.Lr = None,
    weight_decay: training.WeightDecay = None,
    warmup: training.Warmup = None,
    seed: training.Seed = None,
    device: training.Device = None,
    tune: training.Tune = 0,
    json: options.Json = False,
) -> None:
    """Trains the sentence encoder further on the shop's products, and on judgments or clicks where there are such.

    It is measured beside the one in use on rows that neither learnt from, and used from now on unless it is worse: then all products are
    encoded anew aside, and running servers change to it at once. Else exit code 1.
    """
    from ...search.lessons import clicked
    from ..encoder_training import train_encoder
    from ..update import read_rated

    if data is not None and clicks:
        raise InvalidQuery("expected either --data FILE with judgments or --clicks, not both")
    given = {"epochs": epochs, "batch_size": batch_size, "lr": lr, "weight_decay": weight_decay, "warmup": warmup, "seed": seed,
             "device": device, "tune": tune}
    with opened(shop, data_dir) as front, progress(json) as step:
        rated = read_rated(data, map or ()) if data else clicked(front.store) if clicks else None
        made = train_encoder(front, rated, base=base, given=given, progress=lines(step))
    if json:
        print_json(made.to_dict())
    else:
        say(f"{made.pairs:,} pairs; on rows that it did not learn from, beside the one that was in use:")
        say(f"  {made.metric}  {made.before:.4f} -> {made.after:.4f}  {made.difference}")
        say(f"version {made.version}: " + ("not worse, in use now" if made.active else "worse, not activated"))
    if not made.active:
        raise typer.Exit(1)
