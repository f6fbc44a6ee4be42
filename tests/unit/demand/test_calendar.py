"""Days that move are where they are said to be."""

from __future__ import annotations

from datetime import date

import pytest

from shopkeeper.demand.calendar import EVENTS, FIRST, LAST, between, dates, days_from


@pytest.mark.parametrize(("key", "day"), [
    ("spring-festival", date(2026, 2, 17)), ("spring-festival", date(2027, 2, 6)), ("spring-festival", date(2030, 2, 3)),
    ("spring-festival", date(2034, 2, 19)), ("dragon-boat", date(2025, 5, 31)), ("dragon-boat", date(2026, 6, 19)),
    ("mid-autumn", date(2025, 10, 6)), ("mid-autumn", date(2033, 9, 8)), ("qixi", date(2012, 8, 23)), ("qingming", date(2026, 4, 5)),
    ("qingming", date(2028, 4, 4)), ("easter", date(2011, 4, 24)), ("easter", date(2026, 4, 5)), ("easter", date(2035, 3, 25)),
    ("black-friday", date(2026, 11, 27)), ("black-friday", date(2024, 11, 29)), ("cyber-monday", date(2024, 12, 2)),
    ("mothers-day", date(2026, 5, 10)), ("fathers-day", date(2026, 6, 21)), ("double-11", date(2026, 11, 11)),
])  # fmt: skip
def test_an_event_falls_on_its_day(key, day):
    assert dates(key)[day.year - FIRST] == day


def test_every_event_comes_once_a_year():
    assert all([day.year for day in dates(event.key)] == list(range(FIRST, LAST + 1)) for event in EVENTS)


def test_lunar_feasts_keep_their_distance():
    # From the first day of the year to the fifth of the fifth month are four moons and four days, or with a leap month one moon more.
    for spring, boat, autumn in zip(dates("spring-festival"), dates("dragon-boat"), dates("mid-autumn"), strict=True):
        assert min(abs((boat - spring).days - 4 - moons * 29.53) for moons in (4, 5)) < 1.5
        assert min(abs((autumn - boat).days - 10 - moons * 29.53) for moons in (3, 4)) < 1.5


def test_days_before_an_event_are_negative_and_far_ones_are_none():
    assert days_from("spring-festival", date(2027, 2, 3)) == -3
    assert days_from("new-year", date(2026, 12, 31)) == -1
    assert days_from("christmas", date(2026, 7, 1)) is None


def test_events_between_two_days_come_in_order():
    found = between(date(2026, 11, 10), date(2026, 12, 12))
    assert [event.key for _, event in found] == ["double-11", "black-friday", "cyber-monday", "double-12"]
