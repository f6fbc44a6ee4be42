"""`evaluate forecast`: how well sales are foretold, on anybody's data, from several earlier moments that the models had not seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..evaluation import Interval, Report, mean
from ..evaluation.intervals import resample
from ..shop import InvalidFile
from .forecast import Fitted, Forecasts, fit, scales
from .panel import Floats, Panel
from .spread import LEVELS

DECILES = tuple(place for place, level in enumerate(LEVELS) if 0.1 <= level <= 0.9)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Scored:
    """How a forecast turned out, for each series that can be scored: `rows` their places; errors of the median (`absolute`, summed) and the
    mean (`squared`, its mean over the horizon); `scales` of MASE and RMSSE; sums of what came and was said; the quantile loss, what lay
    within the 80 % interval and how many periods are known: float64[n] each."""

    rows: Floats
    absolute: Floats
    absolute_of_mean: Floats
    squared: Floats
    scale: Floats
    squared_scale: Floats
    came: Floats
    size: Floats
    said: Floats
    pinball: Floats
    held: Floats
    known: Floats


def score(history: Floats, season: int, said: Forecasts, came: Floats) -> Scored:
    """The errors of forecasts beside what came (float64[n, horizon], NaN where not known). Scales come from the history since the first
    sale; a series without one, or that never changed, has none and is left out."""
    absolute, squared = scales(history, season)
    known = np.isfinite(came)
    rows = np.flatnonzero((absolute > 0) & known.any(1))
    true, there = np.nan_to_num(came[rows]), known[rows]
    median, expected = np.where(there, said.median[rows], 0), np.where(there, said.mean[rows], 0)
    held = there & (said.low[rows] <= true) & (true <= said.high[rows])
    return Scored(
        rows.astype(float), np.abs(true - median).sum(1), np.abs(true - expected).sum(1), ((true - expected) ** 2).sum(1) / there.sum(1),
        absolute[rows], squared[rows], true.sum(1), np.abs(true).sum(1), expected.sum(1),
        _pinball(said.quantiles[rows], true, there), held.sum(1).astype(float), there.sum(1).astype(float),
    )  # fmt: skip


def _pinball(quantiles: Floats, true: Floats, there: Floats) -> Floats:
    """Twice the quantile loss, summed over periods, the mean over the deciles: float64[n]."""
    levels = np.array([LEVELS[place] for place in DECILES])
    error = true[..., None] - quantiles[..., list(DECILES)]
    loss = 2 * np.maximum(levels * error, (levels - 1) * error).mean(2)
    return np.asarray(np.where(there, loss, 0).sum(1), np.float64)


def metrics(scored: Scored) -> dict[str, Interval]:
    """MASE and WAPE of the median, RMSSE and bias of the mean, the quantile loss in terms of what came, the share within the interval."""
    mase = scored.absolute / scored.known / scored.scale
    return {
        "mase": mean(mase.tolist()), "rmsse": mean(np.sqrt(scored.squared / scored.squared_scale).tolist()),
        "wape": ratio(scored.absolute, scored.size), "bias": ratio(scored.said - scored.came, scored.size),
        "pinball": ratio(scored.pinball, scored.size), "coverage_80": ratio(scored.held, scored.known),
        "mase_of_mean": mean((scored.absolute_of_mean / scored.known / scored.scale).tolist()),
        "wape_of_mean": ratio(scored.absolute_of_mean, scored.size),
    }  # fmt: skip


def ratio(above: Floats, below: Floats) -> Interval:
    """The sum of one over the sum of another, with its interval over the series."""
    def drawn(places: Floats) -> Floats:
        at = places.astype(np.int64)
        return np.asarray(above[at].sum(1) / np.maximum(below[at].sum(1), 1e-12), np.float64)

    found = resample(np.arange(len(above), dtype=np.float64), drawn, 0)
    low, high = np.percentile(found, [2.5, 97.5])
    return Interval(float(above.sum() / max(below.sum(), 1e-12)), float(low), float(high))


@dataclass(frozen=True, slots=True)
class Origin:
    """One earlier moment: the column from which periods were foretold, how that turned out, and what it took, in seconds: to choose, and to
    say with what was chosen."""

    column: int
    scored: Scored
    fit_s: float
    say_s: float
    fitted: Fitted


def origins(
    panel: Panel, horizon: int, count: int, progress: Progress | None = None, *, apart: int | None = None, also: tuple[str, ...] = (),
) -> list[Origin]:  # fmt: skip
    """Forecasts from `count` earlier moments, oldest first, a horizon (or `apart` periods) apart, each by what was chosen on what came
    before it; of the last the whole horizon is known. `also` names further methods. `InvalidFile` where the history is too short."""
    columns = [panel.columns - horizon - (apart or horizon) * place for place in range(count - 1, -1, -1)]
    if columns[0] < horizon + 6:
        needed = panel.columns - columns[0] + horizon + 6
        raise InvalidFile(f"history: expected at least {needed} periods for {count} origins, {horizon} ahead, got {panel.columns}")
    return [_origin(panel, column, horizon, number, count, progress, also) for number, column in enumerate(columns)]


def _origin(
    panel: Panel, column: int, horizon: int, number: int, count: int, progress: Progress | None, also: tuple[str, ...]
) -> Origin:
    before = panel.until(column)
    there = np.flatnonzero(np.isfinite(before.values).any(1))
    before = before.rows(there)
    if progress:
        progress("origins", number, count)
    began = time.perf_counter()
    fitted = fit(before, horizon, also=also)
    chosen = time.perf_counter()
    said = fitted.say(before)
    done = time.perf_counter()
    scored = score(before.values, panel.period.season, said, panel.values[there, column : column + horizon])
    return Origin(column, scored, chosen - began, done - chosen, fitted)


def joined(found: list[Origin]) -> Scored:
    """All moments together, a series once for each."""
    names = Scored.__dataclass_fields__
    return Scored(**{name: np.concatenate([getattr(each.scored, name) for each in found]) for name in names})


def report(panel: Panel, horizon: int, count: int, progress: Progress | None = None, also: tuple[str, ...] = ()) -> Report:
    """What `evaluate forecast` prints; a row for each series at each moment."""
    found = origins(panel, horizon, count, progress, also=also)
    scored = joined(found)
    seconds = [each.say_s / max(len(each.fitted.ids), 1) * 1000 for each in found]
    told = {**metrics(scored), "s_per_1000_series": mean(seconds)}
    counts = {"series": len(panel.ids), "periods": panel.columns, "origins": count, "horizon": horizon,
              "left_out": sum(len(each.fitted.ids) - len(each.scored.rows) for each in found),
              "seconds_to_choose": round(sum(each.fit_s for each in found))}  # fmt: skip
    return Report("forecast", told, counts, tuple(row for each in found for row in _rows(each)))


def _rows(origin: Origin) -> list[dict[str, Any]]:
    scored = origin.scored
    mase, rmsse = scored.absolute / scored.known / scored.scale, np.sqrt(scored.squared / scored.squared_scale)
    return [{"key": f"{origin.fitted.ids[int(row)]}@{origin.column}", "mase": float(mase[place]), "rmsse": float(rmsse[place]),
             "came": float(scored.came[place]), "said": float(scored.said[place])} for place, row in enumerate(scored.rows)]  # fmt: skip
