"""Processes of their own without the time of a start: forked off one that has read the program and nothing else. What a command is when it
is started from nothing, `integration/test_serve.py` and the pages that type it into a shell show."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import types
from collections.abc import Mapping
from multiprocessing.connection import Connection

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload([
    "pytest", "shopkeeper.app.bootstrap", "shopkeeper.app.cli", "shopkeeper.app.api.application", "shopkeeper.app.api.working",
    "shopkeeper.app.worker_processes"])


class Command:
    """`shopkeeper` with these arguments, in this directory and environment, with what `subprocess.Popen` has of a process."""

    def __init__(self, *arguments: str, environment: Mapping[str, str] = os.environ) -> None:
        told, tells = processes.Pipe(duplex=False)
        self._process = processes.Process(target=_run, args=(tells, os.getcwd(), dict(environment), arguments), daemon=True)
        self._process.start()
        tells.close()
        with told:
            self.stdout = os.fdopen(os.dup(told.fileno()), encoding="utf-8")
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("shopkeeper", timeout or 0)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _run(tells: Connection, directory: str, environment: Mapping[str, str], arguments: tuple[str, ...]) -> None:
    os.chdir(directory)
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(tells.fileno(), 1)
    tells.close()
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", closefd=False)
    sys.modules["__main__"] = types.ModuleType("__main__")  # processes that it starts need nothing of the tests'
    sys.argv = ["shopkeeper", *arguments]

    from shopkeeper.app.cli import main

    main()
