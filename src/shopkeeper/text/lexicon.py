"""Many thousand phrases of both languages, found in a text in one pass: the longest at each place, none inside another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from .analyse import segment
from .normalise import CJK

M = TypeVar("M")
_STARTS = re.compile(rf"(?<![a-z0-9])[a-z0-9]+|[{CJK}]")
_WORD = re.compile("[a-z0-9]+")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class Hit(NamedTuple, Generic[M]):
    """A phrase at `start` to `end` of a text, and all that it may mean."""

    start: int
    end: int
    meanings: tuple[M, ...]


class Lexicon(Generic[M]):
    """Phrases, letterwise plain (see `normalise.letterwise`), and what each may mean; a hyphen is a space. A phrase that means nothing is
    passed over where it stands. English ones stand at the edges of words, with or without the s of a plural; a single Chinese character
    counts only where it is a word of its own."""

    def __init__(self, known: Mapping[str, Iterable[M]]) -> None:
        self._known = {phrase.replace("-", " "): tuple(meanings) for phrase, meanings in known.items() if phrase}
        firsts: dict[str, list[str]] = {}
        for phrase in self._known:
            firsts.setdefault(_first(phrase), []).append(phrase)
        self._firsts = {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in firsts.items()}

    def meanings(self, phrase: str) -> tuple[M, ...]:
        """What a whole phrase means; empty for one that is not known."""
        return self._known.get(phrase.replace("-", " "), ())

    def find(self, plain: str) -> Iterator[Hit[M]]:
        """The phrases of a text that is plain already, left to right."""
        text, taken, alone = plain.replace("-", " "), 0, None
        firsts = self._firsts
        for match in _STARTS.finditer(text):
            start = match.start()
            if start < taken:
                continue
            first = match[0]
            latin = first.isascii()
            candidates = firsts.get(first, ()) if latin else firsts.get(text[start : start + 2], ())
            end = 0
            for phrase in candidates or (_singular(first, firsts) if latin else ()):
                end = _end(text, start, phrase, latin)
                if end:
                    break
            if not end and not latin and first in self._known:
                alone = _alone(text) if alone is None else alone
                phrase, end = first, start + 1 if start in alone else 0
            if end:
                taken = end
                if meanings := self._known[phrase]:
                    yield Hit(start, end, meanings)


def _first(phrase: str) -> str:
    """What a phrase is looked up by: its first English word or its first two characters."""
    word = _WORD.match(phrase)
    return word[0] if word else phrase[:2]


def _singular(word: str, firsts: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if word.endswith("es") and word[:-2] in firsts:
        return firsts[word[:-2]]
    return firsts.get(word[:-1], ()) if word.endswith("s") and len(word) > 3 else ()


def _end(text: str, start: int, phrase: str, latin: bool) -> int:
    """Where a phrase that stands at a place ends, with the s of a plural; 0 where it does not stand there."""
    if not text.startswith(phrase, start):
        return 0
    end = start + len(phrase)
    if (not latin and phrase.isascii() is False and phrase[-1] not in _LATIN) or text[end : end + 1] not in _LATIN or end == len(text):
        return end
    for plural in ("s", "es"):
        after = end + len(plural)
        if text.startswith(plural, end) and (after >= len(text) or text[after] not in _LATIN):
            return after if phrase[-1].isalpha() else 0
    return 0


def _alone(text: str) -> frozenset[int]:
    """Where a single Chinese character stands as a word."""
    places, at = set(), 0
    for word in segment(text):
        if len(word) == 1:
            places.add(at)
        at += len(word)
    return frozenset(places)
