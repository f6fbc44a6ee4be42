"""What trees look at: of each thing at a moment how it has sold, of each period ahead what the calendar and the shop know of it.

Amounts are told in terms of the thing's own scale, so that what is learnt of one holds for another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from . import calendar
from .interest import CLICKS, SEARCHES, VIEWS
from .panel import Floats, Panel, Period

WINDOWS = {  # periods of late whose means are looked at
    Period.DAY: (7, 14, 28, 56, 112), Period.WEEK: (1, 2, 4, 8, 13, 26), Period.MONTH: (1, 2, 3, 6, 12), Period.STEP: (1, 2, 4, 8, 13),
}  # fmt: skip
CYCLES = (4, 12)  # seasons back that the phase's mean looks at
LAGS = 4  # last values, one by one
YEAR = {Period.DAY: 364, Period.WEEK: 52, Period.MONTH: 12}
FAMILIES = ("level", "trend", "season", "events", "promotion", "price", "likeness", "search")  # what a feature is about, for explanations
EVENTS = ("spring-festival", "easter", "618", "mid-autumn", "national-day", "double-11", "black-friday", "christmas")
CHANGES = "change", "turn", "ever"  # the last features: what is to be expected is told better by them, the median is not
SMALL = 1e-3
OVER_A_YEAR = 400


@dataclass(frozen=True, slots=True)
class Rows:
    """`values` float64[n, horizon, features], NaN where it is not known; what a feature is called and about; `scale` float64[n], in units a
    period, by which amounts were divided."""

    values: Floats
    names: tuple[str, ...]
    families: tuple[str, ...]
    scale: Floats


def rows(panel: Panel, column: int, horizon: int, extra: Floats | None = None) -> Rows:
    """What is known before `column` of the `horizon` periods from it on. `extra` float64[n, k] are things that do not change, such as what
    the texts of products are like. What is new comes last: trees that were kept look at as many of the first as they know."""
    history = panel.values[:, :column]
    scale = scales(history, WINDOWS[panel.period][-1])
    parts = [_own(panel, history, scale), _phases(panel, history, scale, horizon), _calendar(panel, column, horizon, len(history))]
    parts += [_known(panel, column, horizon)] if panel.known else []
    parts += [_looked(panel, name, column) for name in (VIEWS,) if name in panel.past]
    if extra is not None:
        parts.append(({f"likeness {place}": "likeness" for place in range(extra.shape[1])}, extra[:, None, :]))
    parts.append(_rhythm(history, WINDOWS[panel.period]))
    parts += [_looked(panel, name, column) for name in (SEARCHES, CLICKS)]
    parts.append(_changes(history, scale))
    names = {name: family for about, _ in parts for name, family in about.items()}
    shape = (len(history), horizon)
    values = np.concatenate([np.broadcast_to(part, (*shape, part.shape[2])) for _, part in parts], axis=2)
    return Rows(values, tuple(names), tuple(names.values()), scale)


def scales(history: Floats, window: int) -> Floats:
    """The usual amount of each thing, of late and, a tenth as heavy, of ever: float64[n], above 0."""
    late, ever = _mean(history[:, -window:]), _mean(history)
    found: Floats = np.nan_to_num(0.9 * np.where(np.isfinite(late), late, ever) + 0.1 * ever)
    return np.maximum(found, SMALL)


def _mean(values: Floats) -> Floats:
    known = np.isfinite(values).sum(1)
    total = np.nansum(values, 1)
    return np.where(known > 0, total / np.maximum(known, 1), np.nan)


def _own(panel: Panel, history: Floats, scale: Floats) -> tuple[dict[str, str], Floats]:
    """How a thing has sold: means of late, last values, how it varies, how often it sells."""
    found: dict[str, tuple[str, Floats]] = {"usual": ("level", np.log(scale))}
    for window in WINDOWS[panel.period]:
        found[f"mean {window}"] = ("trend", _mean(history[:, -window:]) / scale)
    for lag in range(1, LAGS + 1):
        last = history[:, -lag] if history.shape[1] >= lag else np.full(len(history), np.nan)
        found[f"lag {lag}"] = ("trend", last / scale)
    late = history[:, -WINDOWS[panel.period][-1] :]
    found["spread"] = ("level", np.sqrt(np.maximum(_mean(late**2) - _mean(late) ** 2, 0)) / scale)
    found["sells"] = ("level", _mean(np.where(np.isfinite(late), late > 0, np.nan)))
    sold = np.nan_to_num(history) > 0
    last_sale = np.where(sold.any(1), sold.shape[1] - 1 - sold[:, ::-1].argmax(1), -1)
    found["since a sale"] = ("level", sold.shape[1] - 1.0 - last_sale)
    found["age"] = ("level", np.isfinite(history).sum(1).astype(float))
    found["size"] = ("level", np.nansum(late, 1) / np.maximum((np.nan_to_num(late) > 0).sum(1), 1) / scale)
    found["never more"] = ("level", np.nanmax(np.nan_to_num(late), axis=1, initial=0) / scale)
    values = np.stack([value for _, value in found.values()], axis=1)
    return {name: family for name, (family, _) in found.items()}, values[:, None, :]


def _rhythm(history: Floats, windows: tuple[int, ...]) -> tuple[dict[str, str], Floats]:
    """How often a thing sells: the share of periods of late with a sale, and since its first sale how many periods there were, how many
    with one, their share, and how many from one to the next."""
    sold, known = np.nan_to_num(history) > 0, np.isfinite(history)
    found = {f"sells {window}": sold[:, -window:].sum(1) / np.maximum(known[:, -window:].sum(1), 1) for window in windows[1:]}
    sales, ever = sold.sum(1), sold.any(1)
    since = np.where(ever, history.shape[1] - sold.argmax(1), 0) if history.shape[1] else sales
    found |= {"gap": np.where(ever, since / np.maximum(sales, 1), np.nan), "since the first": since.astype(float),
              "sales": sales.astype(float), "sells since the first": np.where(ever, sales / np.maximum(since, 1), np.nan)}  # fmt: skip
    return dict.fromkeys(found, "level"), np.stack(list(found.values()), axis=1)[:, None, :]


def _changes(history: Floats, scale: Floats) -> tuple[dict[str, str], Floats]:
    """How much a thing changes from one period to the next, by squares and by amounts, and its mean of all times."""
    change = np.diff(history, axis=1)
    count = np.maximum(np.isfinite(change).sum(1), 1)
    found = np.sqrt(np.nansum(change**2, 1) / count) / scale, np.nansum(np.abs(change), 1) / count / scale, _mean(history) / scale
    return dict.fromkeys(CHANGES, "level"), np.stack(found, axis=1)[:, None, :]


def _phases(panel: Panel, history: Floats, scale: Floats, horizon: int) -> tuple[dict[str, str], Floats]:
    """What the same weekday, month or time of last year brought, of the thing and of all together."""
    season, count = panel.period.season, history.shape[1]
    found: dict[str, tuple[str, Floats]] = {}
    if season > 1:
        ahead = [(count + step) % season for step in range(horizon)]
        for cycles in CYCLES:
            found[f"phase {cycles}"] = ("season", _by_phase(history, season, cycles)[:, ahead] / scale[:, None])
        shop = _by_phase(np.nansum(history / scale[:, None], 0, keepdims=True), season, CYCLES[0])
        shop = shop / np.maximum(np.nanmean(shop), SMALL)
        found["phase of all"] = ("season", np.broadcast_to(shop[:, ahead], (len(history), horizon)))
    year = YEAR.get(panel.period)
    if year:
        found["a year ago"] = ("season", _ago(history, year, horizon, 0) / scale[:, None])
        found["around a year ago"] = ("season", _ago(history, year, horizon, max(1, WINDOWS[panel.period][1] // 2)) / scale[:, None])
    if not found:
        return {}, np.zeros((len(history), horizon, 0))
    return {name: family for name, (family, _) in found.items()}, np.stack([value for _, value in found.values()], axis=2)


def _by_phase(history: Floats, season: int, cycles: int) -> Floats:
    """The mean of each phase, counted from the first column, over the last cycles: float64[n, season]."""
    count = history.shape[1]
    found = np.full((len(history), season), np.nan)
    for phase in range(season):
        at = np.arange(phase, count, season)[-cycles:]
        if len(at):
            found[:, phase] = _mean(history[:, at])
    return found


def _ago(history: Floats, year: int, horizon: int, around: int) -> Floats:
    """The mean around the same periods a year before: float64[n, horizon]; NaN where that is not known."""
    count = history.shape[1]
    found = np.full((len(history), horizon), np.nan)
    for step in range(horizon):
        at = count + step - year
        part = history[:, max(at - around, 0) : min(max(at + around + 1, 0), count)]
        if 0 <= at < count and part.shape[1]:
            found[:, step] = _mean(part)
    return found


def _calendar(panel: Panel, column: int, horizon: int, count: int) -> tuple[dict[str, str], Floats]:
    """How far ahead, which day, which events are near; the same for all."""
    found: dict[str, tuple[str, list[float]]] = {"ahead": ("trend", [step + 1.0 for step in range(horizon)])}
    days = [panel.at(column + step) for step in range(horizon)]
    if isinstance(days[0], date):
        dated = [day for day in days if isinstance(day, date)]
        if panel.period is Period.DAY:
            found["weekday"] = ("season", [float(day.weekday()) for day in dated])
            found["day of month"] = ("season", [float(day.day) for day in dated])
        over_a_year = column * panel.period.days > OVER_A_YEAR  # in less, the day of the year only says when it was
        found["day of year"] = ("season", [float(day.timetuple().tm_yday) if over_a_year else float("nan") for day in dated])
        for key in EVENTS:
            found[key] = ("events", [_near(key, day, panel.period) for day in dated])
    values = np.array([value for _, value in found.values()]).T
    return {name: family for name, (family, _) in found.items()}, np.broadcast_to(values[None], (count, *values.shape))


def _near(key: str, day: date, period: Period) -> float:
    """Days from an event; of a week or month, from its middle."""
    middle = day + timedelta(days=int(period.days / 2))
    found = calendar.days_from(key, middle)
    return float("nan") if found is None else float(found)


def _known(panel: Panel, column: int, horizon: int) -> tuple[dict[str, str], Floats]:
    """What is known ahead: the discount, the price in terms of that of late, whether people look for it."""
    found: dict[str, tuple[str, Floats]] = {}
    window = WINDOWS[panel.period][2]
    if (discount := panel.known.get("promotion")) is not None:
        found["discount"] = ("promotion", discount[:, column : column + horizon])
        found["discount of late"] = ("promotion", np.repeat(_mean(discount[:, column - window : column])[:, None], horizon, 1))
    if (price := panel.known.get("price")) is not None:
        usual = _mean(price[:, max(column - window, 0) : column])[:, None]
        found["price"] = ("price", price[:, column : column + horizon] / np.where(usual > 0, usual, np.nan))
    return {name: family for name, (family, _) in found.items()}, np.stack([value for _, value in found.values()], axis=2)


def _looked(panel: Panel, name: str, column: int) -> tuple[dict[str, str], Floats]:
    """How much more than usual a thing is looked at, or searched for, of late; NaN where nobody counts."""
    windows = WINDOWS[panel.period]
    counts = panel.past[name][:, :column] if name in panel.past else np.full((len(panel.ids), 1), np.nan)
    usual = _mean(counts[:, -windows[-1] :])
    found = np.stack([_mean(counts[:, -window:]) / np.where(usual > 0, usual, np.nan) for window in windows[:2]], axis=1)
    return {f"{name} {window}": "search" for window in windows[:2]}, found[:, None, :]
