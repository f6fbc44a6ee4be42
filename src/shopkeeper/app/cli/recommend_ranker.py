"""`train recommend-ranker`: which source of recommendations to trust for whom, learnt from what shoppers came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .output import print_json, progress, say
from .session import opened

if TYPE_CHECKING:
    from ...recommend.lessons import Trained

_STAGES = "who met nothing yet", "who met 1 to 4 products", "who met 5 and more"


def train(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    seed: Annotated[int, typer.Option("--seed", help="Of the trees; the same seed and events make the same ranker.")] = 0,
    json: options.Json = False,
) -> None:
    """Learns from the shop's events which source of recommendations to trust for whom. The order is used from now on if it is better than
    the fixed weights on later shoppers, else exit code 1. Needs no torch."""
    with opened(shop, data_dir) as front, progress(json) as step:
        made = front.train_recommend_ranker(seed=seed, progress=step)
    if json:
        print_json(made.to_dict())
    else:
        show(made)
    if not made.active:
        raise typer.Exit(1)


def show(made: Trained) -> None:
    """Says how it did."""
    say(f"learnt from {made.learnt:,} shoppers; the next new product of {made.asked:,} later ones, among all products:")
    say(f"  ndcg@10 of the fixed weights {made.blend}")
    say(f"  ndcg@10 of the ranker        {made.ranker}")
    say(f"  difference                   {made.difference}")
    for name, each in zip(_STAGES, made.stages, strict=True):
        if each:
            say(f"    of those {name}: {each}")
    say(f"version {made.version}: " + ("better, in use now" if made.active else "not better, not activated: the fixed weights serve"))
