"""The shop's year: how much each sort of product is wanted when, and the promotions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ...shop import Localized, Promotion
from .catalogue import Item
from .dice import Dice

# Demand by month, January first; the mean of each row is about 1.
_MONTHS = {
    "flat": (1.0, 0.9, 1.0, 1.0, 1.0, 1.05, 1.0, 1.0, 1.0, 1.0, 1.1, 1.0),
    "winter": (1.7, 1.2, 0.8, 0.5, 0.3, 0.25, 0.25, 0.35, 0.8, 1.5, 2.1, 2.2),
    "summer": (0.3, 0.4, 0.7, 1.1, 1.6, 2.1, 2.2, 1.7, 0.9, 0.5, 0.3, 0.25),
    "spring": (0.5, 0.7, 1.5, 1.9, 1.7, 1.1, 0.8, 0.8, 1.2, 1.1, 0.5, 0.4),
    "autumn": (0.8, 0.7, 0.9, 0.7, 0.5, 0.4, 0.5, 0.9, 1.7, 2.0, 1.6, 1.1),
    "gift": (1.1, 1.3, 0.9, 0.9, 1.2, 1.0, 0.8, 0.9, 0.9, 0.8, 1.2, 1.5),
    "festival": (2.0, 1.3, 0.7, 0.7, 0.7, 0.7, 0.7, 0.9, 1.7, 0.9, 0.8, 1.1),
    "school": (0.9, 1.4, 1.0, 0.7, 0.7, 0.8, 1.0, 2.1, 1.5, 0.7, 0.7, 0.7),
    "travel": (1.3, 0.8, 0.7, 1.2, 0.9, 1.4, 1.7, 1.2, 1.2, 0.6, 0.5, 0.6),
    "newyear": (1.6, 1.4, 1.7, 1.2, 1.0, 0.9, 0.7, 0.6, 0.8, 0.7, 0.7, 0.7),
}
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# Monday first: people shop on Sundays and in the evenings before work starts again.
_WEEKDAYS = (0.95, 0.88, 0.86, 0.9, 1.0, 1.18, 1.23)
_SPRING_FESTIVAL = {
    2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sale:
    """A promotion with its first and last day and how much more people come to the shop."""

    promotion: Promotion
    first: date
    last: date
    rush: float


def season(kind: str, day: date) -> float:
    """How much products of this season are wanted on a day, 1 on average; months flow into one another."""
    months = _MONTHS[kind]
    place = day.month - 1 + (day.day - 15.5) / 31
    low = int(place // 1)
    share = place - low
    return months[low % 12] * (1 - share) + months[(low + 1) % 12] * share


def weekday(day: date) -> float:
    """How busy this day of the week is, 1 on average."""
    return _WEEKDAYS[day.weekday()]


def spring_festival(year: int) -> date:
    """The first day of the lunar year; outside 2023 to 2030 the middle of its range."""
    return date(year, *_SPRING_FESTIVAL.get(year, (2, 5)))


def sales(seed: int, items: Sequence[Item], first: date, until: date) -> list[Sale]:
    """Every promotion from `first` to a quarter after `until`: the year's occasions and monthly picks."""
    last = until + timedelta(days=95)
    found = [_sale(seed, row, items) for when in range(first.year, last.year + 1) for row in _occasions(when)]
    return sorted((s for s in found if s.last >= first and s.first <= last), key=lambda s: (s.first, s.promotion.id))


def _occasions(year: int) -> list[tuple[str, Localized, date, date, int, float, str, float]]:
    """Id, title, first and last day, per cent off, share of products, seasons (all when empty), rush."""
    new_year = spring_festival(year)
    thanks = date(year, 11, 1) + timedelta(days=(3 - date(year, 11, 1).weekday()) % 7 + 21)
    rows = [
        ("newyear", Localized("元旦开年特惠", "New Year Sale"), date(year, 1, 1), date(year, 1, 3), 10, 0.15, "", 1.3),
        ("spring-festival", Localized("年货节", "Spring Festival Market"), new_year - timedelta(24), new_year - timedelta(5), 15, 0.7,
         "festival gift winter", 1.7),
        ("march", Localized("三月焕新周", "March Refresh Week"), date(year, 3, 3), date(year, 3, 8), 12, 0.4, "gift spring newyear", 1.3),
        ("outdoor", Localized("春日露营季", "Spring Camping Days"), date(year, 4, 18), date(year, 5, 5), 12, 0.6, "spring travel", 1.2),
        ("618", Localized("618年中大促", "618 Mid-Year Sale"), date(year, 6, 12), date(year, 6, 20), 18, 0.4, "", 2.3),
        ("school", Localized("开学季", "Back to School"), date(year, 8, 20), date(year, 9, 4), 12, 0.7, "school travel", 1.2),
        ("national", Localized("中秋国庆双节惠", "Mid-Autumn & National Day Sale"), date(year, 9, 24), date(year, 10, 7), 12, 0.3,
         "festival autumn gift travel", 1.35),
        ("double11", Localized("双11狂欢", "Double 11"), date(year, 11, 1), date(year, 11, 11), 22, 0.45, "", 2.6),
        ("black-friday", Localized("黑色星期五", "Black Friday"), thanks + timedelta(1), thanks + timedelta(4), 18, 0.25, "", 1.5),
        ("double12", Localized("双12年终好价", "Double 12"), date(year, 12, 10), date(year, 12, 12), 12, 0.3, "", 1.5),
    ]  # fmt: skip
    months = [date(year, month, 1) for month in range(1, 13)]
    ends = [*(day - timedelta(1) for day in months[1:]), date(year, 12, 31)]
    names = [Localized(f"{day.month}月掌柜精选", f"{_MONTH_NAMES[day.month - 1]} Shopkeeper's Picks") for day in months]
    picks = [
        (f"picks-{start.month:02}", name, start, end, 8, 0.02, "", 1.0)
        for name, start, end in zip(names, months, ends, strict=True)
    ]  # fmt: skip
    return rows + picks


def _sale(seed: int, row: tuple[str, Localized, date, date, int, float, str, float], items: Sequence[Item]) -> Sale:
    key, title, first, last, percent, share, seasons, rush = row
    id = f"{key}-{first.year}"
    dice = Dice(seed, "promotion", id)
    pool = [item for item in items if not seasons or item.kind.season in seasons.split()] or list(items)
    # Not yet on the shelf when the promotion starts: not in it.
    there = [item for item in pool if item.product.created_at and item.product.created_at.date() <= first]
    chosen = dice.picks(there, max(1, round(share * len(pool))))
    ids = tuple(sorted(item.product.id for item in chosen))
    starts, ends = datetime.combine(first, time(), UTC), datetime.combine(last + timedelta(1), time(), UTC)
    return Sale(Promotion(id, title, starts, ends, float(percent), ids), first, last, rush)
