"""When a job is tried again, and the moments of a schedule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.shop import InvalidRecord
from shopkeeper.shop.job import LONGEST, Schedule, try_again_after

MOMENTS = st.integers(946_684_800, 2_840_140_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
SCHEDULES = st.one_of(
    st.integers(1, 20_000).map(lambda n: Schedule("s", "index", minutes=n)),
    st.tuples(st.times(), st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"])).map(
        lambda each: Schedule("s", "index", at=f"{each[0]:%H:%M}", timezone=each[1])),
)


@given(SCHEDULES, MOMENTS)
def test_the_moments_of_a_schedule_are_the_same_from_wherever_one_looks(schedule: Schedule, now: datetime) -> None:
    before, after = schedule.latest(now), schedule.following(now)
    assert before <= now < after
    assert schedule.following(before) == after
    assert schedule.latest(after) == after
    assert schedule.latest(after - timedelta(microseconds=1)) == before


def test_a_daily_time_is_that_of_its_zone_also_where_clocks_change() -> None:
    nightly = Schedule("s", "backup", at="02:30", timezone="Europe/Berlin")
    spring, autumn = datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert nightly.following(spring) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 02:30 is left out that night: it is 03:30
    assert nightly.following(autumn) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # it comes twice: the first
    assert nightly.following(nightly.following(autumn)) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(("values", "field"), [
    ({}, "schedule"), ({"minutes": 5, "at": "03:00"}, "schedule"), ({"minutes": -1}, "minutes"), ({"minutes": 10**6}, "minutes"),
    ({"at": "24:00"}, "at"), ({"at": "3:00"}, "at"), ({"at": "03:00", "timezone": "Mars/Base"}, "timezone"),
    ({"at": "03:00", "timezone": "../etc"}, "timezone"),
])  # fmt: skip
def test_a_schedule_that_cannot_be_is_refused(values: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        Schedule("s", "index", **values)  # type: ignore[arg-type]
    assert caught.value.field == field


def test_waits_grow_and_end_at_an_hour() -> None:
    assert [try_again_after(n).total_seconds() for n in (1, 2, 3, 4, 5, 50)] == [30, 120, 480, 1920, 3600, LONGEST.total_seconds()]
