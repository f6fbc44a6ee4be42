"""The days on which people shop otherwise: Chinese and western, those that move included, 2009 to 2035.

Days of the lunar calendar are tabled (each counted from its new moon in Beijing's time); Easter is computed (the anonymous
Gregorian algorithm, Meeus 1991), Qingming is (the solar longitude of 15°, by the usual formula for this century), and what falls on the
n-th weekday of a month.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ..shop import Localized

FIRST, LAST = 2009, 2035
NEAR = 28  # days before and after an event in which it may be felt
_SPRING = (
    "0126 0214 0203 0123 0210 0131 0219 0208 0128 0216 0205 0125 0212 0201 0122 0210 0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208"
)
_DRAGON_BOAT = (
    "0528 0616 0606 0623 0612 0602 0620 0609 0530 0618 0607 0625 0614 0603 0622 0610 0531 0619 0609 0528 0616 0605 0624 0612 0601 0620 0610"
)
_QIXI = (
    "0826 0816 0806 0823 0813 0802 0820 0809 0828 0817 0807 0825 0814 0804 0822 0810 0829 0819 0808 0826 0816 0805 0824 0812 0801 0820 0810"
)
_MID_AUTUMN = (
    "1003 0922 0912 0930 0919 0908 0927 0915 1004 0924 0913 1001 0921 0910 0929 0917 1006 0925 0915 1003 0922 0912 1001 0919 0908 0927 0916"
)


@dataclass(frozen=True, slots=True)
class Event:
    """A day of the year that shops feel; `on` gives its date in a year from `FIRST` to `LAST`."""

    key: str
    name: Localized
    on: Callable[[int], date]


def _tabled(days: str) -> Callable[[int], date]:
    found = {FIRST + place: (int(day[:2]), int(day[2:])) for place, day in enumerate(days.split())}
    return lambda year: date(year, *found[year])


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th Monday (weekday 0) to Sunday (6) of a month."""
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1))


def _nth(month: int, weekday: int, n: int, days: int = 0) -> Callable[[int], date]:
    return lambda year: nth_weekday(year, month, weekday, n) + timedelta(days)


def qingming(year: int) -> date:
    """Tomb-Sweeping Day, 4 or 5 April."""
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


def easter(year: int) -> date:
    """Easter Sunday of the western churches."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    moon = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * moon) // 451
    month, day = divmod(h + moon - 7 * m + 114, 31)
    return date(year, month, day + 1)


EVENTS = (
    Event("new-year", Localized("元旦", "New Year"), _fixed(1, 1)),
    Event("spring-festival", Localized("春节", "Spring Festival"), _tabled(_SPRING)),
    Event("valentine", Localized("情人节", "Valentine's Day"), _fixed(2, 14)),
    Event("womens-day", Localized("妇女节", "Women's Day"), _fixed(3, 8)),
    Event("qingming", Localized("清明", "Qingming"), qingming),
    Event("easter", Localized("复活节", "Easter"), easter),
    Event("labour-day", Localized("劳动节", "Labour Day"), _fixed(5, 1)),
    Event("mothers-day", Localized("母亲节", "Mother's Day"), _nth(5, 6, 2)),
    Event("520", Localized("520", "520"), _fixed(5, 20)),
    Event("dragon-boat", Localized("端午", "Dragon Boat Festival"), _tabled(_DRAGON_BOAT)),
    Event("618", Localized("618", "618"), _fixed(6, 18)),
    Event("fathers-day", Localized("父亲节", "Father's Day"), _nth(6, 6, 3)),
    Event("qixi", Localized("七夕", "Qixi"), _tabled(_QIXI)),
    Event("school", Localized("开学", "Start of School"), _fixed(9, 1)),
    Event("mid-autumn", Localized("中秋", "Mid-Autumn Festival"), _tabled(_MID_AUTUMN)),
    Event("national-day", Localized("国庆", "National Day"), _fixed(10, 1)),
    Event("halloween", Localized("万圣节", "Halloween"), _fixed(10, 31)),
    Event("double-11", Localized("双11", "Double 11"), _fixed(11, 11)),
    Event("black-friday", Localized("黑色星期五", "Black Friday"), _nth(11, 3, 4, 1)),
    Event("cyber-monday", Localized("网络星期一", "Cyber Monday"), _nth(11, 3, 4, 4)),
    Event("double-12", Localized("双12", "Double 12"), _fixed(12, 12)),
    Event("christmas", Localized("圣诞节", "Christmas"), _fixed(12, 25)),
)


@cache
def dates(key: str) -> tuple[date, ...]:
    """All days of an event, oldest first. `KeyError` for one that there is not."""
    event = {each.key: each for each in EVENTS}[key]
    return tuple(event.on(year) for year in range(FIRST, LAST + 1))


def days_from(key: str, day: date) -> int | None:
    """Days from the nearest day of an event to `day`: -3 is three days before it; None when it is more than `NEAR` days away."""
    around = [(day - each).days for each in dates(key) if abs(day.year - each.year) <= 1]
    nearest = min(around, key=abs, default=NEAR + 1)
    return nearest if abs(nearest) <= NEAR else None


def between(first: date, last: date) -> list[tuple[date, Event]]:
    """The events from one day to another, both included, oldest first."""
    found = [(day, event) for event in EVENTS for day in dates(event.key) if first <= day <= last]
    return sorted(found, key=lambda each: (each[0], each[1].key))
