"""What a language model must be better than: an n-gram model with interpolated modified Kneser-Ney smoothing.

Chen and Goodman 1998 (An Empirical Study of Smoothing Techniques for Language Modeling), section 3: each count loses a discount
D1, D2 or D3+, which goes to the next shorter context; shorter n-grams are counted by how many tokens they follow. The row of
documents is counted as it is: a context that reaches into the document before occurs nowhere else and hands on to a shorter one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Tokens = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

ORDER = 5


@dataclass(frozen=True, slots=True)
class _Order:
    """All n-grams of a length: `keys` sorted, `p` what they keep after the discount; by context, what it hands on (1 where unseen)."""

    keys: Ints
    p: Floats
    passed: Floats


class NGram:
    """Probabilities of a token after the `order` - 1 before it."""

    def __init__(self, tokens: Tokens, vocabulary: int, order: int = ORDER) -> None:
        self.vocabulary = vocabulary
        self._orders: list[_Order] = []
        row = tokens.astype(np.int64)
        grams = [_grams(row, None, vocabulary)]
        for _ in range(1, order):
            grams.append(_grams(row, grams[-1], vocabulary))
        for n, gram in enumerate(grams):
            longer = grams[n + 1] if n + 1 < order else None
            counts = gram.counts if longer is None else np.bincount(gram.ids[longer.first + 1], minlength=len(gram.keys))
            self._orders.append(_smoothed(gram, counts, vocabulary, len(grams[n - 1].keys) if n else 1))

    def bits(self, tokens: Tokens) -> Floats:
        """-log2 p of each token but the first, float[len(tokens) - 1]."""
        row = tokens.astype(np.int64)
        p = np.full(len(row), 1 / self.vocabulary)
        contexts = np.zeros(len(row), np.int64)  # of each place, the id of the n-gram before it; -1: not seen
        for order in self._orders:
            kept, ids = _look_up(order, contexts, row, self.vocabulary)
            p = kept + np.where(contexts >= 0, order.passed[contexts], 1.0) * p
            contexts = np.concatenate(([-1], ids[:-1]))  # what ends at a place is what the next one follows
        costs: Floats = -np.log2(p[1:])
        return costs


@dataclass(frozen=True, slots=True)
class _Grams:
    """n-grams by number: `ids` of the one that begins at each place, sorted `keys`, `counts`, `first` places."""

    keys: Ints
    ids: Ints
    counts: Ints
    first: Ints


def _grams(row: Ints, shorter: _Grams | None, vocabulary: int) -> _Grams:
    n = len(row) - (len(shorter.ids) if shorter else len(row))
    prefix = shorter.ids[:-1] if shorter else np.zeros(len(row), np.int64)
    keys, first, ids, counts = np.unique(
        prefix * vocabulary + row[n + 1 if shorter else 0 :], return_index=True, return_inverse=True, return_counts=True)
    return _Grams(keys, ids, counts, first)


def _smoothed(gram: _Grams, counts: Ints, vocabulary: int, contexts: int) -> _Order:
    discounts = _discounts(counts)
    before = gram.keys // vocabulary
    total = np.bincount(before, counts, contexts)
    lost = discounts[np.minimum(counts, 3)]
    with np.errstate(invalid="ignore", divide="ignore"):
        passed = np.where(total > 0, np.bincount(before, lost, contexts) / total, 1.0)
        p = np.where(total[before] > 0, (counts - lost) / total[before], 0.0)
    return _Order(gram.keys, p, passed)


def _discounts(counts: Ints) -> Floats:
    """0, D1, D2, D3+ (equation 26); a fixed .5, 1, 1.5 where too few n-grams are rare to tell."""
    n1, n2, n3, n4 = (int((counts == n).sum()) for n in range(1, 5))
    if not (n1 and n2 and n3 and n4):
        return np.array([0.0, 0.5, 1.0, 1.5])
    y = n1 / (n1 + 2 * n2)
    return np.clip([0.0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3], [0, 0.05, 0.05, 0.05], [0, 1, 2, 3])


def _look_up(order: _Order, contexts: Ints, row: Ints, vocabulary: int) -> tuple[Floats, Ints]:
    """What each token keeps after its context, and the number of the n-gram of both, -1 where that was never seen."""
    wanted = contexts * vocabulary + row
    places = np.minimum(np.searchsorted(order.keys, wanted), len(order.keys) - 1)
    found = (contexts >= 0) & (order.keys[places] == wanted)
    return np.where(found, order.p[places], 0.0), np.where(found, places, -1)
