"""What is queued again and again: each moment once, whatever the clock does, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.shop import NotFound
from shopkeeper.shop.job import Schedule
from shopkeeper.store import Store, open_store

NOW = datetime(2026, 11, 27, 8, 4, tzinfo=UTC)
MINUTE, YEAR = timedelta(minutes=1), timedelta(days=365)
EACH_TEN = Schedule("often", "index", {"rebuild": False}, "index", minutes=10)


def at(hour: int, minute: int) -> datetime:
    return NOW.replace(hour=hour, minute=minute)


def done(store: Store, now: datetime) -> int:
    """Runs what is queued; how many jobs that were."""
    count = 0
    while job := store.queue.claim("w", now):
        store.queue.finish(job, None, now)
        count += 1
    return count


def test_a_schedule_is_kept_replaced_and_forgotten(store: Store) -> None:
    planned = store.schedules.put(EACH_TEN, NOW)
    assert (planned.next_at, store.schedules.all()) == (at(8, 10), [planned])
    nightly = Schedule("often", "update", at="03:30", timezone="Asia/Shanghai")
    assert store.schedules.put(nightly, NOW).next_at == at(19, 30)
    assert [each.schedule for each in store.schedules.all()] == [nightly]
    store.schedules.delete("often")
    with pytest.raises(NotFound):
        store.schedules.delete("often")


def test_a_moment_is_queued_once_however_often_it_is_looked_at(store: Store) -> None:
    store.schedules.put(EACH_TEN, NOW)
    assert store.schedules.fire(at(8, 9)) == []
    [job] = store.schedules.fire(at(8, 12))
    assert (job.kind, job.arguments, job.lane) == ("index", {"rebuild": False}, "index")
    assert store.schedules.fire(at(8, 13)) == []
    [planned] = store.schedules.all()
    assert (planned.last_at, planned.next_at) == (at(8, 10), at(8, 20))


def test_workers_that_look_at_the_same_time_queue_it_once(store: Store, url: str) -> None:
    store.schedules.put(EACH_TEN, NOW)
    stores = [open_store(url) for _ in range(4)]
    threads = [threading.Thread(target=each.schedules.fire, args=(at(8, 10),)) for each in stores]
    for thread in threads:
        thread.start()
    for thread, each in zip(threads, stores, strict=True):
        thread.join()
        each.close()
    assert len(store.queue.newest()) == 1


def test_of_moments_that_were_missed_the_last_is_made_up_for(store: Store) -> None:
    store.schedules.put(EACH_TEN, NOW)
    assert len(store.schedules.fire(at(11, 47))) == 1
    assert store.schedules.all()[0].next_at == at(11, 50)


def test_none_is_queued_while_an_earlier_one_waits_and_one_while_it_runs(store: Store) -> None:
    store.schedules.put(EACH_TEN, NOW)
    store.schedules.fire(at(8, 10))
    assert store.schedules.fire(at(8, 20)) == []
    store.queue.claim("w", at(8, 21))
    assert len(store.schedules.fire(at(8, 30))) == 1


def test_a_clock_that_goes_back_queues_no_moment_twice(store: Store) -> None:
    store.schedules.put(EACH_TEN, NOW)
    store.schedules.fire(at(8, 30))
    assert done(store, at(8, 31)) == 1
    ran = sum(len(store.schedules.fire(at(8, 5) + n * MINUTE)) + done(store, at(8, 5) + n * MINUTE) for n in range(31))
    assert ran == 2 * 2  # 8:10 and 8:20, which had been missed; 8:30 had been done


def test_a_clock_that_was_a_year_ahead_does_not_hold_up_the_schedule(store: Store) -> None:
    store.schedules.put(EACH_TEN, NOW)
    assert len(store.schedules.fire(NOW + YEAR)) == done(store, NOW + YEAR) == 1
    assert store.schedules.fire(at(8, 5)) == []
    assert len(store.schedules.fire(at(8, 10))) == 1
