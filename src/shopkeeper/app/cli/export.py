"""`export`: the shop's records into a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from . import options
from .output import Step, print_json, progress, say
from .session import opened

Kind = Literal["products", "customers", "orders", "reviews", "events", "documents", "stock", "prices", "promotions", "suppliers",
               "conversations"]
Format = Literal["auto", "shopify", "woocommerce", "google", "openai", "acp", "taobao", "tau2", "jsonl", "csv", "parquet"]


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write; gzipped when its name ends with .gz.", show_default=False)],
    customer: Annotated[str | None, options.flag(
        "--customer", "Instead everything that is kept of one customer: to a folder, or one file where FILE ends with .zip or .json.",
        "ID")] = None,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    kind: Annotated[Kind, typer.Option("--kind", help="What to write.")] = "products",
    format: Annotated[Format, typer.Option("--format", help="How to write it; auto: by the name of the file.")] = "auto",
    language: Annotated[Literal["zh", "en"] | None, options.flag(
        "--language", "Language of the texts where the format holds only one; default: the shop's, else zh.")] = None,
    json: options.Json = False,
) -> None:
    """Writes the records of one kind to a file in a format that other programs read, and says what the format cannot hold.

    The file appears when it is whole; one of the same name is replaced then.
    """
    if customer is not None:
        return _person(customer, file, shop, data_dir, json)
    with opened(shop, data_dir) as front, progress(json) as step:
        watch = step and _records(file, step)
        report = front.export_file(file, kind=kind, format=format, language=language, progress=watch)
    print_json(report.to_dict()) if json else say(str(report))


def _person(customer: str, file: Path, shop: str | None, data_dir: str | None, json: bool) -> None:
    from ..privacy.export import export_person

    with opened(shop, data_dir) as front:
        found = export_person(front, customer, file)
    print_json(found.to_dict()) if json else say(str(found))


def _records(file: Path, step: Step) -> Callable[[int], None]:
    return lambda done: step(f"{file.name}: {done:,} records", done, 0)
