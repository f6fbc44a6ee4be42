"""What a worker does with jobs that end well, fail, are cancelled, or were left by a worker that is gone."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from shopkeeper.app import worker as module
from shopkeeper.app.jobs import Arguments, Kind
from shopkeeper.app.presence import Presence
from shopkeeper.app.worker import Worker, sentence
from shopkeeper.models.language.protocol import ModelUnavailable
from shopkeeper.shop import InvalidFile, Localized
from shopkeeper.shop.job import JobState, Schedule
from shopkeeper.store import StoreError, open_store

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


class Asked(Arguments):
    n: int = 0


@pytest.fixture
def shop(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BEAT", 0.01)
    monkeypatch.setattr(module, "POLL", 0.01)
    monkeypatch.setattr(module, "TROUBLE", 0.01)
    store = open_store(tmp_path / "shop.db")
    yield SimpleNamespace(store=store, data_dir=tmp_path)
    store.close()


def worker(shop, function, presence=None, **options):
    kinds = {"work": Kind(Localized("活", "work"), Asked, lambda shop, asked, progress: function(asked.n, progress), lambda asked: None)}
    return Worker(shop, presence or Presence(shop.data_dir), clock=lambda: NOW, kinds=kinds, **options)


def run(shop, function, **options):
    """Does all that is due; the jobs, oldest first."""
    worker(shop, function, **options).run(threading.Event(), once=True)
    return list(reversed(shop.store.queue.newest()))


def raising(error):
    def work(n, progress):
        raise error

    return work


def test_jobs_are_done_and_what_came_of_them_is_kept(shop):
    for n in range(3):
        shop.store.queue.add("work", {"n": n}, NOW + timedelta(seconds=n))
    jobs = run(shop, lambda n, progress: {"twice": 2 * n})
    assert [(job.state, job.result) for job in jobs] == [("done", {"twice": 2 * n}) for n in range(3)]


def test_progress_is_seen_while_a_job_runs(shop):
    shop.store.queue.add("work", {}, NOW)
    seen = []

    def work(n, progress):
        for _ in range(500):
            progress("counting", 3, 10)
            time.sleep(0.005)
            [job] = shop.store.queue.running()
            if job.progress.done:
                return seen.append(job)

    run(shop, work)
    assert (seen[0].progress.what, seen[0].progress.total, seen[0].beats > 0) == ("counting", 10, True)


@pytest.mark.parametrize("error", [
    StoreError("the disk is full"), ModelUnavailable("no answer"), OSError(28, "No space left", "x"), ZeroDivisionError()])
def test_what_may_pass_is_tried_again_later(shop, error):
    shop.store.queue.add("work", {}, NOW)
    [job] = run(shop, raising(error))
    assert (job.state, job.failures, job.not_before, job.error) == ("waiting", 1, NOW + timedelta(seconds=30), sentence(error))


def test_wrong_input_is_not_tried_again_nor_is_what_failed_often(shop):
    shop.store.queue.add("work", {}, NOW)
    shop.store.queue.add("work", {}, NOW, tries=1, priority=-1)
    shop.store.queue.add("work", {"wrong": 1}, NOW, priority=-2)
    shop.store.queue.add("dance", {}, NOW, priority=-3)
    errors = iter([InvalidFile("x.csv: no such file"), OSError("gone")])
    jobs = run(shop, lambda n, progress: raising(next(errors))(n, progress))
    assert {(str(job.state), job.failures) for job in jobs} == {("failed", 1)}
    assert {job.error for job in jobs} == {
        "x.csv: no such file", "unexpected OSError: gone", "work: there is no argument wrong; expected n",
        "this version of Shopkeeper knows no kind of job 'dance'"}


def test_a_job_that_is_cancelled_stops_at_its_next_progress(shop):
    shop.store.queue.add("work", {}, NOW)

    def work(n, progress):
        shop.store.queue.cancel(shop.store.queue.running()[0].id, NOW)
        for i in range(1000):
            progress("going on", i, 0)
            time.sleep(0.005)
        raise AssertionError("it was not stopped")

    assert [job.state for job in run(shop, work)] == [JobState.CANCELLED]


def test_a_job_of_a_worker_that_died_is_taken_over_at_once(shop):
    shop.store.queue.add("work", {}, NOW)
    dead = Presence(shop.data_dir)
    assert shop.store.queue.claim(dead.name, NOW)
    dead._file.close()  # as the system does when a process dies
    [job] = run(shop, lambda n, progress: "done")
    assert (job.state, job.claims) == ("done", 2)
    assert not (shop.data_dir / "workers" / dead.name).exists()


def test_a_silent_worker_elsewhere_loses_its_job_and_one_that_is_alive_does_not(shop):
    shop.store.queue.add("work", {"n": 1}, NOW)
    elsewhere = shop.store.queue.claim("another-machine-1-abc", NOW)
    mine = worker(shop, lambda n, progress: n, silence=0.2)
    for _ in range(5):
        shop.store.queue.beat(elsewhere)
        assert not mine.step()
        time.sleep(0.06)
    time.sleep(0.2)
    assert mine.step()
    assert not shop.store.queue.finish(elsewhere, "late", NOW)
    assert shop.store.queue.get(elsewhere.id).result == 1


def test_a_worker_that_is_stopped_gives_its_job_back(shop):
    shop.store.queue.add("work", {}, NOW)
    with pytest.raises(KeyboardInterrupt):
        run(shop, raising(KeyboardInterrupt()))
    [job] = shop.store.queue.newest()
    assert (job.state, job.failures) == ("waiting", 0)


def test_schedules_are_queued_and_done(shop):
    shop.store.schedules.put(Schedule("s", "work", {"n": 5}, minutes=10), NOW - timedelta(minutes=11))
    [job] = run(shop, lambda n, progress: n)
    assert (job.state, job.result) == ("done", 5)


def test_a_store_that_does_not_answer_for_a_while_is_waited_for(shop, monkeypatch):
    shop.store.queue.add("work", {}, NOW)
    finish, troubles = shop.store.queue.finish, iter([StoreError("gone")])

    def unsteady(*arguments):
        for trouble in troubles:
            raise trouble
        return finish(*arguments)

    monkeypatch.setattr(shop.store.queue, "finish", unsteady)
    [job] = run(shop, lambda n, progress: "done")
    assert (job.state, job.claims) == ("done", 2)


def test_who_is_alive_is_known_by_a_lock(tmp_path):
    with closing(Presence(tmp_path)) as mine, closing(Presence(tmp_path)) as other:
        assert [mine.gone(other.name), mine.gone(mine.name), mine.gone("elsewhere-1-a"), mine.gone("../shop.db")] == [False] * 4
        other._file.close()
        assert mine.gone(other.name)
        mine.tidy()
        assert [path.name for path in (tmp_path / "workers").iterdir()] == [mine.name]
