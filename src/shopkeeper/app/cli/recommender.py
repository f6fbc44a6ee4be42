"""`train recommender`: a network that learns what comes next in the shop, compared with the simple sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options, training
from .output import lines, print_json, progress, say
from .session import opened

if TYPE_CHECKING:
    from ...recommend.choice import Chosen
    from ...recommend.train import Trained

_DATA = ("Lines of a person's id and then the products that they met, oldest first, blanks between. Default: the shop's own orders and "
         "events.")


def train(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    data: Annotated[Path | None, options.flag("--data", _DATA, "FILE")] = None,
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
    """Learns what shoppers come to next, and compares the simple sources and a network on what was held out: the newest events, of a file
    the last product of each person. The network is used from now on if it makes the list better, else exit code 1. Run again after a break,
    it goes on where it stopped."""
    given = {"epochs": epochs, "batch_size": batch_size, "lr": lr, "weight_decay": weight_decay, "warmup": warmup, "seed": seed,
             "device": device, "tune": tune}
    with opened(shop, data_dir) as front, progress(json) as step:
        made = front.train_recommender(data, given=given, progress=lines(step))
    if json:
        print_json(made.to_dict())
    else:
        show(made)
    if not made.active:
        raise typer.Exit(1)


def _looked(found: Chosen) -> str:
    kept = "in use now" if found.active else "not better, and the one before is worse: the usual way" if found.withdrawn else "not better"
    chosen = ", ".join(f"{name} {value:g}" for name, value in found.choice.to_dict().items())
    return f"{chosen}: ndcg@10 of the front page {found.ours} against {found.usual} in the usual way, {found.difference}: {kept}"


def show(made: Trained) -> None:
    """Says what was compared and what came of it."""
    say(f"learnt from {made.sequences:,} sequences; what {made.asked:,} shoppers came to next, among all products:")
    width = max(map(len, made.figures))
    for name, each in made.figures.items():
        say(f"  {name:<{width}}  ndcg@10 {each.ndcg}   hr@10 {each.hits}")
    say(f"ndcg@10 with the network less {made.best}, the best without it: {made.difference}")
    if made.against:
        say(f"and less the version in use before: {made.against}")
    if made.older:
        say(f"that version less {made.best}: {made.older}" + (" (not in use any more)" if made.withdrawn else ""))
    if made.sources:
        say(f"how the simple sources look at the shop: {_looked(made.sources)}")
    say(f"version {made.version}: " + ("better, in use now" if made.active else "not better, not activated: the simple sources serve"))
