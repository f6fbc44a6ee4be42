"""How well sales are foretold, on public data, beside statsforecast and a plain LightGBM in the same run.

    pip install statsforecast    (a peer only: it is no part of Shopkeeper)
    python benchmarks/forecast.py [SET …]

Sets: daily (online_retail, 1,000 products with the largest sales, 28 days), weekly (the same by whole weeks that end with the data, 8),
weekly_epoch (the same by weeks from Thursday to Wednesday, as numpy counts them from 1970, with the parts of weeks at both ends; MASE
also by the change from four weeks before: of the cuts that were tried the one that comes nearest to figures published for these weeks),
carparts (12 months), weekly_811 (8 weeks; only the columns W0 … W51), many (10,000 daily series: what it takes, without peers). Two
cancelled orders of 80,995 and 74,215 units are left out of online_retail; an empty cell of carparts is not known. Three origins, a
horizon apart (carparts: half of one; many: the last alone). What the models are was settled on origins before the last. MASE and RMSSE
divide by the change from one season to the next since the first sale (weekday for daily, else one period); for carparts also without
leaving out leading zeros, as the figure to beat was measured. Of ours MASE and WAPE are the median's, RMSSE and bias the mean's, and MASE
and WAPE of the mean are given too; peers say one number; the plain LightGBM is learnt twice, for the squared and for the absolute error.
AutoETS runs at the last origin only, on daily on every fifth series, with ours on the same beside it. Seconds are of the processor, one
thread. With names of sets, these are added to what the file of results holds already.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

import numpy as np
from _machine import RESULTS, data, write

from shopkeeper.demand.features import CHANGES, rows
from shopkeeper.demand.forecast import scales
from shopkeeper.demand.learned import _lesson, moments
from shopkeeper.demand.panel import Floats, Panel, Period
from shopkeeper.demand.task import Origin, metrics, origins

T = TypeVar("T")

HUGE = 70_000  # units on a line of an order that was cancelled
HORIZONS = {"daily": 28, "weekly": 8, "weekly_epoch": 8, "carparts": 12, "weekly_811": 8, "many": 28}
ORIGINS, APART = {"many": 1}, {"carparts": 6}  # where not three, and not a horizon
MANY = 10_000
PEERS = ("SeasonalNaive", "IMAPA", "CrostonOptimized")
SAMPLE = {"daily": 5}  # of how many series AutoETS looks at one


def main() -> None:
    named, path = sys.argv[1:], RESULTS / "forecast.json"
    before = json.loads(path.read_text("utf-8")) if named and path.exists() else {}
    found = {key: value for key, value in before.items() if key in HORIZONS}
    for name in named or list(HORIZONS):
        found[name] = measured(name)
        print(write("forecast", "python benchmarks/forecast.py", found))


def measured(name: str) -> dict[str, Any]:
    panel, horizon = SETS[name](), HORIZONS[name]
    found = origins(panel, horizon, ORIGINS.get(name, 3), apart=APART.get(name))
    told: dict[str, Any] = {"series": len(panel.ids), "horizon": horizon, "origins": {}}
    for each in found:
        told["origins"][str(each.column)] = at = _at(name, panel, each, horizon, last=each is found[-1])
        print(name, each.column, json.dumps(at), flush=True)
    told["mean_over_origins"] = _means(list(told["origins"].values()))
    return told


def _means(told: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Of ours and of the peers that ran at every origin."""
    whose = [who for who, at in told[0].items() if isinstance(at, dict) and "rmsse" in at and all(who in each for each in told)]
    keys = "mase", "rmsse", "wape", "bias", "coverage_80", "mase_of_mean"
    return {who: {key: round(float(np.mean([at[who][key] for at in told])), 4) for key in keys if key in told[0][who]} for who in whose}


