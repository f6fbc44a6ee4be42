"""Forecasts: methods are tried at earlier moments, the best of each series are combined, their errors say how sure it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from .choose import Choice, Trial, choose
from .features import WINDOWS
from .learned import Learned
from .methods import LEARNED_MEDIAN, NAMES, said_by
from .panel import Floats, Panel, Period, shifted
from .spread import LEVELS, Spread, restlessness

MOMENTS = 3  # earlier moments at which methods are tried
FEWEST = 4  # columns before the first of them, and a third of all
MIDDLE = 0.25, 0.75  # quantiles of the errors between which the median lies
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Forecasts:
    """Of each of `ids`, for `horizon` periods from `first` on: `mean` what to expect, `median` what is as often exceeded as not, `low` and
    `high` the bounds that hold four of five, float64[n, horizon] each; `quantiles` float64[n, horizon, levels] at `LEVELS`."""

    ids: tuple[str, ...]
    period: Period
    first: date | int
    mean: Floats
    median: Floats
    low: Floats
    high: Floats
    quantiles: Floats

    @property
    def horizon(self) -> int:
        """How many periods."""
        return int(self.mean.shape[1])

    def at(self, step: int) -> date | int:
        """When a period begins."""
        return shifted(self.first, self.period, step)


@dataclass(frozen=True, slots=True)
class Tried:
    """What was expected at earlier moments and what came: float64[moments, n, horizon] each; `ids` name the rows."""

    ids: tuple[str, ...]
    expected: Floats
    came: Floats
    restless: Floats


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was chosen for the series `ids`, up to `horizon` periods ahead: weights of the methods for the mean and the median, trees, and
    how forecasts at earlier moments turned out."""

    ids: tuple[str, ...]
    period: Period
    horizon: int
    mean: Choice
    median: Choice
    learned: Learned | None
    tried: Tried
    spread: Spread

    def say(self, panel: Panel, extra: Floats | None = None) -> Forecasts:
        """What follows the panel; a thing that was not there when methods were chosen goes by the weights for all."""
        names = tuple(dict.fromkeys((*self.mean.methods, *self.median.methods)))
        said = said_by(names, panel, self.horizon, self.learned, extra)
        rows = self._rows(panel.ids)
        mean, median = self.mean.of(rows).mix(said), self.median.of(rows).mix(said)
        rest = self.restless(panel)[:, None]
        spread = self.spread.quantiles(mean, rest, (*LEVELS, *MIDDLE))
        median = np.clip(median, spread[..., -2], spread[..., -1])
        quantiles = _around(spread[..., :-2], median)
        low, high = self.spread.interval(mean, rest)
        return Forecasts(panel.ids, panel.period, panel.at(panel.columns), mean, median, low, high, quantiles)

    def restless(self, panel: Panel) -> Floats:
        """How restless each series of a panel is: float64[n]."""
        return restlessness(panel.values, WINDOWS[panel.period][-1])

    def _rows(self, ids: tuple[str, ...]) -> list[int]:
        place = {id: row for row, id in enumerate(self.ids)}
        return [place.get(id, -1) for id in ids]


def _around(quantiles: Floats, median: Floats) -> Floats:
    """Quantiles whose middle is the median, each as high as the one before at least."""
    levels, middle = np.array(LEVELS), median[..., None]
    found = np.where(levels < 0.5, np.minimum(quantiles, middle), np.where(levels > 0.5, np.maximum(quantiles, middle), middle))
    return np.asarray(np.maximum.accumulate(found, axis=-1), np.float64)


def moments(columns: int, horizon: int, count: int = MOMENTS) -> list[int]:
    """The columns at which methods are tried, oldest first, the last with the whole horizon known."""
    last = columns - horizon
    step = horizon if last - (count - 1) * horizon >= 3 * horizon else max(1, horizon // 2)
    found = [last - step * place for place in reversed(range(count))]
    return [column for column in found if column >= max(FEWEST, columns // 3)] or [max(1, last)]


def fit(panel: Panel, horizon: int, extra: Floats | None = None, progress: Progress | None = None) -> Fitted:
    """Tries all methods at earlier moments of the panel, which has more columns than `horizon`, and settles which to trust."""
    at = moments(panel.columns, horizon)
    step = progress or (lambda what, done, total: None)
    step("learning from earlier sales", 0, len(at) + 2)
    early = Learned.learn(panel.until(at[0]), horizon, extra)
    tried = list[dict[str, Floats]]()
    for number, column in enumerate(at, 1):
        step("trying methods at earlier moments", number, len(at) + 2)
        tried.append(said_by(NAMES, panel.until(column), horizon, early, extra))
    came = np.stack([panel.values[:, column : column + horizon] for column in at])
    scale = error_scale(panel.values, panel.period.season)
    names = tuple(tried[0])
    trial = Trial(names, np.stack([np.stack([said[name] for name in names]) for said in tried]), came, scale)
    mean, median = choose(trial.only([name for name in names if name != LEARNED_MEDIAN]), "squared"), choose(trial, "absolute")
    rest = restlessness(panel.values, WINDOWS[panel.period][-1])
    expected = np.stack([mean.mix(said) for said in tried])
    step("learning from all sales", len(at) + 1, len(at) + 2)
    learned = Learned.learn(panel, horizon, extra)
    spread = Spread.learn(expected.ravel(), came.ravel(), np.broadcast_to(rest[None, :, None], came.shape).ravel())
    step("done", len(at) + 2, len(at) + 2)
    return Fitted(panel.ids, panel.period, horizon, mean, median, learned, Tried(panel.ids, expected, came, rest), spread)


def error_scale(values: Floats, season: int) -> Floats:
    """The mean absolute change from one season to the next since the first sale of each series, by which the MASE divides (Hyndman and
    Koehler 2006): float64[n]; where there is none, what it sells on average."""
    sold = np.cumsum(np.nan_to_num(values) > 0, axis=1) > 0
    known = np.where(sold, values, np.nan)
    change = np.abs(known[:, season:] - known[:, :-season])
    count = np.isfinite(change).sum(1)
    found = np.nansum(change, 1) / np.maximum(count, 1)
    usual = np.nansum(known, 1) / np.maximum(np.isfinite(known).sum(1), 1)
    return np.asarray(np.where(found > 0, found, np.maximum(usual, 1e-3)), np.float64)
