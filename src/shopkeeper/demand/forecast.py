"""Forecasts: methods are tried at earlier moments, the best of each series are combined, their errors say how sure it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Generic, TypeVar

import numpy as np

from .choose import Choice, Loss, Trial, choose
from .features import WINDOWS
from .learned import Learned, LearnedMean
from .methods import LEARNED_MEDIAN, NAMES, said_by
from .panel import Floats, Panel, Period, shifted
from .spread import LEVELS, Spread, restlessness
from .work import Work

MOMENTS = 3  # earlier moments at which methods are tried, beside the latest, of which half of what comes is known
ANEW = 1.25  # trees are grown anew at a moment that knows so many times as much as they do
FEWEST = 4  # columns before the first of them, and a third of all
MIDDLE = 0.25, 0.75  # quantiles of the errors between which the median lies
Progress = Callable[[str, int, int], None]
Some = TypeVar("Some", bound=LearnedMean)


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
    """What was expected at earlier moments and what came: float64[moments, n, horizon] each; `ids` name the rows. `restless`
    float64[moments, n]: how restless each series had been then."""

    ids: tuple[str, ...]
    expected: Floats
    came: Floats
    restless: Floats


@dataclass(frozen=True, slots=True)
class FittedMean:
    """What was chosen to say what to expect of the series `ids`, up to `horizon` periods ahead: weights of the methods, trees, and how
    forecasts at earlier moments turned out."""

    ids: tuple[str, ...]
    period: Period
    horizon: int
    mean: Choice
    learned: LearnedMean | None
    tried: Tried

    def expect(self, panel: Panel, extra: Floats | None = None) -> Floats:
        """The mean alone of what follows the panel: float64[n, horizon]; a thing that was not there when methods were chosen goes by the
        weights for all."""
        said = said_by(self.mean.used, panel, self.horizon, self.learned, extra)
        return self.mean.of(self._rows(panel.ids)).mix(said)

    def _rows(self, ids: tuple[str, ...]) -> list[int]:
        place = {id: row for row, id in enumerate(self.ids)}
        return [place.get(id, -1) for id in ids]


@dataclass(frozen=True, slots=True)
class Fitted(FittedMean):
    """This, and what was chosen for the median and how what comes spreads."""

    learned: Learned | None
    median: Choice
    spread: Spread

    def say(self, panel: Panel, extra: Floats | None = None) -> Forecasts:
        """What follows the panel; a thing that was not there when methods were chosen goes by the weights for all."""
        names = tuple(dict.fromkeys((*self.mean.used, *self.median.used)))
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


def _around(quantiles: Floats, median: Floats) -> Floats:
    """Quantiles whose middle is the median, each as high as the one before at least."""
    levels, middle = np.array(LEVELS), median[..., None]
    found = np.where(levels < 0.5, np.minimum(quantiles, middle), np.where(levels > 0.5, np.maximum(quantiles, middle), middle))
    return np.asarray(np.maximum.accumulate(found, axis=-1), np.float64)


def moments(columns: int, horizon: int, count: int = MOMENTS) -> list[int]:
    """The columns at which methods are tried, oldest first: `count` of which the whole horizon is known, and one of which half is."""
    last = columns - horizon
    step = horizon if last - (count - 1) * horizon >= 3 * horizon else max(1, horizon // 2)
    found = [*(last - step * place for place in reversed(range(count))), last + horizon // 2]
    return [column for column in dict.fromkeys(found) if column >= max(FEWEST, columns // 3)] or [max(1, last)]


class Grown(Generic[Some]):
    """Trees by how many columns of a panel they know; `grow` makes those of one, None where it knows too little."""

    def __init__(self, grow: Callable[[Panel], Some | None]) -> None:
        self._grow, self._by_columns = grow, dict[int, Some]()

    def of(self, panel: Panel) -> Some | None:
        """Those that know all of it."""
        if panel.columns not in self._by_columns and (found := self._grow(panel)):
            self._by_columns[panel.columns] = found
        return self._by_columns.get(panel.columns)

    def near(self, panel: Panel) -> Some | None:
        """Those that know most of it, unless it knows a quarter more than they do."""
        latest = max((columns for columns in self._by_columns if columns <= panel.columns), default=0)
        return self._by_columns[latest] if panel.columns < ANEW * latest else self.of(panel)


def fit(
    panel: Panel, horizon: int, extra: Floats | None = None, progress: Progress | None = None, also: tuple[str, ...] = (),
    work: Work | None = None,
) -> Fitted:  # fmt: skip
    """Tries all methods, and those named in `also`, at earlier moments of the panel, which has more columns than `horizon`, and settles
    which to trust. With `work` it goes on where the same call was stopped."""
    kept, step = work or Work(), progress or (lambda what, done, total: None)
    grown = Grown[Learned](lambda past: kept.trees(f"learned-{past.columns}", partial(Learned.learn, past, horizon, extra)))
    at, said = _tried(panel, horizon, extra, grown, (*NAMES, *also), kept, step)
    step("choosing", len(at), len(at) + 2)
    came = _came(panel, at, horizon)
    mean, median = _chosen(panel, said, came, "squared"), _chosen(panel, said, came, "absolute")
    tried = _turned_out(panel, at, said, came, mean)
    step("learning from all sales", len(at) + 1, len(at) + 2)
    learned = grown.of(panel)
    rest = np.broadcast_to(tried.restless[:, :, None], came.shape)
    spread = Spread.learn(tried.expected.ravel(), came.ravel(), rest.ravel())
    step("done", len(at) + 2, len(at) + 2)
    return Fitted(panel.ids, panel.period, horizon, mean, learned, tried, median, spread)


def fit_mean(panel: Panel, horizon: int, extra: Floats | None, grown: Grown[LearnedMean]) -> FittedMean:
    """As `fit`, for what to expect alone, in less than half the time. `grown` may hold trees of an earlier choice on the same panel and for
    the same horizon: those are asked at the moments that they are near to."""
    names = tuple(name for name in NAMES if name != LEARNED_MEDIAN)
    at, said = _tried(panel, horizon, extra, grown, names, Work(), lambda what, done, total: None)
    came = _came(panel, at, horizon)
    mean = _chosen(panel, said, came, "squared")
    return FittedMean(panel.ids, panel.period, horizon, mean, grown.of(panel), _turned_out(panel, at, said, came, mean))


def _tried(
    panel: Panel, horizon: int, extra: Floats | None, grown: Grown[Some], names: tuple[str, ...], kept: Work, step: Progress,
) -> tuple[list[int], list[dict[str, Floats]]]:  # fmt: skip
    """The earlier moments and what the methods said at each."""
    at, said = moments(panel.columns, horizon), list[dict[str, Floats]]()
    for number, column in enumerate(at):
        past = panel.until(column)
        step("learning from earlier sales", number, len(at) + 2)
        learned = grown.near(past)
        step("trying methods at earlier moments", number + 1, len(at) + 2)
        said.append(kept.said(f"said-{column}", partial(said_by, names, past, horizon, learned, extra)))
    return _fullest(at, said)


def _turned_out(panel: Panel, at: list[int], said: list[dict[str, Floats]], came: Floats, mean: Choice) -> Tried:
    rest = np.stack([restlessness(panel.values[:, :column], WINDOWS[panel.period][-1]) for column in at])
    return Tried(panel.ids, np.stack([mean.mix(each) for each in said]), came, rest)


def _fullest(at: list[int], tried: list[dict[str, Floats]]) -> tuple[list[int], list[dict[str, Floats]]]:
    """The moments at which most methods said something: the first may have known too little for trees."""
    most = max(map(len, tried))
    kept = [place for place, said in enumerate(tried) if len(said) == most]
    return [at[place] for place in kept], [tried[place] for place in kept]


def _came(panel: Panel, at: list[int], horizon: int) -> Floats:
    """What came after each moment: float64[moments, n, horizon], NaN where that is not known, and of what had not sold before the moment:
    whatever is said of that, it tells nothing of methods."""
    came = np.full((len(at), len(panel.ids), horizon), np.nan)
    for place, column in enumerate(at):
        sold = (np.nan_to_num(panel.values[:, :column]) > 0).any(1)
        seen = panel.values[:, column : column + horizon]
        came[place, sold, : seen.shape[1]] = seen[sold]
    return came


def _chosen(panel: Panel, tried: list[dict[str, Floats]], came: Floats, loss: Loss) -> Choice:
    """The choice for the mean (squared) or the median (absolute), by the errors that RMSSE or MASE counts: what has no scale does not
    count, unless nothing has one."""
    names = tuple(name for name in tried[0] if loss == "absolute" or name != LEARNED_MEDIAN)
    said = np.stack([np.stack([each[name] for name in names]) for each in tried])
    absolute, squared = scales(panel.values, panel.period.season)
    scale = np.where(absolute > 0, absolute if loss == "absolute" else np.sqrt(squared), 1.0)
    counted = np.where((absolute > 0)[:, None], came, np.nan)
    if not np.isfinite(counted).any():
        counted, scale = came, np.ones(len(scale))
    return choose(Trial(names, said, counted, scale), loss)


def scales(history: Floats, season: int) -> tuple[Floats, Floats]:
    """By which MASE and the square of RMSSE divide: the mean absolute and squared change from one season to the next since the first sale
    (Hyndman and Koehler 2006; as in the M5 competition): float64[n] each, 0 where there is none."""
    sold = np.cumsum(np.nan_to_num(history) > 0, axis=1) > 0
    known = np.where(sold, history, np.nan)
    change = known[:, season:] - known[:, :-season]
    count = np.maximum(np.isfinite(change).sum(1), 1)
    return np.nansum(np.abs(change), 1) / count, np.nansum(change**2, 1) / count
