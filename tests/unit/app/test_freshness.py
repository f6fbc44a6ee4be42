"""A server's index follows what other processes write."""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path

from shopkeeper.app.freshness import kept_fresh


class Behind:
    """A shop whose index is behind until it was asked so many times; the first look fails."""

    def __init__(self, folder: Path) -> None:
        self.data_dir, self.looks, self.fresh = folder, 0, threading.Event()

    def freshen(self) -> bool:
        self.looks += 1
        if self.looks == 1:
            raise OSError("database is locked")
        self.fresh.set()
        return True


def test_it_looks_again_after_a_failure_and_stops_when_the_server_stops(tmp_path):
    shop = Behind(tmp_path)
    with kept_fresh(shop):
        assert shop.fresh.wait(10)
    looks = shop.looks
    assert not threading.Event().wait(1.1)
    assert shop.looks == looks


def test_it_leaves_the_work_to_another_server_that_is_at_it(tmp_path):
    shop = Behind(tmp_path)
    (tmp_path / "index").mkdir()
    with (tmp_path / "index" / "freshen.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with kept_fresh(shop):
            assert not shop.fresh.wait(1.2)
            assert shop.looks == 0
            fcntl.flock(other, fcntl.LOCK_UN)
            assert shop.fresh.wait(10)
