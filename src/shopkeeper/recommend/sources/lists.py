"""For each product a short list of others with scores, and their sums over what somebody did: no request looks at all products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .protocol import Rows, Scored, best, nothing

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
    order = np.argsort(rows, kind="stable")
    rows, parts, of = rows[order], parts[order], of[order]
    starts = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
    found = best(rows[starts].astype(np.int64), np.add.reduceat(parts, starts), np.arange(len(starts)), n, without)
    ends = np.append(starts[1:], len(rows))
    return Scored(found.rows, found.scores, _greatest(parts, of, starts[found.because], ends[found.because]))


def _greatest(parts: Floats, of: Rows, starts: Starts, ends: Starts) -> Rows:
    """What the greatest part of each run is of."""
    counts = ends - starts
    run = np.repeat(np.arange(len(counts)), counts)
    places = np.arange(len(run)) + (starts - (np.cumsum(counts) - counts))[run]
    order = np.lexsort((-parts[places], run))
    first = order[np.cumsum(counts) - counts] if len(order) else order
    greatest: Rows = of[places[first]]
    return greatest
