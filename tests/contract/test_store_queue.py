"""Jobs in a queue: each is done by one worker at a time, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from contract.postgres import PostgresServer
from shopkeeper.shop import Conflict, InvalidRecord, NotFound
from shopkeeper.shop.job import Job, JobProgress, JobState
from shopkeeper.store import Store, open_store
from shopkeeper.store.queue import DEATHS

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def taken(store: Store, worker: str = "w", now: datetime = NOW) -> Job:
    job = store.queue.claim(worker, now)
    assert job
    return job


def test_a_job_is_taken_runs_and_ends(store: Store) -> None:
    job = store.queue.add("index", {"rebuild": True, "名": "索引"}, NOW)
    assert store.queue.get(job.id) == job
    assert (job.state, job.arguments, job.at) == ("waiting", {"rebuild": True, "名": "索引"}, NOW)
    running = taken(store, now=NOW + SECOND)
    assert (running.id, running.state, running.worker, running.claims, running.started_at) == (job.id, "running", "w", 1, NOW + SECOND)
    assert store.queue.claim("other", NOW) is None
    assert store.queue.beat(running, JobProgress("encoding", 3, 10)) == "go on"
    assert store.queue.running() == [store.queue.get(job.id)]
    assert store.queue.get(job.id).progress == JobProgress("encoding", 3, 10)
    assert store.queue.finish(running, {"products": 10}, NOW + MINUTE)
    done = store.queue.get(job.id)
    assert (done.state, done.result, done.ended_at, done.ended) == ("done", {"products": 10}, NOW + MINUTE, True)
    assert store.queue.counts() == {"done": 1}
    assert not store.queue.finish(running, {}, NOW)


def test_the_order_is_by_priority_then_age_and_none_comes_before_its_time(store: Store) -> None:
    store.queue.add("a", {}, NOW + SECOND)
    store.queue.add("b", {}, NOW)
    store.queue.add("later", {}, NOW, priority=9, not_before=NOW + MINUTE)
    store.queue.add("c", {}, NOW + 2 * SECOND, priority=5)
    kinds = []
    while job := store.queue.claim("w", NOW):
        kinds.append(job.kind)
    assert kinds == ["c", "b", "a"]
    assert taken(store, now=NOW + MINUTE).kind == "later"


def test_a_second_job_of_a_key_is_the_first(store: Store) -> None:
    first = store.queue.add("index", {}, NOW, key="tonight")
    assert store.queue.add("index", {"rebuild": True}, NOW + SECOND, key="tonight") == first
    store.queue.finish(taken(store), None, NOW)
    assert store.queue.add("index", {}, NOW, key="tonight").state is JobState.DONE
    assert store.queue.add("index", {}, NOW).id != store.queue.add("index", {}, NOW).id


def test_of_a_lane_one_job_runs_at_a_time(store: Store) -> None:
    for n in range(2):
        store.queue.add(f"index{n}", {}, NOW + n * SECOND, lane="index")
    store.queue.add("other", {}, NOW + MINUTE)
    first = taken(store)
    assert [first.kind, taken(store).kind, store.queue.claim("w", NOW)] == ["index0", "other", None]
    store.queue.finish(first, None, NOW)
    assert taken(store).kind == "index1"


def test_what_failed_is_tried_again_later_and_in_the_end_given_up(store: Store) -> None:
    id = store.queue.add("update", {}, NOW).id
    assert store.queue.fail(taken(store), "the disk is\0 full", NOW, NOW + MINUTE)
    waiting = store.queue.get(id)
    assert (waiting.state, waiting.error, waiting.failures) == ("waiting", "the disk is  full", 1)
    assert store.queue.claim("w", NOW) is None
    assert store.queue.fail(taken(store, now=NOW + MINUTE), "still", NOW, None)
    assert (store.queue.get(id).state, store.queue.get(id).failures, store.queue.claim("w", NOW + MINUTE)) == ("failed", 2, None)
    again = store.queue.retry(id, NOW + MINUTE)
    assert (again.state, again.failures, again.error) == ("waiting", 0, "")
    with pytest.raises(Conflict):
        store.queue.retry(id, NOW)
    with pytest.raises(NotFound):
        store.queue.retry("nothing", NOW)


def test_a_clock_that_went_back_a_year_does_not_hold_up_a_second_try(store: Store) -> None:
    store.queue.add("index", {}, NOW)
    store.queue.fail(taken(store), "no room", NOW, NOW + MINUTE)
    assert taken(store, now=NOW - timedelta(days=365)).failures == 1


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_is_asked_to_stop(store: Store) -> None:
    waits, runs = store.queue.add("b", {}, NOW + SECOND), store.queue.add("a", {}, NOW)
    running = taken(store)
    assert running.id == runs.id
    assert store.queue.cancel(waits.id, NOW).state is JobState.CANCELLED
    asked = store.queue.cancel(runs.id, NOW)
    assert (asked.state, asked.cancelling, store.queue.beat(running)) == ("running", True, "cancel")
    assert store.queue.stopped(running, NOW)
    assert store.queue.cancel(runs.id, NOW).state is JobState.CANCELLED
    assert (store.queue.beat(running), store.queue.claim("w", NOW)) == ("lost", None)
    with pytest.raises(NotFound):
        store.queue.cancel("nothing", NOW)


def test_a_job_whose_worker_is_silent_is_taken_back_and_what_that_one_says_later_counts_no_more(store: Store) -> None:
    store.queue.add("index", {}, NOW)
    lost = taken(store, "silent")
    [seen] = store.queue.running()
    assert store.queue.release(seen, NOW)
    assert not store.queue.release(seen, NOW)
    again = taken(store, "other")
    assert (again.id, again.claims) == (lost.id, 2)
    assert store.queue.beat(lost) == "lost"
    assert [store.queue.finish(lost, 1, NOW), store.queue.fail(lost, "", NOW, None), store.queue.stopped(lost, NOW)] == [False] * 3
    assert store.queue.finish(again, 2, NOW)
    assert store.queue.get(lost.id).result == 2


def test_a_worker_that_is_alive_keeps_its_job_and_a_cancelled_one_ends_with_its_worker(store: Store) -> None:
    store.queue.add("index", {}, NOW)
    job = taken(store)
    [seen] = store.queue.running()
    store.queue.beat(job)
    assert not store.queue.release(seen, NOW)
    store.queue.cancel(job.id, NOW)
    assert store.queue.release(store.queue.running()[0], NOW)
    assert store.queue.get(job.id).state is JobState.CANCELLED


def test_a_job_that_ends_all_its_workers_is_given_up(store: Store) -> None:
    id = store.queue.add("index", {}, NOW).id
    for _ in range(DEATHS):
        assert store.queue.release(taken(store), NOW)
    job = store.queue.get(id)
    assert (job.state, str(DEATHS) in job.error) == ("failed", True)


def test_the_newest_come_first_page_after_page_and_old_ones_are_forgotten(store: Store) -> None:
    jobs = [store.queue.add("index" if n % 2 else "import", {}, NOW + n * SECOND) for n in range(5)]
    newest = [job.id for job in reversed(jobs)]
    page = store.queue.newest(2)
    assert [job.id for job in page] == newest[:2]
    assert [job.id for job in store.queue.newest(9, after=page[-1])] == newest[2:]
    assert [job.id for job in store.queue.newest(kind="index")] == [jobs[3].id, jobs[1].id]
    store.queue.finish(taken(store), None, NOW)
    store.queue.finish(taken(store), None, NOW + MINUTE)
    assert len(store.queue.newest(states=[JobState.DONE])) == 2
    assert store.queue.prune(NOW + MINUTE) == 1
    assert len(store.queue.newest()) == 4


def test_a_job_that_is_queued_in_a_transaction_is_there_with_all_of_it_or_not_at_all(store: Store) -> None:
    with pytest.raises(InvalidRecord), store.transaction():  # noqa: PT012
        store.queue.add("index", {}, NOW)
        raise InvalidRecord("x", "y")
    assert store.queue.newest() == []
    with store.transaction():
        store.queue.add("index", {}, NOW)
    assert len(store.queue.newest()) == 1


def test_many_workers_take_each_job_once_and_never_two_of_a_lane(store: Store, url: str) -> None:
    for n in range(24):
        store.queue.add("work", {"n": n}, NOW + n * SECOND, lane=f"lane{n % 3}" if n % 2 else None)
    done, held, clashes, lock = list[int](), set[str](), list[str](), threading.Lock()

    def work(name: str) -> None:
        mine = open_store(url)
        while len(done) < 24:
            job = mine.queue.claim(name, NOW + MINUTE)
            if job is None:
                continue
            with lock:
                clashes.extend({job.lane} & held if job.lane else ())
                held.update({job.lane} if job.lane else ())
            mine.queue.beat(job)
            with lock:
                held.discard(job.lane or "")
                done.append(job.arguments["n"])
            assert mine.queue.finish(job, None, NOW)
        mine.close()

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (sorted(done), clashes, store.queue.counts()) == (list(range(24)), [], {"done": 24})


def test_on_postgresql_who_takes_a_job_does_not_wait_for_a_long_write(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    store = open_store(url)
    store.queue.add("index", {}, NOW)
    other, found = open_store(url), list[Job | None]()
    with store.transaction():
        thread = threading.Thread(target=lambda: found.append(other.queue.claim("w", NOW)))
        thread.start()
        thread.join(20)
        assert [job and job.kind for job in found] == ["index"]
    other.close()
    store.close()
