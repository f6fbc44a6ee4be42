"""Known phrases found in a text: the longest at each place, Latin ones at the edges of words, Chinese ones anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from .analyse import segment
from .normalise import has_cjk

M = TypeVar("M")


class Found(NamedTuple, Generic[M]):
    """A phrase at `start` to `end` of a text, and all that it may mean."""

    start: int
    end: int
    meanings: frozenset[M]


class Phrases(Generic[M]):
    """Phrases (normalised) and what each may mean. A Chinese phrase of one character counts only where it is a word of its own."""

    def __init__(self, known: Mapping[str, Iterable[M]]) -> None:
        self._known = {phrase: frozenset(meanings) for phrase, meanings in known.items() if phrase}
        self._firsts: dict[str, list[int]] = {}
        for phrase in self._known:
            self._firsts.setdefault(phrase[0], []).append(len(phrase))
        self._firsts = {first: sorted(set(lengths), reverse=True) for first, lengths in self._firsts.items()}

    def meanings(self, phrase: str) -> frozenset[M]:
        """What a whole phrase may mean; empty for one that is not known."""
        return self._known.get(phrase, frozenset())

    def find(self, text: str) -> list[Found[M]]:
        """The phrases of a normalised text, left to right, none inside another."""
        found: list[Found[M]] = []
        words = _single_words(text) if has_cjk(text) else frozenset()
        at = 0
        while at < len(text):
            hit = self._at(text, at, words)
            found += [hit] if hit else []
            at = hit.end if hit else at + 1
        return found

    def _at(self, text: str, at: int, words: frozenset[int]) -> Found[M] | None:
        for length in self._firsts.get(text[at], ()):
            phrase = text[at : at + length]
            if phrase in self._known and (end := _end(text, at, phrase, words)):
                return Found(at, end, self._known[phrase])
        return None


def _end(text: str, start: int, phrase: str, words: frozenset[int]) -> int:
    """Where a phrase ends, with the s of a plural; 0 where it is only a part of a word."""
    end = start + len(phrase)
    if len(phrase) == 1 and not phrase.isascii() and start not in words:
        return 0
    if _latin(phrase[0]) and _latin(text[start - 1 : start]):
        return 0
    if not _latin(phrase[-1]) or not _latin(text[end : end + 1]):
        return end
    for plural in ("es", "s"):
        if phrase[-1].isalpha() and len(phrase) > 2 and text.startswith(plural, end) and not _latin(text[end + len(plural) :][:1]):
            return end + len(plural)
    return 0


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _single_words(text: str) -> frozenset[int]:
    """Where a single Chinese character stands as a word."""
    places, at = set(), 0
    for word in segment(text):
        if len(word) == 1:
            places.add(at)
        at += len(word)
    return frozenset(places)
