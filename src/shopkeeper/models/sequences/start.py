"""Where the items' vectors begin: near each other where the items stand near each other in sequences. Needs torch.

The vectors are those of a truncated singular value decomposition of the positive pointwise mutual information of items that stand
within a few places of each other, which is what skip-grams with negative samples come to (Levy and Goldberg 2014). As a layer adds
little at first, the network begins as the nearest neighbours of the last item, and reaches in few epochs what takes many from chance.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

Items = NDArray[np.int64]

REACH = 8  # places between two items that count as near
FADE = 0.8  # what a place more takes of a pair's weight
SMOOTH = 0.75  # power of an item's frequency as a neighbour


def neighbours(sequences: Sequence[Items], items: int, width: int, seed: int) -> Tensor:
    """float[items, width]: vectors of length 1 of the items 0 … items - 1; random ones for those that stand near nothing."""
    torch.manual_seed(seed)
    vectors = F.normalize(torch.randn(items, width), dim=1)
    gain = _information(sequences, items)
    rank = min(width, items - 1)
    if rank < 1 or not gain.values().any():
        return vectors
    left, strength, _ = torch.svd_lowrank(gain, q=rank, niter=3)
    found = torch.zeros(items, width)
    found[:, :rank] = left * strength.sqrt()
    known = found.norm(dim=1) > 1e-6
    vectors[known] = F.normalize(found[known], dim=1)
    return vectors


def _information(sequences: Sequence[Items], items: int) -> Tensor:
    """The positive pointwise mutual information of each pair, sparse float[items, items]."""
    every = np.concatenate(sequences) if len(sequences) else np.zeros(0, np.int64)
    owner = np.repeat(np.arange(len(sequences)), [len(each) for each in sequences])
    places, weights = [], []
    for gap in range(1, REACH + 1):
        same = owner[:-gap] == owner[gap:]
        a, b = every[:-gap][same], every[gap:][same]
        places.append(np.concatenate((np.stack((a, b)), np.stack((b, a))), 1))
        weights.append(np.full(2 * len(a), FADE ** (gap - 1), np.float32))
    found = torch.from_numpy(np.concatenate(places, 1)), torch.from_numpy(np.concatenate(weights))
    pairs = torch.sparse_coo_tensor(*found, (items, items), check_invariants=False).coalesce()
    (rows, columns), value = pairs.indices(), pairs.values()
    count = torch.zeros(items).index_add_(0, rows, value)
    smooth = count**SMOOTH
    gain = (value / (count[rows] * smooth[columns] / smooth.sum())).log()
    kept = (gain > 0) & (rows != columns)
    rows, columns, gain = rows[kept], columns[kept], gain[kept]
    own = torch.zeros(items).scatter_reduce(0, rows, gain, "amax")  # an item is as near to itself as to its nearest neighbour
    every = torch.arange(items)
    places = torch.stack((torch.cat((rows, every)), torch.cat((columns, every))))
    return torch.sparse_coo_tensor(places, torch.cat((gain, own)), (items, items), check_invariants=False).coalesce()
