"""What a shop will sell: forecasts that add up, of products, categories and the whole, by what was chosen for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from ..models.active import Active
from ..models.card import Card, Data, fingerprint
from ..models.versions import Versions
from ..shop import InvalidFile, InvalidQuery, Localized, NotFound
from ..store.protocol import Store
from .explain import Explanation, explain
from .features import WINDOWS
from .forecast import Fitted, Forecasts, fit
from .keeping import Kept, load, save
from .last import found_or_said
from .methods import further
from .new import newcomer
from .panel import Floats, Panel, Period
from .reconcile import reconciled
from .series import PRODUCT, Series, coarser, series
from .spread import restlessness
from .steady import steadied
from .what_if import WhatIf, priced, promoted
from .work import Work, named_by

HORIZONS = {Period.DAY: 42, Period.WEEK: 13, Period.MONTH: 6}  # for which a choice is made where nobody says
LONGEST = {Period.DAY: 180, Period.WEEK: 26, Period.MONTH: 6}
LIKENESS = 8  # numbers that tell trees what a product is like
Vectors = Callable[[Sequence[str]], Floats]  # ids of products -> float[n, d], each of length 1
Progress = Callable[[str, int, int], None]


def no_vectors(ids: Sequence[str]) -> Floats:
    """Where nothing says what products are like: float64[n, 0]."""
    return np.zeros((len(ids), 0))


@dataclass(frozen=True)
class Coherent:
    """Forecasts of all nodes of a shop that add up; `panel` and `extra` are what they were made of, `version` of which choice ("": just
    made)."""

    series: Series
    panel: Panel
    extra: Floats
    fitted: Fitted
    said: Forecasts
    version: str

    @cached_property
    def for_orders(self) -> Floats:
        """What orders of products go by, see `steadied`: float64[nodes, horizon], as `said` of what is no product."""
        rows, found = self.series.of_kind(PRODUCT), self.said.mean.copy()
        found[rows] = steadied(self.panel.rows(rows), found[rows], lambda past: self.fitted.expect(past, self.extra[rows]))
        return found


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of one thing, a row for each period from `first` on: `mean` what to expect, `median`, and between `low` and `high` four of five:
    float64[horizon]. `lost`: units that were about not sold in the last 90 days, because it was sold out."""

    id: str
    title: Localized
    kind: str
    period: Period
    days: tuple[date, ...]
    mean: Floats
    median: Floats
    low: Floats
    high: Floats
    quantiles: dict[str, Floats]
    past: tuple[tuple[date, float | None], ...]
    explanation: Explanation | None
    alike: tuple[tuple[str, float], ...] = ()
    lost: float = 0.0
    version: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        rows = [{"date": day.isoformat(), "mean": round(float(self.mean[place]), 3), "median": round(float(self.median[place]), 3),
                 "low": round(float(self.low[place]), 3), "high": round(float(self.high[place]), 3),
                 "quantiles": {name: round(float(values[place]), 3) for name, values in self.quantiles.items()}}
                for place, day in enumerate(self.days)]  # fmt: skip
        return {"id": self.id, "title": {"zh": self.title.zh, "en": self.title.en}, "kind": self.kind, "period": self.period.value,
                "total": round(float(self.mean.sum()), 2), "forecast": rows, "lost_90_days": round(self.lost, 1), "version": self.version,
                "alike": [{"id": id, "weight": round(weight, 3)} for id, weight in self.alike],
                "explanation": self.explanation.to_dict() if self.explanation else None}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrainedForecast:
    """A choice that was made and is in use: its version, for which period and horizon, what each method lost at the earlier moments and
    what the combination did."""

    version: str
    period: Period
    horizon: int
    series: int
    seconds: float
    methods: Mapping[str, float]
    combined: float

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"version": self.version, "active": True, "period": self.period.value, "horizon": self.horizon, "series": self.series,
                "seconds": round(self.seconds, 1), "combined": round(self.combined, 4),
                "methods": {name: round(loss, 4) for name, loss in self.methods.items()}}  # fmt: skip


