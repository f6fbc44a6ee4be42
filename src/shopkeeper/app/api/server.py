"""Serves a shop over HTTP from one or several processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

import uvicorn

from ...shop import ShopkeeperError
from .working import Job, serving

BAD_INPUT = 2
LAST = 5  # seconds that requests in progress have when the server is stopped


class CannotServe(ShopkeeperError):
    """The address cannot be served."""


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
    `CannotServe` when the address is not this machine's own or is taken.
    """
    listener = listen(host, port)
    with listener, tempfile.TemporaryDirectory(prefix="shopkeeper-metrics-") as folder:
        job = Job(shop_url, data_dir, shops, Path(folder))
        if ready:
            ready(f"http://{host}:{listener.getsockname()[1]}")
        if workers == 1:
            _work(job, listener)
            return 0
        return _supervise(workers, job, listener)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on a loopback address."""
    if not is_loopback(host):
        raise CannotServe(
            f"--host {host}: only this machine itself is served (127.0.0.1), because the API has no access keys yet; "
            "put a proxy that checks who asks in front of it to serve others"
        )
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
    queue is long, which gives a burst of them all to one process. Here the loop is told 1, so that
    each process takes the next one when it is free, and the queue stays as long as it was made.
    """

    def listen(self, backlog: int = 0, /) -> None:
        """Nothing: it listens already."""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _work(job: Job, listener: socket.socket) -> None:
    """One server process, from opening what it serves to closing it."""
    from ..discreet import discreet

    discreet()
    signal.signal(signal.SIGTERM, _interrupt)
    with suppress(KeyboardInterrupt), serving(job) as app:
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off", loop="asyncio",
                                backlog=1, timeout_graceful_shutdown=LAST)
        # uvicorn finishes its requests, then raises the signal that ended it again.
        with SharedListener(fileno=os.dup(listener.fileno())) as shared:
            uvicorn.Server(config).run(sockets=[shared])


def _worker(job: Job, listener: socket.socket) -> None:
    threading.Thread(target=_follow_parent, daemon=True).start()
    try:
        _work(job, listener)
    except ShopkeeperError as error:
        print(error, file=sys.stderr, flush=True)
        os._exit(BAD_INPUT)
    os._exit(0)  # all is closed: taking the interpreter apart would only take a second more


def _follow_parent() -> None:
    """Ends this process when the one that started it is gone, however that came about."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _supervise(count: int, job: Job, listener: socket.socket) -> int:
    """Keeps `count` processes at the job. One that was killed is replaced; one that ended with an
    error would do so again, and ends them all."""
    spawn = multiprocessing.get_context("spawn")

    def start() -> SpawnProcess:
        process = spawn.Process(target=_worker, args=(job, listener))
        process.start()
        return process

    signal.signal(signal.SIGTERM, _interrupt)
    workers: list[SpawnProcess] = []
    try:
        workers += (start() for _ in range(count))
        while True:
            wait([worker.sentinel for worker in workers])
            failed = [worker.exitcode for worker in workers if worker.exitcode is not None and worker.exitcode > 0]
            if failed:
                return failed[0]
            workers = [worker if worker.is_alive() else start() for worker in workers]
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(workers)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _stop(workers: list[SpawnProcess]) -> None:
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join()
