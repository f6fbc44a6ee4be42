"""The circuit breaker of a language model behind a URL."""

from __future__ import annotations

import time
from collections.abc import Callable

from ...shop.breaker import FAILURES, REST, Breaker
from .protocol import ModelRefused, ModelUnavailable


def model_breaker(failures: int = FAILURES, rest: float = REST, clock: Callable[[], float] = time.monotonic) -> Breaker:
    """It opens after `failures` in a row, for `rest` seconds; that a model refuses is an answer too."""
    return Breaker("the language model", ModelUnavailable, (ModelUnavailable,), answers=(ModelRefused,), failures=failures, rest=rest,
                   clock=clock)
