"""`update`: the shop's models, trained anew from what came in since."""

from __future__ import annotations

from typing import Annotated

import typer

from . import options
from .output import lines, print_json, progress, say
from .session import opened


def update(
    capability: Annotated[list[str] | None, typer.Argument(
        metavar="[CAPABILITY…]", help="What to update; default: all that a model was trained for here.", show_default=False)] = None,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Trains models anew from new rows and feedback; one is put in use only if it is not worse than the one before.

    Both are measured on the rows that neither learnt from. Without new rows nothing is done. Exit code 1 when a new one is not put in use.
    """
    with opened(shop, data_dir) as front, progress(json) as step:
        found = front.update(*(capability or ()), progress=lines(step))
    if json:
        print_json([each.to_dict() for each in found])
    else:
        for each in found:
            say(str(each))
        if not found:
            say("no model was trained here yet; next: shopkeeper train ranker")
    if any(each.outcome == "not in use" for each in found):
        raise typer.Exit(1)
