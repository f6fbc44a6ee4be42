"""Connections that come together are shared out among the processes of a server."""

from __future__ import annotations

import contextlib
import os
import socket

import pytest

from shopkeeper.app.api import server
from shopkeeper.app.api.server import SharedListener, listen


@pytest.fixture
def door(monkeypatch):
    """A listening socket, six that connect to it, and what makes a process's own of it."""
    monkeypatch.setattr(server, "TURN", 60.0)
    with listen("127.0.0.1", 0) as listener, contextlib.ExitStack() as open_ones:
        listener.setblocking(False)
        for _ in range(6):
            open_ones.enter_context(socket.create_connection(listener.getsockname()))
        yield lambda busy: open_ones.enter_context(SharedListener(os.dup(listener.fileno()), lambda: busy))


def taken(shared):
    """How many connections a process takes in one turn of its event loop."""
    count = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            shared.accept()[0].close()
            count += 1
    return count


def test_an_idle_process_takes_one_and_leaves_the_others(door):
    first, second = door(False), door(False)
    assert [taken(first), taken(second), taken(first)] == [1, 1, 0]


def test_a_busy_process_takes_what_waits(door):
    assert taken(door(True)) == 6