class Demand:
    """A shop's demand. `vectors` tells what products are like, float[n, 0] where nothing does; read anew when orders came in. Any number of
    threads may ask."""

    def __init__(self, store: Store, versions: Callable[[str], Versions], vectors: Vectors = no_vectors) -> None:
        self._store, self._vectors, self._lock = store, vectors, threading.RLock()
        self._versions = {period: versions(f"forecast-{period}") for period in HORIZONS}
        self._active = {period: Active[Kept, None](found, load, None) for period, found in self._versions.items()}
        self._series: tuple[Any, Series] | None = None
        self._coherent: dict[tuple[Period, int, str], Coherent] = {}

    def series(self, progress: Progress | None = None) -> Series:
        """The shop's daily sales as they are now. `InvalidFile` when there are none."""
        step = progress or (lambda what, done, total: None)
        with self._lock:
            stamp = (self._store.activity.stamp(), self._store.products.revision(), self._store.promotions.count())
            if self._series is None or self._series[0] != stamp:
                step("reading sales", 0, 1)
                self._series = stamp, series(self._store)
                step("reading sales", 1, 1)
                self._coherent.clear()
            return self._series[1]

    def ready(self, period: Period) -> bool:
        """Whether a choice of methods is kept, so that a forecast comes at once."""
        kept = self._active[period]()
        return kept is not None and kept.fitted.horizon >= HORIZONS[period]

    def coherent(self, horizon: int | None = None, period: Period = Period.DAY, progress: Progress | None = None) -> Coherent:
        """Forecasts of everything, by the choice that is in use; where there is none that reaches so far, one is made now, which takes
        its time."""
        asked = self._checked(horizon, period)
        with self._lock:
            found = self.series(progress)
            kept = self._active[period]()
            key = (period, asked, kept.version if kept else "")
            if key not in self._coherent:
                self._coherent[key] = self._say(found, kept, asked, period, progress)
            return self._coherent[key]

    def _checked(self, horizon: int | None, period: Period) -> int:
        if period not in HORIZONS:
            raise InvalidQuery(f"period: expected day, week or month, got {period}")
        if horizon is not None and not 1 <= horizon <= LONGEST[period]:
            raise InvalidQuery(f"horizon: expected 1 to {LONGEST[period]} {period}s, got {horizon}")
        return horizon or HORIZONS[period]

    def _say(self, found: Series, kept: Kept | None, horizon: int, period: Period, progress: Progress | None) -> Coherent:
        panel = coarser(found.panel, period)
        extra = self.likeness(found)
        reaches = kept if kept and kept.fitted.horizon >= horizon else None
        fitted = reaches.fitted if reaches else fit(_long_enough(panel, horizon), horizon, extra, progress)

        def say() -> Forecasts:
            return adding_up(fitted, fitted.say(panel, extra), found.parents)

        if reaches is None:
            return Coherent(found, panel, extra, fitted, say(), "")
        key = named_by(panel, horizon, extra, (reaches.version, *map(str, found.parents)))
        return Coherent(found, panel, extra, fitted, found_or_said(self._versions[period].folder, key, panel, say), reaches.version)

    def likeness(self, found: Series) -> Floats:
        """What products are like in a few numbers: their vectors seen from fixed directions; NaN for what is no product or has none."""
        known = [node.id for node in found.nodes if node.kind == PRODUCT]
        extra = np.full((len(found.nodes), LIKENESS), np.nan)
        vectors = np.asarray(self._vectors(known), np.float64)
        if vectors.shape[1]:
            extra[: len(known)] = vectors @ np.random.default_rng(0).normal(size=(vectors.shape[1], LIKENESS))
        return extra

    def forecast(self, id: str = "", horizon: int = 28, period: Period = Period.DAY, progress: Progress | None = None) -> Forecast:
        """Of a product, variant, category, or the shop (an empty id). `NotFound` for what the shop does not have; what has not sold yet is
        foretold from what is alike."""
        self._checked(horizon, period)
        found = self.coherent(max(horizon, HORIZONS[period]), period, progress)
        try:
            row, share = found.series.row(id)
        except NotFound:
            return self._new(found, id, horizon)
        return told(found, row, share, horizon, id)

    def _new(self, found: Coherent, id: str, horizon: int) -> Forecast:
        product = self._store.products.get(id)
        rows = found.series.of_kind(PRODUCT)
        ids = [found.series.nodes[row].id for row in rows]
        vectors = np.asarray(self._vectors([id, *ids]), np.float64)
        if not vectors[0].any():
            raise InvalidQuery(f"{id}: it has not sold yet, and the search index does not know it; next: shopkeeper index")
        said = newcomer(found.panel.rows(rows), vectors[1:] @ vectors[0], horizon, ids)
        if said is None:
            raise InvalidQuery(f"{id}: it has not sold yet, and too few products like it have been new for {horizon} {found.panel.period}s")
        days = tuple(found.said.at(step) for step in range(horizon))
        return Forecast(id, product.title, PRODUCT, found.panel.period, days, said.mean, said.mean, said.low, said.high,  # type: ignore[arg-type]
                        {"0.1": said.low, "0.5": said.mean, "0.9": said.high}, (), None, said.alike, 0.0, found.version)  # fmt: skip

    def what_if(
        self, id: str, *, promotion: float | None = None, price: float | None = None, horizon: int = 28, progress: Progress | None = None,
    ) -> WhatIf:  # fmt: skip
        """What a discount (per cent) or another price (times the one now) would do to the sales of a product or category, or the shop."""
        found = self.coherent(max(horizon, HORIZONS[Period.DAY]), Period.DAY, progress)
        row, _ = found.series.row(id)
        rows = [row] if found.series.nodes[row].kind == PRODUCT else products_below(found.series, row)
        expected = found.said.mean[rows, :horizon].sum(0)
        if promotion is not None:
            return promoted(found.fitted, found.panel, rows, promotion, expected, found.extra)
        return priced(found.fitted, found.panel, rows, 1.0 if price is None else price, expected, found.extra)

    def train(
        self, period: Period = Period.DAY, horizon: int | None = None, progress: Progress | None = None, also: Sequence[str] = (),
    ) -> TrainedForecast:  # fmt: skip
        """Tries all methods on the shop's sales, and those named in `also` (see `further`), keeps what was chosen as a version and puts it
        in use. Stopped at any moment, the same call on the same sales goes on where it was."""
        asked, named, began = self._checked(horizon, period), further(also), time.monotonic()
        found = self.series(progress)
        panel, extra = _long_enough(coarser(found.panel, period), asked), self.likeness(found)
        work = Work.of(self._versions[period].folder, panel, asked, extra, named)
        fitted = fit(panel, asked, extra, progress, named, work)
        seconds = time.monotonic() - began
        version = self._versions[period].add(lambda folder: save(fitted, folder), card=_card(fitted, panel, seconds))
        self._versions[period].promote(version.name)
        work.clear()
        with self._lock:
            self._coherent.clear()
        return TrainedForecast(version.name, period, asked, len(panel.ids), seconds, fitted.mean.alone, fitted.mean.loss)


