"""For each product a short list of others with scores, and their sums over what somebody did: no request looks at all products."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .protocol import Rows, Scored, among, highest, nothing

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Starts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lists:
    """Row `i` has the entries `starts[i]` to `starts[i + 1]` of `rows` (int32) and `scores` (float32), in the order of rows."""

    starts: Starts
    rows: Ints
    scores: Floats

    @classmethod
    def of(cls, matrix: Any, longest: int) -> Lists:
        """The highest `longest` entries above 0 of each row of a sparse matrix (CSR) with float32 data."""
        starts, kept = matrix.indptr.astype(np.int64), matrix.data > 0
        for row in np.flatnonzero(np.diff(starts) > longest):
            part = slice(starts[row], starts[row + 1])
            bar = np.partition(matrix.data[part], -longest)[-longest]
            kept[part] &= matrix.data[part] >= bar
        counts = np.add.reduceat(np.append(kept, False), np.minimum(starts[:-1], len(kept)), dtype=np.int64) * (np.diff(starts) > 0)
        rows, scores = matrix.indices[kept].astype(np.int32), matrix.data[kept].astype(np.float32)
        return cls(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), rows, scores)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def nbytes(self) -> int:
        """Bytes of memory."""
        return self.starts.nbytes + self.rows.nbytes + self.scores.nbytes

    def entries(self, rows: Rows) -> tuple[Starts, Rows]:
        """The places of the entries of some rows, one row after another, and for each the place of its row in `rows`."""
        first = self.starts[rows]
        counts = self.starts[rows + 1] - first
        of = np.repeat(np.arange(len(rows)), counts)
        return np.arange(len(of)) + (first - (np.cumsum(counts) - counts))[of], of

    def sum(self, rows: Rows, weights: Floats, n: int, without: Sequence[int] = ()) -> Scored:
        """The `n` with the highest sums over the lists of `rows`, each list times its weight; rows without a list say nothing."""
        known = rows < len(self)
        rows, weights = rows[known], weights[known]
        places, of = self.entries(rows)
        return summed(self.rows[places], self.scores[places] * weights[of], rows[of], n, without)


def summed(rows: Ints, parts: Floats, of: Rows, n: int, without: Sequence[int] = ()) -> Scored:
    """The `n` rows with the highest sums of their parts; `because` is what the greatest part of each is `of`."""
    if not len(rows):
        return nothing()
    last = _last(rows)
    sums = np.bincount(last, parts, minlength=len(rows)).astype(np.float32)
    places = highest(sums, n + len(without))  # all but the last of each row have the sum 0
    if len(without):
        places = places[~among(rows[places], without)]
    places = places[np.lexsort((rows[places], -sums[places]))[:n]]
    return Scored(rows[places].astype(np.int64), sums[places], _greatest(parts, of, last, places))


class _Scratch(threading.local):
    """Where a thread notes something of each row; what stood there before is never read."""

    def __init__(self) -> None:
        self._noted = np.zeros(0, np.int32)

    def of(self, n: int) -> Ints:
        """int32[n] or longer."""
        if len(self._noted) < n:
            self._noted = np.zeros(n + n // 4, np.int32)
        return self._noted


_scratch = _Scratch()


def distinct(rows: Rows) -> Rows:
    """Of each row the place of its last entry, in the order of these."""
    return np.flatnonzero(_last(rows) == np.arange(len(rows)))


def _last(rows: Ints | Rows) -> Ints:
    """For each entry the place of the last one with the same row: in one pass, without putting them in order."""
    noted = _scratch.of(int(rows.max()) + 1)
    noted[rows] = np.arange(len(rows), dtype=np.int32)
    return noted[rows]


def _greatest(parts: Floats, of: Rows, last: Ints, wanted: Rows) -> Rows:
    """What the greatest part of each row is of; `wanted` are the places of the last entries of these rows."""
    rank = np.full(len(last), -1, np.int32)
    rank[wanted] = np.arange(len(wanted))
    rank = rank[last]
    among = np.flatnonzero(rank >= 0)[::-1]
    by = among[np.argsort(parts[among], kind="stable")]
    first = np.zeros(len(wanted), np.int64)
    first[rank[by]] = by  # what is written last stays: the greatest, of equal ones the first
    greatest: Rows = of[first]
    return greatest
