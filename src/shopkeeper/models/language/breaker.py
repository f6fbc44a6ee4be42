"""A circuit breaker: a server that fails again and again is left alone for a while, so that nobody waits for it.

After M. Nygard, Release It! (2007): closed, open, half open.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from .protocol import ModelRefused, ModelUnavailable

FAILURES, REST = 5, 30.0  # in a row; seconds


class Breaker:
    """Opens after `failures` in a row. After `rest` seconds one request is let through: it closes the breaker or opens it anew."""

    def __init__(self, failures: int = FAILURES, rest: float = REST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._rest, self._clock = failures, rest, clock
        self._failed, self._until, self._probing = 0, 0.0, False
        self._lock = Lock()

    @contextmanager
    def watch(self) -> Iterator[Callable[[], None]]:
        """Around a request: `ModelUnavailable` at once while the breaker is open. What is yielded is to be called when an answer
        begins; a refusal is an answer too, and a request that is given up before tells nothing."""
        self._admit()
        try:
            yield self._succeeded
        except ModelUnavailable:
            self._fail()
            raise
        except ModelRefused:
            self._succeeded()
            raise
        finally:
            self._probing = False

    def _admit(self) -> None:
        with self._lock:
            if self._failed < self._most:
                return
            wait = self._until - self._clock()
            if wait > 0 or self._probing:
                raise ModelUnavailable(f"the language model failed {self._failed} times running and is left alone for {max(wait, 1):.0f} s")
            self._probing = True

    def _succeeded(self) -> None:
        with self._lock:
            self._failed = 0

    def _fail(self) -> None:
        with self._lock:
            self._failed += 1
            self._until = self._clock() + self._rest
