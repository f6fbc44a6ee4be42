"""A text made ready for finding claims in it: one spelling letter for letter, and what stands around a place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..text.normalise import letterwise

NEAR = 250  # characters on each side that say what a claim is about
_SENTENCE = re.compile(r"[。！？!?；;\n]+|\.(?=\s|$)")
_BAG = re.compile(r"[a-z]+|[^\x00-\x7f]|#")
_PAIRS = re.compile(r"(?=([^\x00-\x7f]{2}))")
_CLAUSE = re.compile(r"[。！？!?；;\n、—]+|:(?!\d)|(?<!\d),|,(?!\d{3})|\.(?=\s|$)|\s-\s|\s(?=(?:and|but|while|so)\s)")


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a text claims; `value` compares with what facts say, and its `str` is what a person reads of it."""

    start: int
    end: int
    value: Any


class Said:
    """A text and its parts. `plain` is the same text, letter for letter, in half width, simplified Chinese and lower case."""

    def __init__(self, text: str) -> None:
        self.text, self.plain = text, letterwise(text)
        self._counted: dict[Any, int] = {}

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Where each sentence begins and ends (with the mark that ends it)."""
        return list(_parts(_SENTENCE, self.plain))

    @cached_property
    def bag(self) -> frozenset[str]:
        """The English words of the text, its other characters and pairs of these: what holds none of a finder's need not be read by it."""
        return frozenset(_BAG.findall(self.plain)).union(_PAIRS.findall(self.plain))

    def holds(self, some: frozenset[str]) -> bool:
        """Whether the text has one of some English words and Chinese characters."""
        return not self.bag.isdisjoint(some)

    @cached_property
    def _clauses(self) -> list[tuple[int, int]]:
        return list(_parts(_CLAUSE, self.plain))

    def sentence(self, at: int) -> str:
        """The sentence that holds a place, as far as it stands near it."""
        start, end = _holding(self.sentences, at)
        return self.plain[max(start, at - NEAR) : min(end, at + NEAR)]

    def clause(self, at: int) -> tuple[int, int]:
        """The part of a sentence, between commas and the like, that holds a place."""
        return _holding(self._clauses, at)

    def count(self, at: int, find: Callable[[Said], Iterable[Found]]) -> int:
        """How many claims of a kind the sentence at a place holds."""
        start, end = _holding(self.sentences, at)
        if (start, find) not in self._counted:
            self._counted[start, find] = sum(1 for _ in find(Said(self.text[start:end])))
        return self._counted[start, find]

    def before(self, at: int, letters: int) -> str:
        """What stands before a place in its clause, so many letters at most."""
        return self.plain[max(self.clause(at)[0], at - letters) : at]

    def after(self, at: int, letters: int) -> str:
        """What stands from a place on in its sentence, so many letters at most."""
        return self.plain[at : min(_holding(self.sentences, max(0, at - 1))[1], at + letters)]

    def asks(self, at: int) -> bool:
        """Whether the sentence at a place is a question."""
        return self.sentence(at).rstrip().endswith("?") or self.sentence(at).rstrip(" 。.!").endswith(("吗", "呢", "么"))


def _parts(ends: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in ends.finditer(text):
        yield start, match.end()
        start = match.end()
    if start < len(text) or not text:
        yield start, len(text)


def _holding(parts: list[tuple[int, int]], at: int) -> tuple[int, int]:
    return parts[max(0, bisect_right(parts, (at, 1 << 62)) - 1)]