def products_below(found: Series, row: int) -> list[int]:
    """The rows of the products that add up to a row."""
    parents = found.parents
    return [each for each in found.of_kind(PRODUCT) if row in (parents[each], parents[parents[each]])]


def _long_enough(panel: Panel, horizon: int) -> Panel:
    if panel.columns < 2 * horizon + 4:
        needs = f"expected sales of at least {2 * horizon + 4} {panel.period}s to look {horizon} ahead, got {panel.columns}"
        raise InvalidFile(f"history: {needs}; ask for a shorter --horizon")
    return panel


def adding_up(fitted: Fitted, said: Forecasts, parents: Sequence[int]) -> Forecasts:
    """The forecasts changed so that parts add up to the whole; medians, bounds and quantiles in proportion."""
    wrong = (fitted.tried.expected - fitted.tried.came) ** 2
    count = np.isfinite(wrong).sum(axis=(0, 2))
    error = np.where(count > 0, np.nansum(wrong, axis=(0, 2)) / np.maximum(count, 1) + 1e-6, 1.0)
    place = {id: row for row, id in enumerate(fitted.ids)}
    variance = np.array([error[place[id]] if id in place else 1.0 for id in said.ids])
    mean = reconciled(said.mean, variance, parents)
    factor = np.where(said.mean > 1e-9, mean / np.maximum(said.mean, 1e-9), 1.0)
    return replace(said, mean=mean, median=said.median * factor, low=said.low * factor, high=said.high * factor,
                   quantiles=said.quantiles * factor[..., None])


def told(found: Coherent, row: int, share: float, horizon: int, id: str) -> Forecast:
    """The forecast of a row, or of a share of it: a variant's spread is that of so much smaller an amount."""
    said, panel, node = found.said, found.panel, found.series.nodes[row]
    mean, median = said.mean[row, :horizon] * share, said.median[row, :horizon] * share
    low, high, quantiles = said.low[row, :horizon], said.high[row, :horizon], said.quantiles[row, :horizon]
    if share < 1:
        rest = restlessness(panel.values[[row]], WINDOWS[panel.period][-1]) / np.sqrt(share)
        low, high = found.fitted.spread.interval(mean, rest)
        quantiles = found.fitted.spread.quantiles(mean, rest)
    levels = {str(level): quantiles[:, place] for place, level in _SHOWN}
    past = tuple((panel.at(column), None if np.isnan(value) else round(float(value) * share, 2))
                 for column, value in enumerate(panel.values[row]))[-_PAST[panel.period]:]
    lost = float(found.series.lost[row, -90:].sum()) * share
    why = explain(found.fitted, panel, row, horizon, found.extra)
    days = tuple(said.at(step) for step in range(horizon))
    return Forecast(id, node.title, node.kind, panel.period, days, mean, median, low, high, levels, past, why, (), lost, found.version)  # type: ignore[arg-type]


_PAST = {Period.DAY: 120, Period.WEEK: 104, Period.MONTH: 36, Period.STEP: 100}
_SHOWN = ((3, 0.1), (5, 0.3), (7, 0.5), (9, 0.7), (11, 0.9), (12, 0.95), (14, 0.99))


def _card(fitted: Fitted, panel: Panel, seconds: float) -> Card:
    rows = (f"{id}\t{np.nansum(values):.2f}" for id, values in zip(panel.ids, panel.values, strict=True))
    data = Data(fingerprint(rows), int(np.isfinite(panel.values).sum()), ["the shop's orders"])
    alone = {f"rmsse {name}": loss for name, loss in sorted(fitted.mean.alone.items(), key=lambda each: each[1])}
    return Card(
        "Forecast of sales", f"Says what will be sold each {fitted.period}, up to {fitted.horizon} ahead.", data,
        {"rmsse combined": fitted.mean.loss, **alone}, f"{len(fitted.tried.came)} earlier moments of the same sales",
        {"period": fitted.period.value, "horizon": fitted.horizon}, seconds,
        limits=["An event that the shop has not lived through is not foreseen.",
                "The figures are of the moments at which the combination was chosen; `evaluate forecast` measures on later ones."],
    )  # fmt: skip
