"""When nothing has all that a query asks for: what is given up, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from ..text.analyse import analyse_query
from .reading import Constraint, Reading

T = TypeVar("T")
Answers = Callable[["Relaxed"], T | None]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A reading with what was `given_up` of it, conditions or at last the words, and the `text` that is
    left of the query beside conditions."""

    reading: Reading
    given_up: tuple[str, ...]
    text: str


def whole(reading: Reading) -> Relaxed:
    """The reading with nothing given up."""
    return _way(reading, reading.constraints, by_words=True)


def relax(reading: Reading, answers: Answers[T]) -> T | None:
    """The answer with as little given up as need be; None when there is none at all.

    Conditions go one after the other, the one that matters least first, until `answers` gives
    something; then each that went comes back if there is an answer with it too. Where even the words
    alone find nothing, they are given up and the conditions tried without them.
    """
    for by_words in (True, False) if reading.text.strip() and reading.constraints else (True,):
        kept = sorted(reading.constraints, key=lambda each: -each.importance)
        while by_words or kept:
            answer = answers(_way(reading, kept, by_words))
            if answer is not None:
                return _restored(reading, kept, by_words, answers, answer)
            if not kept:
                break
            kept.pop()
    return None


def _restored(reading: Reading, kept: list[Constraint], by_words: bool, answers: Answers[T], answer: T) -> T:
    gone = sorted((each for each in reading.constraints if each not in kept), key=lambda each: -each.importance)
    for each in gone[1:] if len(kept) + len(gone) > 1 else ():  # the first of them is what left nothing
        better = answers(_way(reading, [*kept, each], by_words))
        if better is not None:
            kept, answer = [*kept, each], better
    return answer


def _way(reading: Reading, kept: list[Constraint] | tuple[Constraint, ...], by_words: bool) -> Relaxed:
    left = tuple(each for each in reading.constraints if each in kept)
    gone = sorted((each for each in reading.constraints if each not in kept), key=lambda each: each.importance)
    given_up = tuple(str(each.filter) for each in gone)
    if by_words:
        return Relaxed(_searched(replace(reading, constraints=left)), given_up, reading.text)
    bare = replace(reading, text="", terms=analyse_query(""), constraints=left, slots=(), meant=None, corrected=None)
    return Relaxed(_searched(bare), (reading.text, *given_up), "")


def _searched(reading: Reading) -> Reading:
    """A query that is nothing but conditions is ranked by the words that ask for them."""
    if reading.text.strip():
        return reading
    words = " ".join(each.words for each in reading.constraints if each.filter.op == "=" and not each.filter.values[0][:1].isdigit())
    return replace(reading, text=words, terms=analyse_query(words))
