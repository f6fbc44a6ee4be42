"""A query in the spelling that rules are written in, with the way back to what was typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from ...text.analyse import runs, segment
from ...text.normalise import has_cjk, normalise, strip_accents

Span = tuple[int, int]
_SPACE = re.compile(r"\s")


@dataclass(frozen=True)
class Spelled:
    """`text` is the query normalised character by character (half width, simplified, lower case);
    `at[i]` is where its i-th character stands in `typed`."""

    typed: str
    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, typed: str) -> Spelled:
        """The spelling of what was typed."""
        if typed.isascii():
            return cls(typed, _SPACE.sub(" ", typed).lower(), tuple(range(len(typed))))
        pairs = [(sign, place) for place, letter in enumerate(typed) for sign in _plain(letter)]
        text = "".join(sign for sign, _ in pairs)
        simple = text if text.isascii() else normalise(text.replace(" ", "\u2423")).replace("\u2423", " ")
        if len(simple) != len(text):  # a conversion that is not one character for one
            simple = text
        return cls(typed, simple, tuple(place for _, place in pairs))

    @cached_property
    def edges(self) -> frozenset[int]:
        """Where words of the dictionary begin or end; places within one are missing."""
        text = self.text
        letter = [False, *map(str.isalnum, text), False]
        edges = {i for i in range(len(text) + 1) if not (letter[i] and letter[i + 1])}
        if text.isascii():
            return frozenset(edges)
        for run in runs(text):
            if run.chinese:
                edges.update(accumulate(map(len, segment(run.text)), initial=run.start))
        edges.update(i for i in range(1, len(text)) if has_cjk(text[i - 1]) != has_cjk(text[i]))
        return frozenset(edges)

    def typed_at(self, span: Span) -> str:
        """What was typed for a part of `text`."""
        start, end = span
        return self.typed[self.at[start] : self.at[end - 1] + 1] if end > start else ""


def _plain(letter: str) -> str:
    if letter.isascii():
        return " " if letter.isspace() else letter.lower()
    plain = strip_accents(unicodedata.normalize("NFKC", letter)).lower()
    return "".join(" " if sign.isspace() else sign for sign in plain)


def overlaps(span: Span, others: list[Span]) -> bool:
    """Whether a span shares a character with one of the others."""
    return any(span[0] < end and start < span[1] for start, end in others)
