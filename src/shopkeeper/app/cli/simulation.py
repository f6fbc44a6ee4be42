"""`stock-simulation`: what ordering by the advice would have done on the shop's own last days, beside the usual rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .output import lines, print_json, print_table, progress, say
from .session import opened

if TYPE_CHECKING:
    from ...demand.on_history import Setting, StockSimulation


def simulation(
    service: Annotated[float, typer.Option("--service", min=0.5, max=0.999, help="The chance not to run out.")] = 0.95,
    review: Annotated[int, typer.Option("--review", min=1, max=60, help="Days between two looks at what to order.")] = 7,
    lead_days: Annotated[int, typer.Option("--lead-days", min=1, max=60, help="Days from order to arrival, where no supplier says.")] = 14,
    days: Annotated[int, typer.Option("--days", min=14, max=366, help="How many of the shop's last days are played.")] = 140,
    products: Annotated[int, typer.Option("--products", min=1, max=10_000, help="With those that had brought most by then.")] = 500,
    plot: Annotated[Path | None, options.flag("--plot", "Also draw it to a file that ends in .html or .png.", "FILE")] = None,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """What ordering by the advice of `reorder` would have done on the shop's last days: the share of what was wanted that it served, the
    stock that it held, what that and missed sales cost; beside a reorder point and order-up-to level (s, S) from the mean of the last 28
    days. How long an order takes is drawn from the supplier's lead time and its spread, and it comes in whole packs. Methods are chosen
    anew on what was known at each moment, so it takes half a minute for 500 products."""
    from ...demand.on_history import simulated
    from ...demand.reorder import Policy

    with opened(shop, data_dir) as front, progress(json) as step:
        found = simulated(
            front.demand, Policy(service, review), front.store.suppliers.all(), lead_days=lead_days, days=days, most=products,
            progress=lines(step),
        )  # fmt: skip
        currency = front.currency
    if plot:
        from ...demand.plots import simulation_figure, write

        write(simulation_figure(found, "en"), plot)
    print_json({"currency": currency, **found.to_dict()}) if json else _told(found, currency)


def _told(found: StockSimulation, currency: str) -> None:
    headings = ["rule", "setting", "served", "stock", "days out", f"{currency} a day"]
    rows = [*_rows("by forecast", "{:.1%}", found.ours), *_rows("28-day mean", "{:.2f} sd", found.usual)]
    print_table(headings, rows, right=(1, 2, 3, 4, 5))
    asked = found.asked
    say(f"{found.products:,} products, {found.first} to {found.last}, about {found.lead_days} days to arrive, a look every {found.review}")
    if found.by_supplier:
        say(f"{found.by_supplier:,} of them on the terms of their supplier")
    say(f"with a chance of {found.service:.1%} the advice served {asked.fill_rate:.1%} of what was wanted, with {asked.stock:,.0f} units")
    if found.less is None:
        say("(s, S) by the mean of the last 28 days serves as much at none of its settings")
    else:
        more = "less" if found.less >= 0 else "more"
        say(f"(s, S) by the mean of the last 28 days needs {found.same_fill:,.0f} for that: the advice needs {abs(found.less):.0%} {more}")


def _rows(name: str, form: str, settings: tuple[Setting, ...]) -> list[list[str]]:
    return [[name, form.format(each.at), f"{each.did.fill_rate:.1%}", f"{each.did.stock:,.0f}", f"{each.did.days_out:.1%}",
             f"{each.did.cost:,.2f}"] for each in settings]  # fmt: skip
