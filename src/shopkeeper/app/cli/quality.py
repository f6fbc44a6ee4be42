"""`quality`: what is missing or wrong in the shop's own products."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

import typer

from . import options
from .output import Step, print_json, print_table, progress, say
from .session import opened


def quality(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    check: Annotated[list[str] | None, options.flag("--check", "Make this check only, such as missing_price. Repeatable.", "NAME")] = None,
    examples: Annotated[int, typer.Option("--examples", min=0, help="How many findings of each check to show.")] = 3,
    language: Annotated[Literal["zh", "en"] | None, options.flag(
        "--language", "Language of the report; default: the shop's, else that of most titles.")] = None,
    worst: Annotated[int | None, typer.Option(
        "--worst", min=1, help="Instead, so many products that need most, each with its score (0 to 100) and what to mend first.")] = None,
    json: options.Json = False,
) -> None:
    """Checks all active products: prices, currencies, SKUs, texts, pictures, stock. Exit code 1 when there is an error."""
    if worst:
        return _worst(worst, shop, data_dir, language or "en", json)
    with opened(shop, data_dir) as front, progress(json) as step:
        report = front.quality(checks=check or (), examples=examples, language=language, progress=step and _products(step))
    print_json(report.to_dict()) if json else say(str(report))
    if report.errors:
        raise typer.Exit(1)


def _worst(count: int, shop: str | None, data_dir: str | None, language: Literal["zh", "en"], json: bool) -> None:
    with opened(shop, data_dir) as front:
        found = front.catalogue.scores()[:count]
    if json:
        return print_json({"scores": [each.to_dict() for each in found]})
    told = [", ".join(f"{fix.what.get(language)} (-{fix.points})" for fix in each.fixes) for each in found]
    rows = [[each.product_id, f"{each.value}", what] for each, what in zip(found, told, strict=True)]
    print_table(["product", "score", "mend first"], rows)


def _products(step: Step) -> Callable[[int], None]:
    return lambda done: step(f"quality: {done:,} products", done, 0)
