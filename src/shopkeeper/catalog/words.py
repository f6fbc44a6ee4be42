"""Texts of products as rows of numbers: the words of both languages weighed by tf-idf (Salton and Buckley 1988), beside their vectors."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..text.analyse import STOPWORDS, analyse, in_dictionary, runs
from ..text.normalise import normalise

Floats = NDArray[np.float64]
Encode = Callable[[Sequence[str]], NDArray[np.float32]]  # texts to L2-normalised vectors
FEWEST = 2  # texts that must have a word
MOST = 12_000  # words
_GRAM = "≈"  # before a pair of Chinese characters
MEANT = 300  # characters of a text that its vector is made of


class Words:
    """A vocabulary with the weight of each word. Single words, pairs of them, and Chinese pairs of characters."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = weights
        self.places = {word: place for place, word in enumerate(weights)}

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Words:
        """The words that most texts have, `MOST` of them, each in at least `FEWEST` texts."""
        texts_with = Counter(word for text in texts for word in counted(text)[0])
        often = sorted((-count, word) for word, count in texts_with.items() if count >= FEWEST)[:MOST]
        known = sorted(word for _, word in often)
        return cls({word: float(np.log((1 + len(texts)) / (1 + texts_with[word])) + 1) for word in known})

    def rows(self, texts: Sequence[str], encode: Encode | None = None) -> Any:
        """scipy csr float64[n, words + d]: tf-idf with (1 + log tf), each row of length 1, then the vector, where there is an encoder."""
        from scipy.sparse import csr_matrix, hstack

        values, columns, starts = list[float](), list[int](), [0]
        for text in texts:
            row = {
                self.places[word]: _often(count) * self.weights[word]
                for word, count in zip(*counted(text), strict=True)
                if word in self.places
            }
            length = math.sqrt(sum(value * value for value in row.values())) or 1.0
            columns += row
            values += [value / length for value in row.values()]
            starts.append(len(columns))
        found = csr_matrix((values, columns, starts), shape=(len(texts), len(self.places)))
        if encode is None:
            return found
        return hstack([found, csr_matrix(np.asarray(encode([text[:MEANT] for text in texts]), np.float64))]).tocsr()


@lru_cache(4096)  # a shop's texts are cut several times, once a fold
def counted(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The words of a text, each once, and how often each is there."""
    found = Counter(words_of(text))
    return tuple(found), tuple(found.values())


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, pairs of neighbours ("running_shoe"), and pairs of Chinese characters."""
    terms = analyse(text)
    pairs = [f"{a}_{b}" for a, b in zip(terms.words, terms.words[1:], strict=False)]
    return (*terms.words, *(f"{_GRAM}{gram}" for gram in terms.grams if len(gram) > 1), *pairs)


@cache
def _often(count: int) -> float:
    """What a word weighs for being there so often."""
    return float(1 + np.log(count))


def telling(text: str, features: Iterable[str]) -> tuple[str, ...]:
    """Of features of a text, the weightiest first, those that a person can read, as the text writes them: words of the language, no piece
    of one, no bare number, no pair with a stop word in it. What another one holds is left out: 绒服 tells nothing beside 羽绒服."""
    written = {run.terms().words[0]: run.text for run in runs(normalise(text)) if not run.chinese}
    kept = list[str]()
    for feature in features:
        if not _readable(feature):
            continue
        word = " ".join(written.get(part, part) for part in feature.lstrip(_GRAM).split("_"))
        if not _holds(kept, word):
            parts = [each for each in kept if not each.isascii() and _holds([word], each)]
            place = kept.index(parts[0]) if parts else len(kept)
            kept = [each for each in [*kept[:place], word, *kept[place:]] if each not in parts]
    return tuple(kept)


def _readable(feature: str) -> bool:
    parts = feature.split("_")
    if feature.startswith(_GRAM):
        return in_dictionary(feature[1:])
    if len(parts) == 1:
        return len(feature) > 1 and not feature[0].isdigit() and feature not in STOPWORDS
    first, last = parts[0], parts[-1]
    apart = first not in last and last not in first and not STOPWORDS & {first, last}
    return feature.isascii() and last.isalpha() and len(last) > 1 and apart and (len(first) > 1 or first.isdigit())


def _holds(words: Sequence[str], word: str) -> bool:
    """Whether every part of a word stands in one of these."""
    return all(any(part in (each.split() if part.isascii() else each) for each in words) for part in word.split())
