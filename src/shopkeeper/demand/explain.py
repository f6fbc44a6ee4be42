"""Why a forecast is as it is: how many times the usual each circumstance makes it, by the trees; without them by what the series shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from ..shop import Localized
from . import calendar
from .features import FAMILIES, WINDOWS, rows
from .forecast import Fitted
from .panel import DAY, Floats, Panel, Period
from .theta import seasonal_factors

NAMES = {
    "level": Localized("水平", "level"), "trend": Localized("走势", "trend"), "season": Localized("季节与星期", "season and weekday"),
    "events": Localized("节日", "events"), "promotion": Localized("促销", "promotion"), "price": Localized("价格", "price"),
    "likeness": Localized("同类商品", "products alike"), "search": Localized("浏览与搜索热度", "looks and searches"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Because:
    """One circumstance: it makes the forecast `times` the usual, over the whole horizon; `by_step` float64[horizon] in each period."""

    key: str
    name: Localized
    times: float
    by_step: Floats

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"what": self.key, "name": {"zh": self.name.zh, "en": self.name.en}, "times": round(self.times, 3)}


@dataclass(frozen=True, slots=True)
class Explanation:
    """`usual` units a period, of late; what makes it more or less; the `events` in the time ahead; how much each method counts."""

    usual: float
    because: tuple[Because, ...]
    events: tuple[tuple[date, Localized], ...]
    methods: dict[str, float]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"usual": round(self.usual, 4), "because": [each.to_dict() for each in self.because],
                "events": [{"date": day.isoformat(), "zh": name.zh, "en": name.en} for day, name in self.events],
                "methods": {name: round(weight, 3) for name, weight in self.methods.items()}}  # fmt: skip


def explain(fitted: Fitted, panel: Panel, row: int, horizon: int, extra: Floats | None = None) -> Explanation:
    """Of one series of the panel."""
    one = panel.rows([row])
    window = WINDOWS[panel.period][2]
    late = one.values[0, -window:]
    usual = float(np.nanmean(late)) if np.isfinite(late).any() else 0.0
    because = _learned(fitted, one, horizon, None if extra is None else extra[[row]]) if fitted.learned else _shown(one, horizon)
    weights = fitted.mean.of([fitted.ids.index(one.ids[0]) if one.ids[0] in fitted.ids else -1]).weights[0]
    methods = {name: float(weight) for name, weight in zip(fitted.mean.methods, weights, strict=True) if weight > 0.005}
    return Explanation(usual, because, _events(panel, horizon), dict(sorted(methods.items(), key=lambda each: -each[1])))


def _learned(fitted: Fitted, one: Panel, horizon: int, extra: Floats | None) -> tuple[Because, ...]:
    """From what each feature adds to the logarithm of what the trees say, against what it added of late: what is so of the thing always
    makes nothing more or less than usual."""
    ahead, late = _shares(fitted, one, one.columns, horizon, extra), dict[str, Floats]()
    window = min(WINDOWS[one.period][2], one.columns // 2)
    if window:
        late = _shares(fitted, one, one.columns - window, window, extra)
    because = []
    for family, shares in ahead.items():
        by_step = np.exp(shares) / (np.exp(late[family]).mean() if family in late else 1.0)
        because.append(Because(family, NAMES[family], float(by_step.mean()), by_step))
    return tuple(because)


def _shares(fitted: Fitted, one: Panel, column: int, horizon: int, extra: Floats | None) -> dict[str, Floats]:
    """What each family of features but the level adds in the periods from a column on, float64[horizon] each."""
    assert fitted.learned
    found = rows(one, column, horizon, extra)
    shares = fitted.learned.mean.shares(fitted.learned.seen(found.values[0]))
    names = found.families[: shares.shape[1] - 1]
    places = {family: [place for place, name in enumerate(names) if name == family] for family in FAMILIES if family != "level"}
    return {family: shares[:, of].sum(1) for family, of in places.items() if of}


def _shown(one: Panel, horizon: int) -> tuple[Because, ...]:
    """The pattern of the week or year, where it shows."""
    factors = seasonal_factors(one.values, one.period.season)[0]
    by_step = factors[(one.columns + np.arange(horizon)) % len(factors)]
    return (Because("season", NAMES["season"], float(by_step.mean()), by_step),)


def _events(panel: Panel, horizon: int) -> tuple[tuple[date, Localized], ...]:
    first, last = panel.at(panel.columns), panel.at(panel.columns + horizon)
    if not isinstance(first, date) or not isinstance(last, date) or panel.period is Period.STEP:
        return ()
    return tuple((day, event.name) for day, event in calendar.between(first, last - DAY))
