"""How often two products were met together, counted over everybody's deeds."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .protocol import Rows

Floats = NDArray[np.float32]
_CELLS = 4_000_000  # pairs that are put into the matrix at once


def pairs(groups: NDArray[Any], items: Rows, weights: Floats, n: int, reach: int, fades: float) -> Any:
    """A sparse matrix float32[n, n]: for every two products of a group, at most `reach` places apart and in this order, the root of the
    product of their weights, times `fades` for each place between them. `groups` are sorted, each in the order of its places."""
    from scipy import sparse

    total, cells = sparse.csr_matrix((n, n), dtype=np.float32), 0
    waiting: list[tuple[Any, Any, Any]] = []
    for gap in range(1, min(reach, len(groups) - 1) + 1):
        together = np.flatnonzero((groups[gap:] == groups[:-gap]) & (items[gap:] != items[:-gap]))
        if not len(together) and not (groups[gap:] == groups[:-gap]).any():
            break
        value = np.sqrt(weights[together] * weights[together + gap]) * np.float32(fades ** (gap - 1))
        waiting.append((value, items[together].astype(np.int32), items[together + gap].astype(np.int32)))
        cells += len(together)
        if cells > _CELLS:
            total, waiting, cells = total + _matrix(waiting, n), [], 0
    return total + _matrix(waiting, n) if waiting else total


def cosines(counts: Any, weights: Floats, shrink: float) -> Any:
    """Each count over the geometric mean of how often the two are met in all, plus `shrink`, which draws what was seen rarely
    to 0 (a sparse matrix as `counts`)."""
    rows = np.repeat(np.arange(counts.shape[0], dtype=np.int32), np.diff(counts.indptr))
    root = np.sqrt(weights)
    counts.data = counts.data / (root[rows] * root[counts.indices] + np.float32(shrink))
    return counts


def _matrix(waiting: list[tuple[Any, Any, Any]], n: int) -> Any:
    from scipy import sparse

    values, left, right = (np.concatenate(each) for each in zip(*waiting, strict=True))
    return sparse.csr_matrix((values.astype(np.float32), (left, right)), (n, n))
