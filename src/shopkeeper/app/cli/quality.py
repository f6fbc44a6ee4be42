"""`quality`: what is missing or wrong in the shop's own products."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

import typer

from . import options
from .output import Step, print_json, progress, say
from .session import opened


def quality(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    check: Annotated[list[str] | None, options.flag("--check", "Make this check only, such as missing_price. Repeatable.", "NAME")] = None,
    examples: Annotated[int, typer.Option("--examples", min=0, help="How many findings of each check to show.")] = 3,
    language: Annotated[Literal["zh", "en"] | None, options.flag(
        "--language", "Language of the report; default: the shop's, else that of most titles.")] = None,
    json: options.Json = False,
) -> None:
    """Checks all active products: prices, currencies, SKUs, texts, pictures, stock. Exit code 1 when there is an error."""
    with opened(shop, data_dir) as front, progress(json) as step:
        report = front.quality(checks=check or (), examples=examples, language=language, progress=step and _products(step))
    print_json(report.to_dict()) if json else say(str(report))
    if report.errors:
        raise typer.Exit(1)


def _products(step: Step) -> Callable[[int], None]:
    return lambda done: step(f"quality: {done:,} products", done, 0)
