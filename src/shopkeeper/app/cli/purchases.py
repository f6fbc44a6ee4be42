"""`purchases`: orders to suppliers, from the advice of `reorder` until they have come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from . import options
from .output import print_json, print_table, progress, say
from .session import opened

if TYPE_CHECKING:
    from ...shop import Purchase

app = typer.Typer(no_args_is_help=True, help="Orders to suppliers: drafted from the advice, sent, received.")
BY = "cli"
Id = Annotated[str, typer.Argument(metavar="ID", help="The order.", show_default=False)]


@app.command("list")
def list_(
    state: Annotated[Literal["draft", "sent", "received", "cancelled"] | None, options.flag("--state", "Only those.")] = None,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """The orders, the newest first."""
    with opened(shop, data_dir) as front:
        found = sorted(front.store.purchases.all(**({"state": state} if state else {})), key=lambda each: (each.at, each.id), reverse=True)
    _show(found, json)


@app.command()
def draft(
    service: Annotated[float, typer.Option("--service", min=0.5, max=0.999, help="The chance not to run out.")] = 0.95,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Drafts an order for each supplier of what is due and neither drafted nor on its way."""
    from ...demand.reorder import Policy
    from ..purchasing import draft as drafted

    with opened(shop, data_dir) as front, progress(json):
        found = drafted(front, Policy(service), BY)
    _show(found, json)


@app.command()
def show(
    id: Id,
    out: Annotated[Path | None, options.flag("--out", "Write it as CSV for the supplier.", "FILE.csv")] = None,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """An order with its lines."""
    from ...demand.purchase import order_sheet, write_sheet
    from ...shop import to_dict

    with opened(shop, data_dir) as front:
        found = front.store.purchases.get(id)
    if out:
        write_sheet(order_sheet(found), out)
    if json:
        return print_json(to_dict(found))
    print_table(["variant", "title", "order", "unit price"], [
        [line.variant_id, (line.title.en or line.title.zh)[:40], f"{line.quantity}", str(line.price or "-")]
        for line in found.lines], right=(2, 3))  # fmt: skip
    say(f"order {found.id} to {found.supplier or found.supplier_id or 'nobody in particular'}: {found.state.value}, {found.units:,} units")


@app.command()
def mark(
    id: Id,
    state: Annotated[Literal["sent", "received", "cancelled"], typer.Argument(help="What became of it.", show_default=False)],
    stock: Annotated[bool, typer.Option("--stock", help="Add what was received to the stock, where no other system tells it.")] = False,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Notes that an order was sent, has come or was cancelled. What was sent counts as on its way in `reorder`."""
    from ...shop import PurchaseState
    from ..purchasing import step

    with opened(shop, data_dir) as front:
        found = step(front, id, PurchaseState(state), BY, stock=stock)
    _show([found], json)


def _show(found: list[Purchase], json: bool) -> None:
    if json:
        from ...shop import to_dict

        return print_json({"orders": [to_dict(each) for each in found]})
    print_table(["order", "supplier", "state", "lines", "units", "amount"], [
        [each.id, each.supplier or each.supplier_id or "-", each.state.value, str(len(each.lines)), f"{each.units:,}",
         str(each.amount or "-")]
        for each in found], right=(3, 4, 5))  # fmt: skip
    say(f"{len(found):,} orders")
