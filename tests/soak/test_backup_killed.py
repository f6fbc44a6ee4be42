"""Backups and restores that are killed at any moment, while the shop is written to: no half of one is ever taken for a whole.

`make test` kills two of each; SHOPKEEPER_SOAK says how many.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from browser.server import make_shop
from contract.samples import AT
from forked import processes
from shopkeeper.app.backup.archive import opened
from shopkeeper.app.backup.make import save
from shopkeeper.app.backup.restore import restore, under_way
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.settings import load
from shopkeeper.shop import Customer, Event
from shopkeeper.store import open_store
from shopkeeper.store.carry import sums

KILLS = int(os.environ.get("SHOPKEEPER_SOAK", "2"))
NOTED = ("jobs", "audit", "audit_chain")


def saves(tells: Connection, shop: Path, file: Path) -> None:
    """A process that makes a backup. It says when it begins, so that the blow falls into the work."""
    whole = open_shop(str(shop))
    tells.send("begins")
    save(whole, file)
    tells.send("done")


def restores(tells: Connection, shop: Path, file: Path) -> None:
    """A process that restores one."""
    settings = load(str(shop))
    tells.send("begins")
    restore(file, settings, force=True)
    tells.send("done")


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("killed") / "shop"
    make_shop(folder, products=8, customers=4)
    (folder / "policy.md").write_text("# one\n")
    (folder / "media/big.bin").write_bytes(os.urandom(3_000_000))
    return folder


def killed(work: Callable[[Connection, Path, Path], None], shop: Path, file: Path, after: float) -> bool:
    """Runs it and kills it so many seconds after it began; whether it was still at work."""
    told, tells = processes.Pipe(duplex=False)
    process = processes.Process(target=work, args=(tells, shop, file), daemon=True)
    process.start()
    tells.close()
    assert told.recv() == "begins"
    time.sleep(after)
    process.kill()
    process.join()
    with told, suppress(EOFError):
        return told.recv() != "done"
    return True


def held(store_file: Path) -> dict:
    with closing(open_store(store_file)) as store:
        return {name: each for name, each in sums(store).items() if name not in NOTED}


def test_a_backup_that_is_killed_leaves_no_file_of_its_name_and_the_next_one_is_whole(shop, tmp_path):
    dice, done, hit = random.Random(5), threading.Event(), 0

    def write() -> None:
        with closing(open_store(shop / "shop.db")) as store:
            n = 0
            while not done.wait(0.01):
                n += 1
                with store.transaction():
                    store.customers.put([Customer(f"k{n:06}")])
                    store.events.put([Event(f"k{n:06}", "view_item", AT, customer_id=f"k{n:06}")])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(KILLS):
            file = tmp_path / f"{number}.zip"
            hit += killed(saves, shop, file, dice.random() * 0.8)
            if file.exists():
                with opened(file) as archive:
                    archive.verify()
                    archive.extract(tmp_path / "out")
                with closing(open_store(tmp_path / "out/store/shop.db")) as store:
                    assert sorted(e.id for e in store.events.all() if e.id[0] == "k") == sorted(
                        c.id for c in store.customers.all() if c.id[0] == "k")
        with closing(open_shop(str(shop))) as whole:
            save(whole, tmp_path / "last.zip")
    finally:
        done.set()
        writer.join()
    with opened(tmp_path / "last.zip") as archive:
        assert archive.verify() > 3_000_000
    assert [path.name for path in tmp_path.glob(".shopkeeper-backup-*")] == []
    print(f"{hit} of {KILLS} were killed at work")


def test_a_restore_that_is_killed_leaves_the_old_or_the_new_and_is_done_again(shop, tmp_path):
    dice, hit, file = random.Random(6), 0, tmp_path / "one.zip"
    with closing(open_shop(str(shop))) as whole:
        save(whole, file)
    new = held(shop / "shop.db")
    target = tmp_path / "target"
    restore(file, load(str(target)))
    for number in range(KILLS):
        with closing(open_store(target / "shop.db")) as store:
            store.customers.put([Customer(f"since{number}")])
        (target / "policy.md").write_text(f"# since {number}\n")
        old = held(target / "shop.db")
        hit += killed(restores, target, file, dice.random() * 3)
        found = held(target / "shop.db")
        assert found in (old, new)
        if found == old and not under_way(target):
            assert (target / "policy.md").read_text() == f"# since {number}\n"
        restore(file, load(str(target)), force=True)
        assert held(target / "shop.db") == new
        assert (target / "policy.md").read_text() == "# one\n"
        assert (target / "media/big.bin").read_bytes() == (shop / "media/big.bin").read_bytes()
        assert not under_way(target)
    print(f"{hit} of {KILLS} were killed at work")
