"""The words of a query that the shop does not know, with what they were probably meant to be.

Nothing is doubted that the shop has anywhere, nor codes and numbers, nor English words of the encoder's
vocabulary: a shop without horses is asked for horses, not for a house.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from ...shop import Localized
from ...text.analyse import STOPWORDS, Run, Terms
from ...text.normalise import has_cjk, normalise
from ...text.pinyin import is_pinyin
from .chinese import mistaken
from .latin import ONE_SLIP, Meant, near, parts, spoken
from .vocabulary import Vocabulary

COMMON = 12_000  # rank of an English word up to which it is never read as pinyin: "she" and "women", not "cha" and "bao"
SYLLABLES = 8  # runs that pinyin may be spread over: "wu xian er ji"
CHINESE = 0.9  # what a corrected Chinese word counts

Rank = Callable[[str], int | None]


class Shelf(Protocol):
    """So much of an index as corrections look at."""

    def frequencies(self, terms: Terms) -> tuple[list[int], list[int]]: ...

    def together(self, words: Sequence[str]) -> bool: ...

    def brands(self) -> Sequence[Localized]: ...

    @property
    def vocabulary(self) -> Vocabulary: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a normalised query from `start` on; `meant` are the texts, each with its weight, that it
    probably stands for, none when it stands for itself."""

    text: str
    start: int
    chinese: bool
    meant: tuple[tuple[str, float], ...] = ()

    @property
    def end(self) -> int:
        """Where in the query it ends."""
        return self.start + len(self.text)


def as_typed(found: Sequence[Run]) -> list[Piece]:
    """The runs of a query, none of them doubted."""
    return [Piece(*run) for run in found]


def correct(text: str, found: Sequence[Run], shelf: Shelf, rank: Rank) -> list[Piece]:
    """The runs of a normalised query as pieces, those that were probably meant otherwise with what was meant."""
    return list(_Corrector(text, found, shelf, rank).pieces())


class _Corrector:
    def __init__(self, text: str, found: Sequence[Run], shelf: Shelf, rank: Rank) -> None:
        self._text, self._found, self._rank = text, found, rank
        self._shelf, self._vocabulary = shelf, shelf.vocabulary
        self._unknown = [not run.chinese and self._is_unknown(run) for run in found]

    def pieces(self) -> Iterator[Piece]:
        at = 0
        while at < len(self._found):
            run = self._found[at]
            count, meant = self._latin(at) if self._unknown[at] else (1, [])
            if meant:
                start, end = run.start, self._found[at + count - 1].end
                yield Piece(self._text[start:end], start, False, tuple(meant))
            elif run.chinese:
                yield from self._chinese(run)
            else:
                yield Piece(*run)
            at += count if meant else 1

    def _is_unknown(self, run: Run) -> bool:
        word = run.text
        if not word.isalpha() or word in STOPWORDS or word in self._vocabulary:
            return False
        return not any(self._shelf.frequencies(run.terms())[0])

    def _latin(self, at: int) -> tuple[int, Meant]:
        """How many runs are meant together, and what they mean."""
        word, rank = self._found[at].text, self._rank(self._found[at].text)
        if rank is None or rank > COMMON:
            for count in range(self._syllables(at), 0, -1):
                if meant := spoken("".join(run.text for run in self._found[at : at + count]), self._vocabulary):
                    return count, meant
        if rank is not None:
            return 1, []
        if meant := near(word, self._vocabulary):
            return 1, meant
        after = self._found[at + 1].text if at + 1 < len(self._found) else ""
        if after.isalpha() and word + after in self._vocabulary:
            return 2, [(word + after, ONE_SLIP)]
        return 1, parts(word, self._vocabulary)

    def _syllables(self, at: int) -> int:
        """How many runs from here on may be pinyin of one word."""
        count = 0
        for run in self._found[at : at + SYLLABLES]:
            if run.chinese or not is_pinyin(run.text):
                break
            count += 1
        return count

    def _chinese(self, run: Run) -> Iterator[Piece]:
        at = 0
        for start, end, words in mistaken(run.text, self._beside, self._vocabulary, partial(self._allowed, run)):
            if start > at:
                yield Piece(run.text[at:start], run.start + at, True)
            meant = tuple((word, CHINESE * (1 if i == 0 else 0.8)) for i, word in enumerate(words))
            yield Piece(run.text[start:end], run.start + start, True, meant)
            at = end
        if at < len(run.text):
            yield Piece(run.text[at:], run.start + at, True)

    def _allowed(self, run: Run, word: str, alone: bool) -> bool:
        """Whether a Chinese word may have been meant: never one out of a brand's name; and for a run by itself, only one
        that stands in some product with a word of the other runs."""
        if any(word in normalise(brand.zh) for brand in self._shelf.brands()):
            return False
        others = [term for each in self._found if each is not run for term in each.terms().words if term not in STOPWORDS]
        if not alone or not others:
            return True
        return any(self._shelf.together([word, other]) for other in others if len(other) > 1 or not has_cjk(other))

    def _beside(self, pair: str) -> int:
        return self._shelf.frequencies(Terms([], [pair]))[1][0]
