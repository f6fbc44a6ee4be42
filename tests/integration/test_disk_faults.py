"""A disk that is full or read-only for a while: writers are told, readers answered, nothing acknowledged is lost, work goes on later."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from shopkeeper.app import worker as module
from shopkeeper.app.api import create_app
from shopkeeper.app.jobs import queue
from shopkeeper.app.presence import Presence
from shopkeeper.app.worker import Worker
from shopkeeper.models.versions import Versions
from shopkeeper.store import StoreError
from small_shop import small_shop

ROOM = {"a full disk": "PRAGMA max_page_count = 1", "a read-only disk": "PRAGMA query_only = 1"}
AGAIN = {"a full disk": "PRAGMA max_page_count = 1073741823", "a read-only disk": "PRAGMA query_only = 0"}
SAID = {"a full disk": "there is no room left on the disk", "a read-only disk": "is read-only"}
DIES = """
import os, signal, sys
from pathlib import Path
from shopkeeper.models.versions import Versions
from shopkeeper.store import StoreError
def write(folder):
    (folder / "config.json").write_text("{")
    os.kill(os.getpid(), signal.SIGKILL)
Versions(Path(sys.argv[1])).add(write)
"""


@pytest.mark.parametrize("fault", list(ROOM))
def test_a_disk_that_cannot_be_written_for_a_while_costs_nothing(tmp_path, monkeypatch, fault):
    monkeypatch.setattr(module, "POLL", 0.01)
    monkeypatch.setattr(module, "TROUBLE", 0.01)
    shop, clock = small_shop(tmp_path / "shop"), [datetime.now(UTC)]
    state = [AGAIN[fault]]
    event.listen(shop.store._database._engine, "checkout", lambda connection, *_: connection.execute(state[0]))
    (shop.data_dir / "imports").mkdir()
    (shop.data_dir / "imports" / "cups.csv").write_text("id,title,price\n" + "".join(f"c{n},Cup {n},3\n" for n in range(50)))
    client = TestClient(create_app(shop), base_url="http://127.0.0.1")

    def tell(id):
        return client.post("/v1/events", json={"id": id, "name": "view_item", "session_id": "s" * 5000, "items": [{"product_id": "p"}]})

    # Given what was acknowledged, and a job that waits
    assert tell("before").status_code == 200
    job = queue(shop, "import", {"file": "cups.csv"}, clock[0])
    # When the disk cannot be written, then who writes is told so, and who reads is answered
    state[0] = ROOM[fault]
    told = [tell(f"during{n}") for n in range(3)]
    refused = [answer for answer in told if answer.status_code != 200]
    assert {(answer.status_code, answer.json()["error"]["type"]) for answer in refused} == {(503, "store_unavailable")}
    assert client.get("/health").json()["products"] == shop.store.products.count()
    over = threading.Event()
    with closing(Presence(shop.data_dir)) as presence:
        worker = Worker(shop, presence, clock=lambda: clock[0])
        working = threading.Thread(target=worker.run, args=(over,))
        working.start()
        threading.Event().wait(0.3)
        # And when it can be written again, then all goes on, the job too
        state[0] = AGAIN[fault]
        for _ in range(200):
            clock[0] += timedelta(minutes=1)
            if shop.store.queue.get(job.id).ended:
                break
            threading.Event().wait(0.05)
        over.set()
        working.join()
    assert shop.store.queue.get(job.id).state == "done"
    assert len(shop.store.products.get_many([f"c{n}" for n in range(50)])) == 50
    assert tell("after").status_code == 200
    kept = {"before", "after", *(f"during{n}" for n, answer in enumerate(told) if answer.status_code == 200)}
    assert {each.id for each in shop.store.events.all()} == kept
    assert refused
    shop.close()


@pytest.mark.parametrize("fault", list(ROOM))
def test_the_sentence_says_what_is_wrong_with_the_disk(tmp_path, fault):
    shop = small_shop(tmp_path / "shop")
    event.listen(shop.store._database._engine, "checkout", lambda connection, *_: connection.execute(ROOM[fault]))
    with pytest.raises(StoreError, match=SAID[fault]):
        shop.store.jobs.save("job", {"text": "x" * 500_000})
    shop.close()


def test_a_model_whose_maker_was_killed_half_way_is_not_there_and_the_next_is(tmp_path):
    died = subprocess.run([sys.executable, "-c", DIES, str(tmp_path)], env=os.environ, check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL
    versions = Versions(tmp_path)
    assert (len(list(tmp_path.iterdir())), versions.all(), versions.active) == (1, [], None)
    made = versions.add(lambda folder: (folder / "config.json").write_text("{}"))
    versions.promote(made.name)
    assert ([each.name for each in versions.all()], versions.active) == ([made.name], made.name)
