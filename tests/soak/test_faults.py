"""kill -9 of servers, workers and the database while the shop is written to: what was acknowledged is there, once."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx

from shopkeeper.store import open_store
from soak.stricken import ROWS, Load, Postgres, furnished, running, save, struck, until, wrong

SAMPLE = 2
ASKED = os.environ.get("SHOPKEEPER_SOAK")
PATIENCE = 600 if ASKED else 120  # seconds: the machine may be busy


def stricken(name: str, shop_url: str, folder: Path, logs: Path, kills: int, database: Postgres | None = None, processes: int = 1) -> None:
    """Kills that many processes of a shop under load, then looks at what is left."""
    furnished(shop_url, folder)
    began, mend = time.monotonic(), database.restored if database else lambda: None
    with running(shop_url, folder, logs / "log.txt", processes) as (urls, servers, workers):
        until(lambda: all(healthy(url) for url in urls), PATIENCE)
        load = Load(urls, folder / "imports")
        until(lambda: bool(load.events and load.messages and load.jobs), PATIENCE)
        targets = {"server": lambda: [each.process.pid for each in servers], "worker": lambda: [each.process.pid for each in workers]}
        counts = struck(targets | ({"PostgreSQL": database.pids} if database else {}), kills, random.Random(7), load, mend)
        until(lambda: mend() or all(healthy(url) for url in urls), PATIENCE)
        load.stop()
        store = open_store(shop_url if database else folder / "shop.db")
        until(lambda: all(store.queue.get(id).ended for id in load.jobs), PATIENCE)
        until(lambda: set(store.queue.counts()) == {"done"}, PATIENCE)  # those too that were not acknowledged and are there
        until(lambda: all(searchable(url) == ROWS * store.queue.counts()["done"] + 1 for url in urls), PATIENCE)
    found = wrong(store, load)
    ran = Counter(job.claims for job in store.queue.newest(10_000))
    store.close()
    assert found == {}
    assert load.orders or not ASKED
    if ASKED:
        save(name, {
            "kill -9": dict(counts), "kills": counts.total(), "seconds": round(time.monotonic() - began),
            "acknowledged": {"events": len(load.events), "messages": len(load.messages), "order actions": len(load.orders),
                             "jobs": len(load.jobs)},
            "lost": 0, "twice": 0, "jobs not done": 0,
            "jobs by number of workers that took them": {str(number): jobs for number, jobs in sorted(ran.items())},
            "requests without an answer": dict(load.unanswered),
        })


def healthy(url: str) -> bool:
    """Whether a server answers."""
    return httpx.get(f"{url}/health", timeout=30).status_code == 200


def searchable(url: str) -> int:
    """How many products a server has in its index."""
    return int(httpx.get(f"{url}/health", timeout=30).json()["searchable"])


def test_what_was_acknowledged_survives_on_sqlite(tmp_path: Path) -> None:
    stricken("SQLite", str(tmp_path / "shop"), tmp_path / "shop", tmp_path, int(ASKED or SAMPLE), processes=2 if ASKED else 1)


def test_what_was_acknowledged_survives_on_postgresql(tmp_path: Path) -> None:
    if not ASKED:
        return  # what is particular to it is too slow for a sample: tests/contract kills its writers
    folder = Path(tempfile.mkdtemp(prefix="shopkeeper-stricken-"))
    database = Postgres(folder)
    try:
        stricken("PostgreSQL", database.url, tmp_path / "data", tmp_path, 2 * int(ASKED), database, processes=2)
    finally:
        database.stop()
        shutil.rmtree(folder, ignore_errors=True)
