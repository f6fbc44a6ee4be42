"""The words of a text, to be left out one at a time: those of the dictionary in Chinese, whole words and codes in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...text.analyse import runs, segment

_SIGNS = re.compile(r"\S+")


class Span(NamedTuple):
    """A stretch of a text, `text[start:end]`."""

    start: int
    end: int


def words(text: str) -> list[Span]:
    """The words of a text and the signs between them ("!!", "😀", ","), in its order; no space is in any."""
    found: list[Span] = []
    place = 0
    for run in runs(text):
        found += _signs(text, place, run.start)
        found += _cut(run.text, run.start) if run.chinese else [Span(run.start, run.end)]
        place = run.end
    return found + list(_signs(text, place, len(text)))


def _signs(text: str, start: int, end: int) -> Iterator[Span]:
    yield from (Span(start + match.start(), start + match.end()) for match in _SIGNS.finditer(text[start:end]))


def _cut(run: str, place: int) -> Iterator[Span]:
    for word in segment(run):
        yield Span(place, place := place + len(word))


def without(text: str, spans: Sequence[Span], kept: Iterable[bool]) -> str:
    """The text without the spans that are not kept; the spaces around them stay."""
    out, place = [], 0
    for span, keep in zip(spans, kept, strict=True):
        if not keep:
            out.append(text[place : span.start])
            place = span.end
    return "".join([*out, text[place:]])


def joined(spans: Sequence[Span], stretches: Iterable[Span]) -> list[Span]:
    """The spans, those that one stretch, such as a token, runs across made one."""
    out = list(spans)
    for stretch in stretches:
        touched = [place for place, span in enumerate(out) if span.start < stretch.end and stretch.start < span.end]
        if len(touched) > 1:
            out[touched[0] : touched[-1] + 1] = [Span(out[touched[0]].start, out[touched[-1]].end)]
    return out


def owners(spans: Sequence[Span], stretches: Sequence[Span]) -> NDArray[np.int64]:
    """Which span each stretch, such as a token, belongs to: the one that holds its middle; -1 for none (an empty stretch)."""
    middles = [(stretch.start + stretch.end) / 2 if stretch.end > stretch.start else -1.0 for stretch in stretches]
    return np.array([next((i for i, span in enumerate(spans) if span.start <= middle < span.end), -1) for middle in middles], np.int64)
