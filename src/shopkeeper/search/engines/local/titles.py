"""The words of titles, as numbers, for a ranker: row after row in two arrays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..protocol import Titles, code

Codes = NDArray[np.uint32]
Rows = NDArray[np.int64]
LONGEST = 60  # words of a title that are kept


class TitleWords:
    """Titles by row. Rows are appended; `settle` makes them readable, all at once."""

    def __init__(self, codes: Codes | None = None, ends: Rows | None = None) -> None:
        none = np.zeros(0, np.int64)
        self._arrays = (np.zeros(0, np.uint32) if codes is None else codes, np.concatenate([[0], none if ends is None else ends]))
        self._later: list[list[int]] = []

    def add(self, codes: Sequence[int]) -> None:
        """Appends the title of the next row, as `codes_of` gives it."""
        self._later.append(list(codes))

    def settle(self) -> None:
        """Makes the titles that were added readable."""
        if not self._later:
            return
        codes, bounds = self._arrays
        ends = np.cumsum([len(title) for title in self._later]) + bounds[-1]
        flat = np.array([each for title in self._later for each in title], np.uint32)
        self._arrays, self._later = (np.concatenate([codes, flat]), np.concatenate([bounds, ends])), []

    def of(self, rows: Rows) -> Titles:
        """The titles of these rows, in their order."""
        codes, bounds = self._arrays
        starts, ends = bounds[rows], bounds[rows + 1]
        lengths = ends - starts
        places = np.repeat(ends - np.cumsum(lengths), lengths)
        places += np.arange(len(places))
        return Titles(codes[places], lengths)

    def holding(self, rows: Rows, words: Sequence[int]) -> NDArray[np.bool_]:
        """Which of these rows' titles hold one of some words, given by their codes: bool[n]."""
        titles, held = self.of(rows), np.zeros(len(rows), bool)
        if words:
            found = np.logical_or.reduce([titles.codes == word for word in words])
            held[np.repeat(np.arange(len(rows)), titles.lengths)[found]] = True
        return held

    def save(self, folder: Path) -> None:
        """Writes titles.npz."""
        np.savez(folder / "titles.npz", codes=self._arrays[0], ends=self._arrays[1][1:])

    @classmethod
    def load(cls, folder: Path) -> TitleWords:
        """What `save` wrote."""
        with np.load(folder / "titles.npz") as arrays:
            return cls(arrays["codes"], arrays["ends"])


def codes_of(words: Sequence[str]) -> list[int]:
    """The words of a title as numbers."""
    return [code(word) for word in words[:LONGEST]]
