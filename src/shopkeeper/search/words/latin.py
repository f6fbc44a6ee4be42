"""What a Latin word that the shop does not know was probably meant to be."""

from __future__ import annotations

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ...text.pinyin import is_pinyin
from .vocabulary import Vocabulary

SHORTEST = 4  # letters of a word that is put right
FROM_TWO = 8  # letters from which two slips are allowed
SHORTEST_PART = 3  # letters of a word that lost its space
MOST = 3  # words that one may have meant
ONE_SLIP, TWO_SLIPS = 0.95, 0.8  # what a corrected word counts
RARE = 0.05  # of the commonest candidate's products: below that a word was not meant
LETTERS = "abcdefghijklmnopqrstuvwxyz"

Meant = list[tuple[str, float]]  # words with the weight of each, the likeliest first


def near(word: str, vocabulary: Vocabulary) -> Meant:
    """The shop's words that are one slip away (two from eight letters on): a letter too many, too few,
    another, or two exchanged. Those with another first letter come only where there are no others."""
    if len(word) < SHORTEST or not word.isalpha():
        return []
    found = _within(word, 1, vocabulary) or [each for each in _first_letter(word) if _common(each, vocabulary)]
    if found or len(word) < FROM_TWO:
        return _best(found, vocabulary, ONE_SLIP)
    return _best(_within(word, 2, vocabulary), vocabulary, TWO_SLIPS)


def _within(word: str, slips: int, vocabulary: Vocabulary) -> list[str]:
    """The common words of the same first letter within so many slips."""
    out = []
    for candidates in vocabulary.spelt_like(word, slips):
        distances = process.cdist([word], candidates, scorer=OSA.distance, score_cutoff=slips)[0]
        out += [candidates[i] for i in np.flatnonzero(distances <= slips).tolist()]
    return [each for each in out if _common(each, vocabulary)]


def parts(word: str, vocabulary: Vocabulary) -> Meant:
    """Two words of the shop that lost the space between them."""
    cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    count = vocabulary.counts.get
    pairs = [(min(count(word[:i], 0), count(word[i:], 0)), f"{word[:i]} {word[i:]}") for i in cuts]
    most, pair = max(pairs, default=(0, ""))
    return [(pair, ONE_SLIP)] if most else []


def spoken(letters: str, vocabulary: Vocabulary) -> Meant:
    """The Chinese words, or the row of words, that these letters are the pinyin of."""
    if len(letters) < 2 or not is_pinyin(letters):
        return []
    if whole := [word for word in vocabulary.sounding(letters) if vocabulary.common(word)]:
        return _best(whole, vocabulary, ONE_SLIP)
    row = _row(letters, vocabulary)
    return [("".join(row), ONE_SLIP)] if row else []


def _row(letters: str, vocabulary: Vocabulary) -> list[str]:
    """The fewest words of two characters or more that sound like the letters, one after another."""
    rows: list[list[str] | None] = [[], *([None] * len(letters))]
    for end in range(1, len(letters) + 1):
        for start in range(end):
            before, shortest = rows[start], rows[end]
            if before is None or (shortest is not None and len(before) + 1 >= len(shortest)):
                continue
            words = (word for word in vocabulary.sounding(letters[start:end]) if len(word) > 1 and vocabulary.common(word))
            if word := next(words, None):
                rows[end] = [*before, word]
    return rows[-1] or []


def _common(word: str, vocabulary: Vocabulary) -> bool:
    return len(word) >= SHORTEST - 1 and vocabulary.common(word)


def _first_letter(word: str) -> list[str]:
    """What the word may be when the slip was made at its first letter."""
    rest = word[1:]
    return [rest, *(letter + rest for letter in LETTERS), *(letter + word for letter in LETTERS), word[1] + word[0] + word[2:]]


def _best(words: list[str], vocabulary: Vocabulary, weight: float) -> Meant:
    """The commonest, and others that are not rare beside it."""
    counts = {word: vocabulary.counts.get(word, 0) for word in words}
    ranked = sorted(words, key=lambda word: (-counts[word], word))[:MOST]
    return [(word, weight * (1 if i == 0 else 0.8)) for i, word in enumerate(ranked) if counts[word] >= RARE * counts[ranked[0]]]
