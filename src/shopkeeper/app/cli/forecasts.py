"""`evaluate forecast`: how well sales are foretold, on a user's own data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import options
from .foretold import Gates, Save
from .gates import conclude
from .output import progress

_SALES = "Sales: rows {id, date, quantity}, date an ISO day or the number of a period; what has no row is not known, it is not zero."


def evaluate(
    data: Annotated[Path, options.flag("--data", _SALES, "FILE")],
    horizon: Annotated[int, typer.Option("--horizon", min=1, max=366, help="How many periods ahead.")] = 28,
    origins: Annotated[int, typer.Option("--origins", min=1, max=20, help="From how many earlier moments, a horizon apart.")] = 3,
    map: options.Map = None, gate: Gates = None, save: Save = None, json: options.Json = False,
) -> None:
    """Measures forecasts from earlier moments of sales, by what was chosen on what came before each: mase and wape of the median, rmsse and
    bias of the mean, pinball, coverage_80, s_per_1000_series with the choice made, with 95 % intervals. Needs no shop."""
    from ...demand.panel import read_rows as panel_of
    from ...demand.task import report
    from ...evaluation import Gate
    from ...store.importers import parse_mapping, read_rows

    gates = [Gate.parse(text) for text in gate or ()]
    panel = panel_of(((row.number, row.values) for row in read_rows(data, parse_mapping(map or ()))), str(data))
    with progress(json) as step:
        found = report(panel, horizon, origins, step)
    if save:
        found.save(save)
    conclude(found, gates, json)
