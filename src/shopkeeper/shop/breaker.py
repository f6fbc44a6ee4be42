"""A circuit breaker: what fails again and again is left alone for a while, so that nobody waits for it.

After M. Nygard, Release It! (2007): closed, open, half open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Literal

State = Literal["closed", "open", "half-open"]
FAILURES, REST = 5, 30.0  # in a row; seconds


class Breaker:
    """Opens after `failures` in a row. After `rest` seconds one request is let through: it closes the breaker or opens it anew.

    `name` is what is asked ("the language model"), `error` makes the error of a failure out of a sentence and is what is raised while the
    breaker is open, `failure` the kinds of error that are one, `answers` those that are an answer like any other; `clock` tells seconds.
    """

    def __init__(
        self, name: str, error: Callable[[str], Exception], failure: tuple[type[Exception], ...], *, clock: Callable[[], float],
        answers: tuple[type[Exception], ...] = (), failures: int = FAILURES, rest: float = REST,
    ) -> None:
        self.name = name
        self._error, self._failure, self._answers = error, failure, answers
        self._most, self._rest, self._clock = failures, rest, clock
        self._failed, self._until, self._probing = 0, 0.0, False
        self._lock = Lock()

    @property
    def state(self) -> State:
        """Whether requests are let through: all, none, or one to see."""
        if self._failed < self._most:
            return "closed"
        return "open" if self._until > self._clock() else "half-open"

    @property
    def failing(self) -> bool:
        """Whether the last request that told anything failed."""
        return self._failed > 0

    @contextmanager
    def watch(self) -> Iterator[Callable[[], None]]:
        """Around a request: the error at once while the breaker is open. What is yielded is to be called when an answer
        begins; a request that is given up before tells nothing."""
        self._admit()
        try:
            yield self._succeeded
        except self._answers:
            self._succeeded()
            raise
        except self._failure:
            self._fail()
            raise
        finally:
            self._probing = False

    def _admit(self) -> None:
        with self._lock:
            if self._failed < self._most:
                return
            wait = self._until - self._clock()
            if wait > 0 or self._probing:
                raise self._error(f"{self.name} failed {self._failed} times running and is left alone for {max(wait, 1):.0f} s")
            self._probing = True

    def _succeeded(self) -> None:
        with self._lock:
            self._failed = 0

    def _fail(self) -> None:
        with self._lock:
            self._failed += 1
            self._until = self._clock() + self._rest
