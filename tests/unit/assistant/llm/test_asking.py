"""A model is never waited for longer than agreed."""

from __future__ import annotations

import threading
import time

import pytest

from shopkeeper.assistant.llm.asking import Asker, TooSlow
from shopkeeper.models.language.protocol import Message, ModelRefused, ModelUnavailable, Piece, Sampling

HELLO = [Message("user", "hello")]


class Says:
    """A model whose answer is what `pieces` yields."""

    def __init__(self, pieces):
        self.pieces = pieces

    def complete(self, prompt, **asked):
        yield from self.pieces()


def ask(asker, pieces, seconds=5.0):
    return asker.ask(Says(pieces), HELLO, (), Sampling(), time.monotonic() + seconds)


def test_an_answer_comes_whole():
    answer = ask(Asker(), lambda: iter([Piece("Hel"), Piece("lo"), Piece(finish="stop")]))
    assert (answer.text, answer.finish) == ("Hello", "stop")


def test_what_the_model_raises_is_raised_here():
    def refuses():
        raise ModelRefused("too long")
        yield

    def breaks():
        yield Piece("a")
        raise ZeroDivisionError

    with pytest.raises(ModelRefused, match="too long"):
        ask(Asker(), refuses)
    with pytest.raises(ModelUnavailable, match="ZeroDivisionError"):
        ask(Asker(), breaks)


def test_one_that_hangs_is_left_in_time_and_holds_its_place_until_it_ends():
    free, asker = threading.Event(), Asker(at_once=1)

    def hangs():
        yield Piece("a")
        free.wait(10)

    with pytest.raises(TooSlow, match="too long"):
        ask(asker, hangs, 0.05)
    with pytest.raises(TooSlow, match="busy"):
        ask(asker, lambda: iter([Piece("b", finish="stop")]), 0.05)
    free.set()
    assert ask(asker, lambda: iter([Piece("b", finish="stop")])).text == "b"


def test_an_endless_answer_is_cut():
    def endless():
        while True:
            yield Piece("word " * 100)

    assert len(ask(Asker(), endless).text) < 10_000
