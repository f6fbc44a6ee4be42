"""Serves a shop over HTTP from one or several processes."""

from __future__ import annotations

import os
import signal
import socket
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn

from ..processes import interrupt, supervise
from .exposure import CannotServe, is_loopback, require_locks
from .gate import Lines, rooms
from .working import Job, serving

ACCEPTED = 16  # connections that a process takes between two turns of what it answers
TURN = 0.002  # seconds in which an idle process leaves the next connection to the others
LAST = 5  # seconds that requests in progress have when the server is stopped


def serve(
    shop_url: str,
    host: str = "127.0.0.1",
    port: int = 8777,
    workers: int = 1,
    *,
    data_dir: str | None = None,
    shops: Path | None = None,
    ready: Callable[[str], None] | None = None,
) -> int:
    """Serves the shop until interrupted, then lets requests in progress finish; the exit code.

    With `shops`, a `shops.toml`, it serves all the shops that the file names in place of the one.
    `ready` is called with the address once connections are accepted (port 0 chooses a free one).
    `CannotServe` when the address is taken, or is for others than this machine while a shop has nothing to tell them apart by.
    """
    with tempfile.TemporaryDirectory(prefix="shopkeeper-metrics-") as folder:
        job = Job(shop_url, data_dir, shops, Path(folder), host)
        if not is_loopback(host):
            for found, named in job.settings():
                require_locks(host, found, named=named)
        return _serve(job, port, workers, ready)


def _serve(job: Job, port: int, workers: int, ready: Callable[[str], None] | None) -> int:
    with listen(job.host, port) as listener:
        if ready:
            ready(f"http://{job.host}:{listener.getsockname()[1]}")
        if workers == 1:
            _work(job, listener)
            return 0
        return supervise(workers, _work, job, listener, False)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; `CannotServe` where the address is not this machine's or is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise CannotServe(f"--port {port}: {host}:{port} cannot be used ({error.strerror}); choose another with --port") from None
    listener.set_inheritable(True)
    return listener


class SharedListener(socket.socket):
    """A listening socket that several processes accept from.

    An event loop sets the length of the queue and then takes as many connections at once as the
    queue is long, which gives a burst of them all to one process. Here the loop is told a few: each
    process takes the next ones when it is free, more than it answers meanwhile, so that `Gate` sees
    whom to turn away, and the queue stays as long as it was made. A process that is not `busy` takes one and leaves the next to the
    others for a moment: a browser or a proxy opens its few connections at once, keeps them, and would else have one process of them all.
    """

    def __init__(self, fileno: int, busy: Callable[[], bool]) -> None:
        super().__init__(fileno=fileno)
        self._busy, self._took = busy, 0.0

    def listen(self, backlog: int = 0, /) -> None:
        """Nothing: it listens already."""

    def accept(self) -> tuple[socket.socket, Any]:
        """The next connection; `BlockingIOError` when there is none for this process now."""
        if time.monotonic() - self._took < TURN and not self._busy():
            raise BlockingIOError
        found = super().accept()
        self._took = time.monotonic()
        return found


def _work(job: Job, listener: socket.socket, alone: bool = True) -> None:
    """One server process, from opening what it serves to closing it; `alone` where no other accepts from the same socket."""
    from ..bootstrap import thinks
    from ..discreet import discreet
    from ..observe.logs import start_logging

    discreet()
    start_logging(job.shop, job.data_dir)
    signal.signal(signal.SIGTERM, interrupt)
    lines = Lines(rooms(waits_for_model=any(thinks(found) for found, _ in job.settings())))
    with suppress(KeyboardInterrupt), serving(job, lines) as app:
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off", loop="asyncio",
                                backlog=ACCEPTED, proxy_headers=False, timeout_graceful_shutdown=LAST)
        # uvicorn finishes its requests, then raises the signal that ended it again.
        with SharedListener(os.dup(listener.fileno()), lambda: alone or lines.busy) as shared:
            uvicorn.Server(config).run(sockets=[shared])
