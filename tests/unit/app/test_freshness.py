"""A server's index follows what other processes write."""

from __future__ import annotations

import threading

from shopkeeper.app.freshness import kept_fresh


class Behind:
    """A shop whose index is behind until it was asked so many times; the first look fails."""

    def __init__(self) -> None:
        self.looks, self.fresh = 0, threading.Event()

    def freshen(self) -> bool:
        self.looks += 1
        if self.looks == 1:
            raise OSError("database is locked")
        self.fresh.set()
        return True


def test_it_looks_again_after_a_failure_and_stops_when_the_server_stops():
    shop = Behind()
    with kept_fresh(shop):
        assert shop.fresh.wait(10)
    looks = shop.looks
    assert not threading.Event().wait(1.1)
    assert shop.looks == looks
