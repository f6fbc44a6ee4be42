"""A title as words, the stretches of it that may be the value of an attribute, and what is known of each."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ...text.attributes import find_values

LONGEST = 7  # words of a value
MOST = 60  # words of a title that are read
BITS = 20
EMPTY = 1 << BITS  # the place that weighs nothing
Places = NDArray[np.int32]
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’.&/+-][A-Za-z0-9]+)*|[^\sA-Za-z0-9]")
_RUNS = re.compile(r"(.)\1+")
_CLASSES = ((re.compile("[A-Z]"), "X"), (re.compile("[a-z]"), "x"), (re.compile("[0-9]"), "0"))


class Title:
    """A text cut into words; `spans` are the first and last word + 1 of every stretch that may be a value."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [(match.start(), match.end()) for match in _WORD.finditer(text)][:MOST]
        self.said = [text[start:end] for start, end in self.words]
        self.low = [word.lower() for word in self.said]
        count = len(self.words)
        self.spans = [
            (i, j)
            for i in range(count)
            if self.said[i][0].isalnum()
            for j in range(i + 1, min(count, i + LONGEST) + 1)
            if self.said[j - 1][-1].isalnum() or self.said[j - 1] in ")%™®+"
        ]

    def value(self, span: tuple[int, int]) -> str:
        """The words of a stretch as they were written."""
        start, end = self.place(span)
        return self.text[start:end]

    def place(self, span: tuple[int, int]) -> tuple[int, int]:
        """Where a stretch stands in the text."""
        return self.words[span[0]][0], self.words[span[1] - 1][1]

    @cached_property
    def features(self) -> list[list[str]]:
        """What is known of each stretch, whatever the attribute: its words, its neighbours, its shape, its place, the kinds of value that
        the vocabulary knows it as."""
        kinds: dict[tuple[int, int], set[str]] = {}
        for value in find_values(self.text):
            kinds.setdefault((value.start, value.end), set()).add(value.kind)
        return [
            [*self._words(i, j), *self._around(i, j), *(f"k={kind}" for kind in sorted(kinds.get(self.place((i, j)), ())))]
            for i, j in self.spans
        ]

    @cached_property
    def _shapes(self) -> list[str]:
        return [_shape(word) for word in self.said]

    def _words(self, i: int, j: int) -> list[str]:
        low, shape = self.low, self._shapes
        marked = any(mark in ",()" for word in low[i:j] for mark in word)
        return [
            f"f={' '.join(low[i:j])}",
            f"1={low[i]}",
            f"l={low[j - 1]}",
            f"n={j - i}",
            f"s={' '.join(shape[i:j])}",
            f"suf={low[j - 1][-3:]}",
            f"sn={shape[i]}{j - i}",
            f"in={marked}",
            *(f"w={word}" for word in sorted(set(low[i:j]))),
        ]

    def _around(self, i: int, j: int) -> list[str]:
        low, shape, count = self.low, self._shapes, len(self.low)
        before, after = low[i - 1] if i else "^", low[j] if j < count else "$"
        left, right = shape[i - 1] if i else "^", shape[j] if j < count else "$"
        return [
            f"p={before}",
            f"x={after}",
            f"px={before}|{after}",
            f"b={min(i, 6)}",
            f"e={min(count - j, 6)}",
            f"bn={min(i, 3)},{j - i}",
            f"pl={before}|{low[i]}",
            f"lx={low[j - 1]}|{after}",
            f"ps={left}|{shape[i]}",
            f"xs={shape[j - 1]}|{right}",
            *([f"start={j - i}{shape[i]}"] if i == 0 else []),
        ]


def places(title: Title, name: str, category: str) -> Places:
    """The features of every stretch, and in the last row those of "there is none", for an attribute of a category: int32[spans + 1, most],
    hashed (Weinberger et al. 2009) and filled up with `EMPTY`."""
    rows = [[*(_hash(f"{name}|{each}") for each in found), _hash(f"{name}|{category}|{found[0]}")] for found in title.features]
    rows.append(
        [_hash(f"{name}|NULL"), _hash(f"{name}|{category}|NULL"), *(_hash(f"{name}|NULLw|{word}") for word in sorted(set(title.low)))]
    )
    out = np.full((len(rows), max(map(len, rows))), EMPTY, np.int32)
    for place, row in enumerate(rows):
        out[place, : len(row)] = row
    return out


def right(title: Title, values: Sequence[str]) -> NDArray[np.bool_]:
    """Which stretches say one of the values, in any case; the last is "there is none", for no values."""
    wanted = {value.lower() for value in values}
    return np.array([title.value(span).lower() in wanted for span in title.spans] + [not wanted])


def _hash(feature: str) -> int:
    return zlib.crc32(feature.encode()) & (EMPTY - 1)


def _shape(word: str) -> str:
    for characters, letter in _CLASSES:
        word = characters.sub(letter, word)
    return _RUNS.sub(r"\1", word)
