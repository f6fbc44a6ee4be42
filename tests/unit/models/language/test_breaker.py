"""A breaker lets one request try a server again, and takes no refusal for a failure."""

from __future__ import annotations

import pytest

from shopkeeper.models.language.breaker import model_breaker
from shopkeeper.models.language.protocol import ModelRefused, ModelUnavailable


def fail(breaker, error=ModelUnavailable):
    with pytest.raises(error, match="gone"), breaker.watch():
        raise error("gone")


def test_it_opens_after_failures_in_a_row_only():
    breaker = model_breaker(failures=2)
    fail(breaker)
    with breaker.watch() as answered:
        answered()
    fail(breaker)
    fail(breaker, ModelRefused)
    fail(breaker)
    fail(breaker)
    with pytest.raises(ModelUnavailable, match="left alone"), breaker.watch():
        pass


def test_one_request_at_a_time_tries_the_server_again():
    now = [0.0]
    breaker = model_breaker(failures=1, rest=10, clock=lambda: now[0])
    fail(breaker)
    now[0] = 11
    with breaker.watch(), pytest.raises(ModelUnavailable, match="left alone"), breaker.watch():
        pass
    with breaker.watch() as answered:  # the one before gave up: nothing is known
        answered()
    with breaker.watch(), breaker.watch():
        pass
