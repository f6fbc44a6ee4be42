"""The values of a product as bytes, and columns of many such at once.

A record is a row of little-endian 32-bit words: how many values, numbers and variants there are; when the product came (a double);
a pair for each value (the variant it is of, 0 being the product itself, and the value's code); a pair for each number (the
variant, and the code of its field and unit); then the numbers, as doubles.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HEAD = 5
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Record:
    """The values of a product: pairs of a variant (from 1; 0 is the product itself) and a code, and numbers likewise."""

    variants: int
    created: float
    words: list[tuple[int, int]]
    numbers: list[tuple[int, int, float]]

    def pack(self) -> bytes:
        """The record as bytes."""
        head = np.array([len(self.words), len(self.numbers), self.variants], "<i4").tobytes() + np.array([self.created], "<f8").tobytes()
        pairs = [*self.words, *((place, code) for place, code, _ in self.numbers)]
        return head + np.array(pairs, "<i4").tobytes() + np.array([value for _, _, value in self.numbers], "<f8").tobytes()

    @classmethod
    def unpack(cls, packed: bytes) -> Record:
        """What `pack` made."""
        many = unpack([packed])
        words = list(zip(many.word_places.tolist(), many.word_codes.tolist(), strict=True))
        numbers = list(zip(many.number_places.tolist(), many.number_codes.tolist(), many.numbers.tolist(), strict=True))
        return cls(int(many.variants[0]), float(many.created[0]), words, numbers)


@dataclass(frozen=True, slots=True)
class Records:
    """Many records as arrays: of each value the record that it is of, the variant in that, and its code."""

    variants: Ints
    created: NDArray[np.float64]
    word_rows: Ints
    word_places: NDArray[np.int32]
    word_codes: NDArray[np.int32]
    number_rows: Ints
    number_places: NDArray[np.int32]
    number_codes: NDArray[np.int32]
    numbers: NDArray[np.float64]


def unpack(packed: Sequence[bytes]) -> Records:
    """The records of many products."""
    flat = np.frombuffer(b"".join(packed), "<i4")
    ends = np.cumsum(np.array([len(each) // 4 for each in packed], np.int64))
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]]) if len(packed) else np.zeros(0, np.int64)
    words, numbers = flat[starts].astype(np.int64), flat[starts + 1].astype(np.int64)
    pairs = flat[_ranges(starts + HEAD, 2 * words)].reshape(-1, 2)
    counted = flat[_ranges(starts + HEAD + 2 * words, 2 * numbers)].reshape(-1, 2)
    values = flat[_ranges(starts + HEAD + 2 * words + 2 * numbers, 2 * numbers)].view("<f8")
    created = flat[_ranges(starts + 3, np.full(len(packed), 2))].view("<f8")
    rows = np.arange(len(packed))
    return Records(flat[starts + 2].astype(np.int64), created, np.repeat(rows, words), pairs[:, 0], pairs[:, 1],
                   np.repeat(rows, numbers), counted[:, 0], counted[:, 1], values)


def created(moment: float | None) -> float:
    """When a product came, in seconds since 1970; NaN when that is not known."""
    return math.nan if moment is None else moment


def _ranges(starts: Ints, counts: Ints) -> Ints:
    """The numbers from each start on, so many, one range after another."""
    bounds = np.cumsum(counts)
    places: Ints = np.arange(int(bounds[-1]) if len(bounds) else 0) + np.repeat(starts - (bounds - counts), counts)
    return places
