"""What fails again and again is left alone, and tried again by one."""

from __future__ import annotations

import threading

import pytest

from shopkeeper.shop.breaker import Breaker


class Gone(Exception):
    pass


class Refused(Exception):
    pass


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker("the oven", Gone, (Gone,), answers=(Refused,), failures=2, rest=10.0, clock=clock)


def fail(breaker, error=Gone):
    with pytest.raises(error), breaker.watch():
        raise error("no")


def work(breaker):
    with breaker.watch() as answered:
        answered()


def test_it_is_closed_open_and_half_open(breaker, clock):
    assert (breaker.state, breaker.failing) == ("closed", False)
    fail(breaker)
    assert (breaker.state, breaker.failing) == ("closed", True)
    fail(breaker)
    assert breaker.state == "open"
    clock.now = 9.9
    with pytest.raises(Gone, match="the oven failed 2 times running and is left alone for 1 s"):
        work(breaker)
    clock.now = 10.1
    assert breaker.state == "half-open"
    work(breaker)
    assert (breaker.state, breaker.failing) == ("closed", False)


def test_a_failed_try_opens_it_anew(breaker, clock):
    fail(breaker)
    fail(breaker)
    clock.now = 11
    fail(breaker)
    assert breaker.state == "open"
    clock.now = 20.9
    assert breaker.state == "open"


def test_an_answer_between_counts_anew_and_a_refusal_is_one(breaker):
    for error in (Gone, Refused, Gone, Refused, Gone):
        fail(breaker, error)
    assert breaker.state == "closed"


def test_what_is_no_failure_tells_nothing(breaker):
    fail(breaker)
    fail(breaker, KeyError)
    fail(breaker)
    assert breaker.state == "open"


def test_of_many_threads_one_tries(breaker, clock):
    fail(breaker)
    fail(breaker)
    clock.now = 11
    inside, release, told = threading.Event(), threading.Event(), []

    def slow():
        with breaker.watch() as answered:
            inside.set()
            release.wait(5)
            answered()

    def others():
        try:
            work(breaker)
        except Gone as error:
            told.append(str(error))

    first = threading.Thread(target=slow)
    first.start()
    assert inside.wait(5)
    rest = [threading.Thread(target=others) for _ in range(5)]
    for thread in rest:
        thread.start()
    for thread in rest:
        thread.join(5)
    release.set()
    first.join(5)
    assert len(told) == 5
    assert breaker.state == "closed"
