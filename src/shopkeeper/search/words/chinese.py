"""What Chinese characters that the shop never has side by side were probably meant to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate

from ...text.analyse import in_dictionary, segment
from ...text.pinyin import sound
from .vocabulary import Vocabulary

LONGEST = 5  # characters of a word that is put right
OFTEN = 5  # products with a word before another is taken for it because of one character
MOST = 3  # words that one may have meant

Beside = Callable[[str], int]  # in how many titles two characters stand side by side
Allowed = Callable[[str, bool], bool]  # whether a word may have been meant, for a part of a run or (True) for all of it


def mistaken(run: str, beside: Beside, vocabulary: Vocabulary, allowed: Allowed) -> list[tuple[int, int, list[str]]]:
    """Stretches of a Chinese run (start, end) with the words that were probably meant, the likeliest first.

    A stretch is doubtful when the shop has two of its characters nowhere side by side. It was meant to be a word
    of the shop that sounds the same, or, from three characters on, one that differs in one character. Where others
    stand beside it, that word must stand beside one of them in a title; a word of the language stays what it is
    unless it does. Of a whole run, which others may stand around, `allowed` has the last word.
    """
    out: list[tuple[int, int, list[str]]] = []
    for start, end in _doubtful(run, beside, vocabulary):
        if out and start < out[-1][1]:
            continue
        every = (start, end) == (0, len(run))
        meant = [word for word in _meant(run[start:end], vocabulary) if allowed(word, every) and _fits(run, start, end, word, beside)]
        if meant:
            out.append((start, end, meant[:MOST]))
    return out


def _doubtful(run: str, beside: Beside, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Stretches that begin and end where words do and hold a pair that the shop lacks, from left to right, long ones first."""
    pairs = [beside(run[i : i + 2]) for i in range(len(run) - 1)]
    words = segment(run)
    bounds = [0, *accumulate(map(len, words))]
    known = [len(word) > 1 and word in vocabulary for word in words]
    for i, start in enumerate(bounds[:-1]):
        for j in range(len(bounds) - 1, i, -1):
            end = bounds[j]
            if 2 <= end - start <= LONGEST and not all(known[i:j]) and 0 in pairs[start : end - 1]:
                yield start, end


def _meant(word: str, vocabulary: Vocabulary) -> list[str]:
    if word in vocabulary:
        return []
    alike = [each for each in vocabulary.sounding(sound(word)) if len(each) == len(word) and vocabulary.common(each)]
    if alike or in_dictionary(word) or any(len(part) > 1 and part in vocabulary for part in segment(word)):
        return alike
    return [each for each in vocabulary.one_off(word) if vocabulary.counts[each] >= OFTEN and in_dictionary(each)]


def _fits(run: str, start: int, end: int, word: str, beside: Beside) -> bool:
    """Whether a word stands in titles beside what it would stand beside here."""
    if (start, end) == (0, len(run)):
        return not in_dictionary(run)
    before, after = run[start - 1 : start] + word[0], word[-1] + run[end : end + 1]
    return any(len(pair) == 2 and beside(pair) for pair in (before, after))
