"""Real workers on one shop: a job survives its worker, is cancelled while it runs, and goes on where it was."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest

from forked import Command
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.jobs import queue
from shopkeeper.app.presence import Presence
from shopkeeper.app.worker import Worker
from shopkeeper.store import open_store

ROWS = 40_000


@pytest.fixture
def worker():
    """Starts a worker; all are ended with the test."""
    started = []

    def start(shop):
        started.append(Command("worker", "--shop", str(shop)))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def until(look, seconds=60):
    """What `look` answers as soon as that is something."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)
    return found


def begun(store, id):
    """The job once it runs and tells of progress."""
    return until(lambda: (job := store.queue.get(id)).state == "running" and job.progress.done and job)


def ended(store, id):
    return until(lambda: (job := store.queue.get(id)).ended and job)


def test_a_job_survives_its_worker_is_cancelled_while_it_runs_and_goes_on_where_it_was(tmp_path, worker):
    file, folder = tmp_path / "rows.csv", tmp_path / "shop"
    file.write_text("id,title,price\n" + "".join(f"p{n:06},Cup number {n},{n % 90}.50\n" for n in range(ROWS)))
    with closing(open_shop(str(folder), create=True)) as shop:
        id = queue(shop, "import", {"file": str(file), "index": False}, datetime.now(UTC), anywhere=True).id
    with closing(open_store(folder / "shop.db")) as store:
        # Given a worker that is killed while it imports, then another takes the job over at once
        first = worker(folder)
        was = begun(store, id)
        first.kill()
        second = worker(folder)
        until(lambda: store.queue.get(id).claims == 2)
        assert store.queue.get(id).worker != was.worker
        # When it is cancelled then it stops, and what is done stays done
        begun(store, id)
        asked = time.monotonic()
        store.queue.cancel(id, datetime.now(UTC))
        assert ended(store, id).state == "cancelled"
        assert time.monotonic() - asked < 20
        done = store.products.count()
        assert 0 < done < ROWS
        # And a worker that is asked to stop gives it back, not as a failure
        store.queue.retry(id, datetime.now(UTC))
        begun(store, id)
        second.send_signal(signal.SIGTERM)
        assert second.wait(60) == 0
        assert (store.queue.get(id).state, store.queue.get(id).failures) == ("waiting", 0)
        # And in the end all of it is there, once
        with closing(open_shop(str(folder))) as shop, closing(Presence(folder)) as presence:
            assert Worker(shop, presence).run(threading.Event(), once=True) == 1
        job = store.queue.get(id)
        assert (job.state, store.products.count(), job.result["resumed"] >= done) == ("done", ROWS, True)
