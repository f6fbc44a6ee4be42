"""`forecast`: what will be sold; `train forecast`; `evaluate forecast` on a user's own data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from . import options
from .foretold import Gates, Save
from .gates import conclude
from .output import lines, print_json, print_table, progress, say
from .session import opened

if TYPE_CHECKING:
    from ...demand.demand import Forecast

Period = Literal["day", "week", "month"]

_ALSO = "Also try chronos, or chronos:MODEL (a folder, or a name), of the package chronos-forecasting; may be given again."
Also = Annotated[list[str] | None, options.flag("--also", _ALSO, "METHOD")]
_SALES = "Sales: rows {id, date, quantity}, date an ISO day or the number of a period; what has no row is not known, it is not zero."


def evaluate(
    data: Annotated[Path, options.flag("--data", _SALES, "FILE")],
    horizon: Annotated[int, typer.Option("--horizon", min=1, max=366, help="How many periods ahead.")] = 28,
    origins: Annotated[int, typer.Option("--origins", min=1, max=20, help="From how many earlier moments, a horizon apart.")] = 3,
    also: Also = None, map: options.Map = None, gate: Gates = None, save: Save = None, json: options.Json = False,
) -> None:
    """Measures forecasts from earlier moments of sales, by what was chosen on what came before each: mase and wape of the median, rmsse and
    bias of the mean, pinball, coverage_80, s_per_1000_series with the choice made, with 95 % intervals. Needs no shop."""
    from ...demand.methods import further
    from ...demand.panel import read_rows as panel_of
    from ...demand.task import report
    from ...evaluation import Gate
    from ...store.importers import parse_mapping, read_rows

    gates, named = [Gate.parse(text) for text in gate or ()], further(also or ())
    panel = panel_of(((row.number, row.values) for row in read_rows(data, parse_mapping(map or ()))), str(data))
    with progress(json) as step:
        found = report(panel, horizon, origins, step, named)
    if save:
        found.save(save)
    conclude(found, gates, json)


def forecast(
    id: Annotated[str, typer.Argument(metavar="[ID]", help="A product, variant or category; default: all.", show_default=False)] = "",
    horizon: Annotated[int, typer.Option("--horizon", min=1, max=180, help="How many periods ahead.")] = 28,
    period: Annotated[Period, typer.Option("--period", help="By the day, week or month.")] = "day",
    plot: Annotated[Path | None, options.flag("--plot", "Also draw it to a file that ends in .html or .png.", "FILE")] = None,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """What will be sold: what to expect each period, the bounds that hold four of five, and why. Parts add up to the whole. A choice of
    methods that `train forecast` kept answers at once; without one it is made now."""
    from ...demand import panel

    with opened(shop, data_dir) as front, progress(json) as step:
        found = front.forecast(id, horizon, panel.Period(period), progress=lines(step))
    if plot:
        from ...demand.plots import forecast_figure, write

        write(forecast_figure(found, "en"), plot)
    print_json(found.to_dict()) if json else _told(found)


def _told(found: Forecast) -> None:
    print_table(["date", "mean units", "median", "10 %", "90 %"], [
        [day.isoformat(), f"{found.mean[row]:.2f}", f"{found.median[row]:.1f}", f"{found.low[row]:.1f}", f"{found.high[row]:.1f}"]
        for row, day in enumerate(found.days)], right=(1, 2, 3, 4))  # fmt: skip
    name = " ".join(dict.fromkeys(each for each in (found.kind, found.id, found.title.en or found.title.zh) if each))
    say(f"{name}: {found.mean.sum():,.1f} units in {len(found.days)} {found.period}s from {found.days[0]}")
    if found.lost >= 0.5:
        say(f"about {found.lost:,.0f} units were not sold in the last 90 days because it was sold out")
    for other, weight in found.alike:
        say(f"  {weight:.0%} as {other} was when it was new")
    if why := found.explanation:
        say(f"usual {why.usual:.2f} units a {found.period}; " + ", ".join(f"{each.name.en} ×{each.times:.2f}" for each in why.because))
        if why.events:
            say("ahead: " + ", ".join(f"{name.en} {day:%m-%d}" for day, name in why.events))
        say("methods: " + ", ".join(f"{name} {weight:.0%}" for name, weight in why.methods.items()))
    say(f"by {'version ' + found.version if found.version else 'a choice made just now; next: shopkeeper train forecast, which keeps it'}")


def train(
    period: Annotated[Period, typer.Option("--period", help="By the day, week or month.")] = "day",
    horizon: Annotated[int | None, options.flag("--horizon", "How far ahead; default: 42 days, 13 weeks or 6 months.")] = None,
    also: Also = None,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Tries all ways of forecasting on the shop's own sales at earlier moments, and keeps which to trust for which product. Stopped, it
    goes on where it was when it is run again on the same sales."""
    from ...demand import panel

    with opened(shop, data_dir) as front, progress(json) as step:
        made = front.demand.train(panel.Period(period), horizon, lines(step), also or ())
    if json:
        return print_json(made.to_dict())
    print_table(["method", "rmsse"], [[name, f"{loss:.4f}"] for name, loss in sorted(made.methods.items(), key=lambda each: each[1])])
    say(f"combined: {made.combined:.4f}, on {made.series:,} series; version {made.version}, in use now ({made.seconds:.0f} s)")