def _at(name: str, panel: Panel, each: Origin, horizon: int, last: bool) -> dict[str, Any]:
    before, came = panel.until(each.column), panel.values[:, each.column : each.column + horizon]
    there = np.flatnonzero(np.isfinite(before.values).any(1))
    before, came = before.rows(there), came[there]
    took, said = seconds_of(lambda: each.fitted.say(before))
    ours = {key: round(value.value, 4) for key, value in metrics(each.scored).items()}
    ours |= {"s_per_1000_series": round(took / len(there) * 1000, 2), "choose_wall_s": round(each.fit_s, 1)}
    at: dict[str, Any] = {"shopkeeper": ours, "methods": _weights(each.fitted.mean), "methods_of_median": _weights(each.fitted.median)}
    if name == "many":
        return at | {"say_s": round(took, 1), "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}
    others = peers(before, horizon) | slow(before, horizon)
    for peer, (forecast, seconds) in others.items():
        at[peer] = scored(before, forecast, came) | {"s_per_1000_series": round(seconds / len(there) * 1000, 2)}
    if name == "carparts":
        told = {"shopkeeper": said.mean, **{peer: forecast for peer, (forecast, _) in others.items()}}
        at["rmsse_with_leading_zeros"] = {who: whole(before.values, forecast, came) for who, forecast in told.items()}
    if name == "weekly_epoch":
        told = {"shopkeeper": said.median, "shopkeeper mean": said.mean, **{peer: forecast for peer, (forecast, _) in others.items()}}
        at["by_four_weeks_before"] = {who: far(before.values, forecast, came) for who, forecast in told.items()}
    if last:
        some = np.arange(0, len(there), SAMPLE.get(name, 1))
        forecast, seconds = auto_ets(before.rows(some), horizon)
        at["AutoETS"] = scored(before.rows(some), forecast, came[some])
        at["AutoETS"] |= {"series": len(some), "s_per_1000_series": round(seconds / len(some) * 1000, 2)}
        at["shopkeeper_on_the_same"] = {"median": scored(before.rows(some), said.median[some], came[some]),
                                        "mean": scored(before.rows(some), said.mean[some], came[some])}
    return at


def _weights(choice: Any) -> dict[str, float]:
    return {name: round(float(weight), 3) for name, weight in zip(choice.methods, choice.common, strict=True) if weight > 0.005}


def scored(before: Panel, said: Floats, came: Floats) -> dict[str, float]:
    """The same measures of one number a period."""
    absolute, squared = scales(before.values, before.period.season)
    kept = (absolute > 0) & np.isfinite(came).any(1)
    error = said[kept] - came[kept]
    return {"mase": round(float((np.nanmean(np.abs(error), 1) / absolute[kept]).mean()), 4),
            "rmsse": round(float(np.sqrt(np.nanmean(error**2, 1) / squared[kept]).mean()), 4),
            "wape": round(float(np.nansum(np.abs(error)) / np.nansum(np.abs(came[kept]))), 4),
            "bias": round(float(np.nansum(error) / np.nansum(np.abs(came[kept]))), 4)}


def whole(values: Floats, said: Floats, came: Floats) -> float:
    """RMSSE whose scale counts the zeros before the first sale."""
    change = (values[:, 1:] - values[:, :-1]) ** 2
    scale = np.nansum(change, 1) / np.maximum(np.isfinite(change).sum(1), 1)
    kept = (scale > 0) & np.isfinite(came).any(1)
    return round(float(np.sqrt(np.nanmean((said[kept] - came[kept]) ** 2, 1) / scale[kept]).mean()), 4)


def far(values: Floats, said: Floats, came: Floats, lag: int = 4) -> dict[str, float]:
    """MASE whose scale is the change from so many periods before, and WAPE of the series that have one."""
    scale, _ = scales(values, lag)
    kept = (scale > 0) & np.isfinite(came).any(1)
    error = np.abs(said[kept] - came[kept])
    return {"mase": round(float((error.mean(1) / scale[kept]).mean()), 4), "wape": round(float(error.sum() / came[kept].sum()), 4)}


def peers(before: Panel, horizon: int) -> dict[str, tuple[Floats, float]]:
    """What the quick ones say, none below 0, and the seconds it took for all series."""
    from statsforecast import models

    found = {}
    for name in PEERS:
        kind = getattr(models, name)
        found[name] = alone(kind(season_length=before.period.season) if name == "SeasonalNaive" else kind(), before, horizon)
    return found


def slow(before: Panel, horizon: int) -> dict[str, tuple[Floats, float]]:
    """What the plain LightGBM says, learning included."""
    return {f"LightGBM {name}": timed(lambda objective=objective: plain_lightgbm(before, horizon, objective))
            for name, objective in (("squared", "l2"), ("absolute", "l1"))}


def auto_ets(before: Panel, horizon: int) -> tuple[Floats, float]:
    from statsforecast import models

    return alone(models.AutoETS(season_length=before.period.season), before, horizon)


def alone(model: Any, before: Panel, horizon: int) -> tuple[Floats, float]:
    """What a model says of each series by itself."""
    return timed(lambda: np.stack([one(model, series, horizon) for series in before.values]))


def timed(work: Callable[[], Floats]) -> tuple[Floats, float]:
    took, said = seconds_of(work)
    return np.maximum(said, 0), took


def seconds_of(work: Callable[[], T]) -> tuple[float, T]:
    """Of the processor, and what came of it."""
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


def one(model: Any, series: Floats, horizon: int) -> Floats:
    """What a model says of one series, from what is known of it; the mean where it cannot."""
    known = series[np.isfinite(series)]
    try:
        return np.asarray(model.forecast(known, horizon)["mean"], np.float64)
    except Exception:
        return np.full(horizon, known.mean() if len(known) else 0.0)


def plain_lightgbm(before: Panel, horizon: int, objective: str) -> Floats:
    """One set of trees for all, 300 of LightGBM's own settings but for a rate of 0.05, on the features of ours, with nothing combined."""
    import lightgbm

    taken = [_lesson(before, column, horizon, None) for column in moments(before.columns, horizon)]
    values, targets = (np.concatenate(parts) for parts in zip(*taken, strict=True))
    kept = np.random.default_rng(0).permutation(len(values))[:150_000]
    values = values[:, : values.shape[1] - (len(CHANGES) if objective == "l1" else 0)]
    settings = {"objective": objective, "learning_rate": 0.05, "verbosity": -1, "num_threads": 1, "seed": 0}
    trees = lightgbm.train(settings, lightgbm.Dataset(values[kept], targets[kept]), 300)
    ahead = rows(before, before.columns, horizon)
    said = trees.predict(ahead.values[..., : values.shape[1]].reshape(-1, values.shape[1]), num_threads=1).reshape(len(before.ids), horizon)
    return np.asarray(said * ahead.scale[:, None], np.float64)


def retail(most: int = 1000) -> tuple[Floats, tuple[str, ...], date]:
    """Units by product and day of so many products (codes of five digits) with the largest sales."""
    import polars

    frame = polars.read_parquet(data() / "orders" / "online_retail.parquet", columns=["StockCode", "Quantity", "UnitPrice", "InvoiceDate"])
    frame = frame.filter((polars.col("Quantity") < HUGE) & polars.col("StockCode").str.contains(r"^\d{5}")).with_columns(
        day=polars.col("InvoiceDate").str.slice(0, 10).str.to_date(), paid=polars.col("Quantity") * polars.col("UnitPrice"))
    largest = frame.group_by("StockCode").agg(polars.col("paid").sum()).sort("paid", "StockCode", descending=[True, False]).head(most)
    ids = tuple(largest["StockCode"].to_list())
    place, first = {id: row for row, id in enumerate(ids)}, frame["day"].min()
    assert isinstance(first, date)
    values = np.zeros((len(ids), (frame["day"].max() - first).days + 1))  # type: ignore[operator]
    for id, day, units in frame.group_by("StockCode", "day").agg(polars.col("Quantity").sum()).iter_rows():
        if id in place:
            values[place[id], (day - first).days] += units
    return since_first(values), ids, first


def since_first(values: Floats) -> Floats:
    """What was before the first sale is not known."""
    found = values.copy()
    found[np.cumsum(np.nan_to_num(found) > 0, axis=1) == 0] = np.nan
    return found


def daily() -> Panel:
    values, ids, first = retail()
    return Panel(ids, values, Period.DAY, first)


def weekly() -> Panel:
    """Weeks that end with the data; the three days before the first are left out."""
    values, ids, first = retail()
    whole_weeks = np.nan_to_num(values[:, values.shape[1] % 7 :]).reshape(len(ids), -1, 7).sum(2)
    return Panel(ids, since_first(whole_weeks), Period.WEEK, first + timedelta(days=values.shape[1] % 7))


def weekly_epoch() -> Panel:
    """Weeks from Thursday to Wednesday; of the first a day and of the last two are there. A week before the first sale is no sale."""
    values, ids, first = retail()
    days = np.datetime64(first) + np.arange(values.shape[1])
    week = days.astype("datetime64[W]").astype(int)
    whole_weeks = np.zeros((len(ids), week[-1] - week[0] + 1))
    np.add.at(whole_weeks.T, week - week[0], np.nan_to_num(values).T)
    return Panel(ids, since_first(whole_weeks), Period.WEEK, days[0].astype("datetime64[W]").astype("datetime64[D]").item())


def many() -> Panel:
    """All products of online_retail, and again and again with each day's units thinned by chance until there are 10,000 series."""
    values, ids, first = retail(MANY)
    draw, rows = np.random.default_rng(0), np.arange(MANY) % len(ids)
    thinned = draw.binomial(np.nan_to_num(values[rows]).astype(int), draw.uniform(0.5, 1.0, (MANY, 1)))
    thinned[: len(ids)] = np.nan_to_num(values)
    return Panel(tuple(f"{ids[row]} {place}" for place, row in enumerate(rows)), since_first(thinned.astype(float)), Period.DAY, first)


def carparts() -> Panel:
    import polars

    frame = polars.read_csv(data() / "demand" / "carparts_monthly.csv", infer_schema_length=None, null_values=["NA", ""])
    return Panel(tuple(frame.columns), frame.to_numpy().T.astype(np.float64), Period.STEP, 0)


def weekly_811() -> Panel:
    import polars

    frame = polars.read_csv(data() / "demand" / "weekly_811.csv", infer_schema_length=None)
    values = frame.select([f"W{week}" for week in range(52)]).to_numpy().astype(np.float64)
    return Panel(tuple(frame["Product_Code"].to_list()), since_first(values), Period.STEP, 0)


SETS: dict[str, Callable[[], Panel]] = {
    "daily": daily, "weekly": weekly, "weekly_epoch": weekly_epoch, "carparts": carparts, "weekly_811": weekly_811, "many": many,
}  # fmt: skip


if __name__ == "__main__":
    main()
