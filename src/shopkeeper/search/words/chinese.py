"""What Chinese characters that the shop never has side by side were probably meant to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from ...text.analyse import in_dictionary, segment
from ...text.pinyin import sound
from .vocabulary import Vocabulary

LONGEST = 5  # characters of a word that is put right


def mistaken(run: str, pairs: Sequence[int], vocabulary: Vocabulary, context: bool) -> list[tuple[int, int, list[str]]]:
    """Stretches of a Chinese run (start, end) with the words that were probably meant, the likeliest first.

    A stretch is doubtful when the shop has two of its characters nowhere side by side (`pairs`: in how many
    titles the run's pairs are). It was meant to be a word of the shop that sounds the same, or, from three
    characters on, one that differs in one character. A word of the language that the shop merely lacks is
    doubted only in `context`, beside words that it knows.
    """
    out: list[tuple[int, int, list[str]]] = []
    for start, end in _doubtful(run, pairs, vocabulary):
        word = run[start:end]
        if (out and start < out[-1][1]) or word in vocabulary or (in_dictionary(word) and not context):
            continue
        spoken = sound(word)
        meant = [each for each in vocabulary.sounding(spoken) if len(each) == len(word)] or vocabulary.one_off(word)
        if meant:
            out.append((start, end, meant[:3]))
    return out


def _doubtful(run: str, pairs: Sequence[int], vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Stretches that begin and end where words do and hold a pair that the shop lacks, from left to right, long ones first."""
    words = segment(run)
    bounds = [0, *accumulate(map(len, words))]
    known = [len(word) > 1 and word in vocabulary for word in words]
    for i, start in enumerate(bounds[:-1]):
        for j in range(len(bounds) - 1, i, -1):
            end = bounds[j]
            if 2 <= end - start <= LONGEST and not all(known[i:j]) and 0 in pairs[start : end - 1]:
                yield start, end
