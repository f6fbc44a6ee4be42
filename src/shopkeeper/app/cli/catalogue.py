"""`init`, `import`, `index`: a shop, what it sells, and the index over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ...shop import InvalidFile
from . import options
from .output import Step, print_json, progress, remark, say
from .session import opened

if TYPE_CHECKING:
    from ...store.importers import ImportReport, Progress

Kind = Literal["products", "customers", "orders", "reviews", "events", "documents", "stock", "prices", "promotions", "suppliers",
               "conversations"]
Format = Literal["auto", "shopify", "woocommerce", "google", "openai", "acp", "taobao", "tau2", "jsonl", "csv", "parquet"]


def init(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Makes an empty shop: its folder, database and `shopkeeper.toml`. An existing one is left as it is."""
    from ..settings import FILE, load, template

    settings = load(shop, data_dir)
    settings.folder.mkdir(parents=True, exist_ok=True)
    file = settings.folder / FILE
    if not file.exists():
        file.touch(mode=0o600)  # secrets may come to stand there
        file.write_text(template(), encoding="utf-8")
    with opened(shop, data_dir, create=True) as front:
        answer = {"shop": settings.shop, "store": front.store.url, "settings": str(file), "products": front.store.products.count()}
    if json:
        return print_json(answer)
    say(f"{answer['shop']}: {answer['products']:,} products in {answer['store']}; settings in {file}")
    say("next: shopkeeper import FILE, then shopkeeper index")


def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="CSV, TSV, JSONL or Parquet, also .gz.", show_default=False)],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    kind: Annotated[Kind | None, options.flag("--kind", "What the rows are; default: recognised by the columns.")] = None,
    format: Annotated[Format, typer.Option("--format", help="How the file is written.")] = "auto",
    map: options.Map = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and change nothing.")] = False,
    with_products: Annotated[bool, typer.Option(
        "--with-products", help="Then also make products of what order lines name and the shop does not have.")] = False,
    json: options.Json = False,
) -> None:
    """Reads records from files. Bad rows are kept aside with the reason; the same file again changes nothing.

    Exit code 2 when a file has no row that can be accepted.
    """
    from ...store.importers import parse_mapping

    mapping = parse_mapping(map or ())
    missing = next((file for file in files if not file.exists()), None)
    if missing:
        raise InvalidFile(f"{missing}: no such file")
    with opened(shop, data_dir) as front:
        reports = []
        for file in files:
            with progress(json) as step:
                watch = step and _bytes(file, step)
                reports.append(front.import_file(file, kind=kind, format=format, mapping=mapping, dry_run=dry_run, progress=watch))
        made = front.put_products_sold().new if with_products and not dry_run else None
    if json:
        print_json([report.to_dict() for report in reports])
    else:
        for report in reports:
            say(str(report))
        if made is not None:
            say(f"{made:,} products made of what order lines name; next: shopkeeper index")
        elif advice := _next_step(reports, dry_run):
            say(advice)
    if refused := [report for report in reports if report.rejected and not report.accepted]:
        for report in refused:
            where = report.rejects_file or "the report"
            remark(f"{report.file}: none of its {report.read:,} rows could be accepted; the reasons are in {where}")
        raise typer.Exit(2)


def _next_step(reports: Sequence[ImportReport], dry_run: bool) -> str:
    """What to do after an import, "" for nothing."""
    from ...store.importers.orders import UNKNOWN

    if dry_run:
        return ""
    if any(report.kind == "products" and report.new + report.changed for report in reports):
        return "next: shopkeeper index"
    unknown = any(UNKNOWN in note for report in reports for note in report.notes)
    return "where there is no catalogue: the same command with --with-products makes products of these lines" if unknown else ""


def _bytes(file: Path, step: Step) -> Callable[[Progress], None]:
    """Draws the progress of an import as the share of the file that has been read."""
    return lambda now: step(f"{file.name}: {now.rows:,} rows", now.bytes, now.total)


def index(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build it anew instead of catching up with what changed.")] = False,
    ray: options.Ray = None,
    json: options.Json = False,
) -> None:
    """Makes the products searchable; the old index answers until the new one is whole. Run it again after a stop to go on."""
    with opened(shop, data_dir, ray=ray) as front, progress(json) as step:
        report = front.index(rebuild=rebuild, progress=step)
    if json:
        return print_json({"products": report.products, "encoded": report.encoded, "seconds": round(report.seconds, 3)})
    say(f"{report.products:,} products indexed, {report.encoded:,} texts encoded anew, in {report.seconds:.1f} s")
    if not report.products:
        remark("the shop has no products yet; next: shopkeeper import FILE")
