"""What every source of recommendations does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..asked import Asked

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidates of one source, best first: `rows` (int64[m]) are numbers of products in `History.products`, `scores` (float32[m],
    above 0) compare only within this answer. `because` (int64[m]) is the product each candidate is owed most to, -1 where none is."""

    rows: Rows
    scores: Scores
    because: Rows

    def __len__(self) -> int:
        return len(self.rows)


class Source(Protocol):
    """One reason why a product may be right. `name` is a word for reasons and reports. A source may have a number
    `belief`: how many times as much it counts in this shop as usual."""

    name: str

    def candidates(self, asked: Asked, n: int) -> Scored:
        """At most `n` candidates for who asks; none where this source knows nothing of them. What they have bought or seen
        may be among them, the products of `about` are not."""


def best(rows: Rows, scores: Scores, because: Rows, n: int, without: Sequence[int] = ()) -> Scored:
    """The `n` candidates with the highest scores above 0, ties by row, without some."""
    if len(without):
        scores = np.where(among(rows, without), 0, scores)
    top = highest(scores, n)
    order = top[np.lexsort((rows[top], -scores[top]))[:n]]
    return Scored(rows[order].astype(np.int64), scores[order].astype(np.float32), because[order].astype(np.int64))


def among(rows: NDArray[Any], few: Sequence[int]) -> NDArray[np.bool_]:
    """Which of the rows are among a few: for so few quicker than `np.isin`."""
    found = np.zeros(len(rows), bool)
    for row in few:
        found |= rows == row
    return found


def highest(scores: Scores, n: int) -> Rows:
    """The places of the `n` highest scores above 0, and of those as high as the last of them, in no order."""
    if not n:
        return np.zeros(0, np.int64)
    least = np.partition(scores, -n)[-n] if n < len(scores) else 0
    return np.flatnonzero(scores >= least if least > 0 else scores > 0)


def nothing() -> Scored:
    """No candidates."""
    return Scored(np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0, np.int64))
