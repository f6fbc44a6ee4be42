"""Sales of many things over time, side by side: a row for each, a column for each day, week or month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..shop import InvalidFile, InvalidQuery, InvalidRecord

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
DAY = timedelta(days=1)


class Period(StrEnum):
    """What one column stands for; `STEP` is a period that only has a number."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    STEP = "step"

    @property
    def season(self) -> int:
        """In how many periods the pattern comes again that smoothing looks for: 7 days, 12 months; 1: in none. A year of weeks is too long
        for most histories: the calendar tells of it."""
        return {Period.DAY: 7, Period.MONTH: 12}.get(self, 1)

    @property
    def days(self) -> float:
        """How long it is; a step counts as one."""
        return {Period.DAY: 1.0, Period.WEEK: 7.0, Period.MONTH: 365.25 / 12}.get(self, 1.0)


@dataclass(frozen=True, slots=True)
class Panel:
    """`values` float64[n, columns], NaN where nothing is known (before the first, or a gap: it is not zero), of the things `ids`.
    `first` is the day on which the first column begins, or its number for a period that has only one. `known` are things that are known
    ahead too, each float64[n, columns + what is known ahead]: "price", "promotion" (its per cent off); `past` what is known
    of what was only, each float64[n, columns]: "views" of its page, "searches" that showed it, "clicks" that led to it."""

    ids: tuple[str, ...]
    values: Floats
    period: Period
    first: date | int
    known: Mapping[str, Floats] = field(default_factory=dict)
    past: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        """How many periods there are."""
        return int(self.values.shape[1])

    def at(self, column: int) -> date | int:
        """When a column begins, which may lie ahead."""
        return shifted(self.first, self.period, column)

    def until(self, column: int) -> Panel:
        """As it was before this column; what is known ahead stays."""
        return replace(self, values=self.values[:, :column])

    def rows(self, which: Sequence[int] | NDArray[Any]) -> Panel:
        """Some of the things."""
        chosen = np.asarray(which, np.int64)
        known = {name: values[chosen] for name, values in self.known.items()}
        past = {name: values[chosen] for name, values in self.past.items()}
        return replace(self, ids=tuple(self.ids[row] for row in chosen), values=self.values[chosen], known=known, past=past)

    def row(self, id: str) -> int:
        """Where a thing stands. `InvalidQuery` when it is not there."""
        try:
            return self.ids.index(id)
        except ValueError:
            raise InvalidQuery(f"{id}: nothing is known of its sales") from None


def shifted(first: date | int, period: Period, columns: int) -> date | int:
    """The beginning of the period that is so many after the one that begins at `first`."""
    if isinstance(first, int):
        return first + columns
    if period is Period.MONTH:
        years, month = divmod(first.year * 12 + first.month - 1 + columns, 12)
        return date(years, month + 1, 1)
    return first + DAY * (7 if period is Period.WEEK else 1) * columns


def began(day: date, period: Period) -> date:
    """The first day of the week (Monday) or month that a day lies in."""
    if period is Period.MONTH:
        return day.replace(day=1)
    return day - DAY * day.weekday() if period is Period.WEEK else day


Row = tuple[str, date | int, float]


def read_rows(rows: Iterable[tuple[int, Mapping[str, Any]]], source: str) -> Panel:
    """The panel of rows, each with its number: {id, date, quantity}, `date` an ISO day or the number of a period. What has no row is not
    known. Rows of one thing and day are added up. `InvalidRecord` names the row and field of the first that is wrong."""
    found = list[Row]()
    for number, row in rows:
        where, id = f"{source}, row {number}", str(row.get("id") if row.get("id") is not None else "").strip()
        if not id:
            raise InvalidRecord(f"{where}, id", "the id of what was sold", row.get("id"))
        quantity = row.get("quantity")
        if quantity is None or str(quantity).strip() == "":
            continue
        found.append((id, _moment(row.get("date"), f"{where}, date"), _number(quantity, f"{where}, quantity")))
    if not found:
        raise InvalidFile(f"{source}: expected at least one row with a quantity")
    if len({isinstance(at, int) for _, at, _ in found}) > 1:
        raise InvalidFile(f"{source}: expected days (2026-03-01) or numbers of periods in the column date, got both")
    return panel_of(found)


def _moment(value: Any, field: str) -> date | int:
    text = str(value if value is not None else "").strip()
    if text.lstrip("-").isdigit() and len(text) < 8:
        return int(text)
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise InvalidRecord(field, "a day such as 2026-03-01, or the number of a period", value) from None


def _number(value: Any, field: str) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = float("nan")
    if not np.isfinite(found):
        raise InvalidRecord(field, "a number", value)
    return found


def panel_of(rows: Sequence[Row], period: Period | None = None) -> Panel:
    """Rows of (id, day or number, quantity), at least one, as a panel; the period is found out from the days unless it is given."""
    period = period or _period_of({at for _, at, _ in rows})
    ids = tuple(dict.fromkeys(id for id, _, _ in rows))
    place = {id: row for row, id in enumerate(ids)}
    columns = np.array([_column(at, period) for _, at, _ in rows], np.int64)
    values = np.full((len(ids), int(columns.max() - columns.min()) + 1), np.nan)
    where = (np.array([place[id] for id, _, _ in rows]), columns - columns.min())
    total, count = np.zeros(values.shape), np.zeros(values.shape)
    np.add.at(total, where, [quantity for _, _, quantity in rows])
    np.add.at(count, where, 1)
    values[count > 0] = total[count > 0]
    earliest = min(at for _, at, _ in rows) if period is Period.STEP else _first(min(at for _, at, _ in rows), period)
    return Panel(ids, values, period, earliest)


def _first(day: date | int, period: Period) -> date | int:
    if isinstance(day, int) or period is not Period.MONTH:
        return day
    return day.replace(day=1)


def _column(at: date | int, period: Period) -> int:
    if isinstance(at, int):
        return at
    if period is Period.MONTH:
        return at.year * 12 + at.month
    return at.toordinal() // 7 if period is Period.WEEK else at.toordinal()


def _period_of(moments: set[date | int]) -> Period:
    """Months when all days are the first of one, weeks when all fall on one weekday, else days."""
    days = [at for at in moments if isinstance(at, date)]
    if not days:
        return Period.STEP
    if len(days) > 1 and all(day.day == days[0].day for day in days):
        return Period.MONTH
    return Period.WEEK if len(days) > 1 and len({day.weekday() for day in days}) == 1 else Period.DAY


def summed(panel: Panel, groups: Sequence[str]) -> Panel:
    """The panel of groups, `groups` naming the group of each row: known where any of its rows is."""
    names = tuple(dict.fromkeys(groups))
    place = {name: row for row, name in enumerate(names)}
    rows = np.array([place[name] for name in groups])
    total, count = np.zeros((len(names), panel.columns)), np.zeros((len(names), panel.columns))
    np.add.at(total, rows, np.nan_to_num(panel.values))
    np.add.at(count, rows, np.isfinite(panel.values))
    return Panel(names, np.where(count > 0, total, np.nan), panel.period, panel.first)
