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

    def entries(self, rows: Rows, weights: Floats) -> tuple[Rows, Floats, Rows]:
        """The entries of some rows that have a list, one row after another: their own rows, their scores times the weight of the row that
        they are of, and the place of this in `rows`."""
        starts, stops = self.starts[rows], self.starts[rows + 1]
        spans = [slice(start, stop) for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]
        if not spans:
            return np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0, np.int64)
        of = np.repeat(np.arange(len(rows)), stops - starts)
        scores = np.concatenate([self.scores[span] for span in spans])
        return np.concatenate([self.rows[span] for span in spans], dtype=np.int64), scores * weights[of], of

    def sum(self, rows: Rows, weights: Floats, n: int, without: Sequence[int] = ()) -> Scored:
        """The `n` with the highest sums over the lists of `rows`, each list times its weight; rows without a list say nothing."""
        known = rows < len(self)
        rows, weights = rows[known], weights[known]
        found, parts, of = self.entries(rows, weights)
        return summed(found, parts, rows[of], n, without)


def summed(rows: Rows, parts: Floats, of: Rows, n: int, without: Sequence[int] = ()) -> Scored:
    """The `n` rows with the highest sums of their parts; `because` is what the greatest part of each is `of`."""
    if not len(rows):
        return nothing()
    ends = last(rows)
    sums = np.bincount(ends, parts, minlength=len(rows)).astype(np.float32)
    places = highest(sums, n + len(without))  # all but the last of each row have the sum 0
    if len(without):
        places = places[~among(rows[places], without)]
    places = places[np.lexsort((rows[places], -sums[places]))[:n]]
    return Scored(rows[places], sums[places], _greatest(parts, of, ends, places))


class _Scratch(threading.local):
    """Where a thread notes something of each row; what stood there before is never read."""

    def __init__(self) -> None:
        self._noted = np.zeros(0, np.int64)

    def of(self, n: int) -> Rows:
        """int64[n] or longer."""
        if len(self._noted) < n:
            self._noted = np.zeros(n + n // 4, np.int64)
        return self._noted


_scratch = _Scratch()


def first(rows: Rows, without: Sequence[int] = ()) -> Rows:
    """Of each row the place of its first entry, in their order; of none that is among those left out."""
    noted, places = _scratch.of(max(int(rows.max()), *without, 0) + 1), np.arange(len(rows))
    noted[rows[::-1]] = places[::-1]  # what is written last stays
    noted[list(without)] = -1
    return np.flatnonzero(noted[rows] == places)


def numbered(rows: Rows) -> tuple[Rows, Rows]:
    """The different rows, in no order, and for each entry the place of its row among them."""
    ends = last(rows)
    different = np.flatnonzero(ends == np.arange(len(rows)))
    place = np.empty_like(ends)
    place[different] = np.arange(len(different))
    return rows[different], place[ends]


def places(few: Sequence[int], rows: Rows) -> Rows:
    """Where those of a few that are among `rows`, each of which is there once, stand."""
    wanted = np.array(few, np.int64)
    noted = _scratch.of(int(max(rows.max(initial=-1), wanted.max(initial=-1))) + 1)
    noted[wanted] = -1
    noted[rows] = np.arange(len(rows))
    found = noted[wanted]
    return found[found >= 0]


def last(rows: Rows) -> Rows:
    """For each entry the place of the last one with the same row: in one pass, without putting them in order."""
    noted = _scratch.of(int(rows.max()) + 1)
    noted[rows] = np.arange(len(rows))
    return noted[rows]


def _greatest(parts: Floats, of: Rows, ends: Rows, wanted: Rows) -> Rows:
    """What the greatest part of each wanted row is of. `ends` tells of each entry the last place of its row, `wanted` of these."""
    rank = np.full(len(ends), -1)
    rank[wanted] = np.arange(len(wanted))
    rank = rank[ends]
    among = np.flatnonzero(rank >= 0)[::-1]
    by = among[np.argsort(parts[among], kind="stable")]
    first = np.zeros(len(wanted), np.int64)
    first[rank[by]] = by  # what is written last stays: the greatest, of equal ones the first
    greatest: Rows = of[first]
    return greatest
