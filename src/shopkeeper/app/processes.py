"""Several processes of one kind that one command keeps going."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import Any

from ..shop import ShopkeeperError

BAD_INPUT = 2


def supervise(count: int, work: Callable[..., None], *arguments: Any, once: bool = False) -> int:
    """Keeps `count` processes at `work(*arguments)` until this one is interrupted; the exit code. One that was killed is replaced; one that
    ended with an error would do so again, and ends them all. With `once` those that end well are not replaced."""
    spawn = multiprocessing.get_context("spawn")

    def start() -> SpawnProcess:
        process = spawn.Process(target=_process, args=(work, *arguments))
        process.start()
        return process

    signal.signal(signal.SIGTERM, interrupt)
    workers: list[SpawnProcess] = []
    try:
        workers += (start() for _ in range(count))
        while workers:
            wait([worker.sentinel for worker in workers])
            failed = [worker.exitcode for worker in workers if worker.exitcode is not None and worker.exitcode > 0]
            if failed:
                return failed[0]
            left = [worker for worker in workers if not (once and worker.exitcode == 0)]
            workers = [worker if worker.is_alive() else start() for worker in left]
        return 0
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(workers)


def interrupt(number: int, frame: object) -> None:
    """A signal handler that ends a process as Ctrl-C does."""
    raise KeyboardInterrupt


def _process(work: Callable[..., None], *arguments: Any) -> None:
    threading.Thread(target=_follow_parent, daemon=True).start()
    try:
        work(*arguments)
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


def _stop(workers: list[SpawnProcess]) -> None:
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join()
