"""`reorder`: what to order now, from whom; `stock`: which products matter, what a change would do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...shop import InvalidQuery
from . import options
from .output import lines, print_json, print_table, progress, say
from .session import opened

if TYPE_CHECKING:
    from ...demand.reorder import Line

_COMING = "What is on its way besides orders that were sent: rows {variant_id, quantity}; JSONL, CSV, TSV or Parquet."
Lead = Annotated[float, typer.Option("--lead-days", min=0, max=120, help="Days from order to arrival, where no supplier says.")]


def reorder(
    service: Annotated[float, typer.Option("--service", min=0.5, max=0.999, help="The chance not to run out.")] = 0.95,
    review: Annotated[int, typer.Option("--review", min=1, max=60, help="Days between two looks at what to order.")] = 7,
    lead_days: Lead = 14.0,
    budget: Annotated[float | None, options.flag("--budget", "At most so much money, in the shop's currency.", "AMOUNT")] = None,
    space: Annotated[int | None, options.flag("--space", "At most so many units.", "UNITS")] = None,
    coming: Annotated[Path | None, options.flag("--coming", _COMING, "FILE")] = None,
    delay: Annotated[float, typer.Option("--delay", min=0, max=120, help="What if suppliers come so many days later.")] = 0.0,
    out: Annotated[Path | None, options.flag("--out", "Write the orders to suppliers as CSV.", "FILE.csv")] = None,
    k: Annotated[int, typer.Option("--k", min=1, max=100_000, help="How many lines to show.")] = 20,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """What to order now: of each variant how low its stock may fall before an order is due, how much to order, from which supplier, and
    why. Those first that are likeliest to run out."""
    from ...demand.ordering import has_counted, read_coming
    from ...demand.ordering import reorder as advise
    from ...demand.purchase import write
    from ...demand.reorder import Policy
    from ...store.importers import read_rows

    policy = Policy(service, review, budget, space)
    given = read_coming(((row.number, row.values) for row in read_rows(coming)), str(coming)) if coming else None
    with opened(shop, data_dir) as front, progress(json) as step:
        step = lines(step)
        found = list["Line"]()
        if has_counted(front.demand.series(step)):
            found = advise(front.store, front.demand.coherent(progress=step), policy, lead_days=lead_days, coming=given, delay=delay)
        currency = front.currency
    if out:
        write(found, currency, out)
    due = [line for line in found if line.due]
    total = sum(line.amount or 0 for line in due)
    if json:
        told = {"due": len(due), "looked_at": len(found), "units": sum(line.quantity for line in due), "amount": round(total, 2)}
        return print_json({**told, "currency": currency, "lines": [line.to_dict() for line in due]})
    if not found:
        return say("no variant that sold has its stock counted, so there is nothing to advise; next: shopkeeper import FILE --kind stock")
    headings = ["variant", "title", "have", "point", "order", "supplier", "cost", "runs out"]
    print_table(headings, [_cells(line) for line in due[:k]], right=(2, 3, 4, 6, 7))
    say(f"{len(due):,} of {len(found):,} variants are due: {sum(line.quantity for line in due):,} units"
        + (f", {total:,.0f} {currency}" if total else ""))


def _cells(line: Line) -> list[str]:
    of = f" (of {line.quantity + line.cut})" if line.cut else ""
    return [line.item.variant_id, (line.item.title.en or line.item.title.zh)[:40], str(line.item.stock + line.item.coming),
            f"{line.point:.0f}", f"{line.quantity}{of}", line.terms.supplier_id or "-",
            "-" if line.amount is None else f"{line.amount:,.0f}", f"{line.runs_out:.0%}"]  # fmt: skip


def classes(
    k: Annotated[int, typer.Option("--k", min=1, max=100_000, help="How many products to show.")] = 20,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Products by how much they bring (A, B, C) and how much their sales vary (X, Y, Z), and what that advises."""
    from ...demand.abc_xyz import ADVICE
    from ...demand.ordering import classed_series

    with opened(shop, data_dir) as front:
        found = classed_series(front.demand.series())
    if json:
        return print_json({"products": [each.to_dict() for each in found]})
    print_table(["product", "class", "share", "varies", "advice"], [
        [each.id, each.key, f"{each.share:.1%}", "-" if each.varies is None else f"{each.varies:.2f}", ADVICE[each.key][1]]
        for each in found[:k]], right=(2, 3))  # fmt: skip


def what_if(
    id: Annotated[str, typer.Argument(metavar="ID", help="A product or category.", show_default=False)],
    promotion: Annotated[float | None, options.flag("--promotion", "Per cent off in the whole time ahead.", "PERCENT")] = None,
    price: Annotated[float | None, options.flag("--price", "The price, in terms of what it is: 0.9 is a tenth less.", "TIMES")] = None,
    horizon: Annotated[int, typer.Option("--horizon", min=1, max=42, help="Days ahead.")] = 28,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """What a promotion or another price would do to sales, from what the shop's own promotions and prices did."""
    if (promotion is None) == (price is None):
        raise InvalidQuery("expected either --promotion PERCENT or --price TIMES")
    with opened(shop, data_dir) as front, progress(json) as step:
        found = front.demand.what_if(id, promotion=promotion, price=price, horizon=horizon, progress=lines(step))
    if json:
        return print_json(found.to_dict())
    say(f"{id}: {found.now.sum():,.1f} units in {horizon} days as it is, {found.then.sum():,.1f} then (×{found.times:.2f})")
    if not found.sure:
        say("the shop has tried too little of that to know: take it as a guess")
