"""What accuracy does not say of recommendations: how much of the shop they show, how new and how varied it is, whom they favour.

Coverage and intra-list diversity: Ziegler et al. (2005). Novelty as self-information: Vargas and Castells (2011). Average
recommendation popularity: Yin et al. (2012). Inequality by the index of Gini (1912).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import log2

import numpy as np
import numpy.typing as npt

from .intervals import Interval, mean

Floats = npt.NDArray[np.float64]
Lists = Sequence[Sequence[str]]


def coverage(lists: Lists, catalogue: int) -> float:
    """The share of the `catalogue`'s products (how many there are, at least 1) that stand in any list."""
    return len({id for shown in lists for id in shown}) / catalogue


def novelty(shown: Sequence[str], popularity: Mapping[str, float]) -> float:
    """How unexpected the products of a list are: mean -log2 of the share that each has of all interactions, bits. `popularity` is
    interactions by product; one is added to each, so that a product nobody has touched is not infinitely new."""
    return _novelty(shown, popularity, sum(popularity.values()) + len(popularity))


def _novelty(shown: Sequence[str], popularity: Mapping[str, float], total: float) -> float:
    return sum(-log2((popularity.get(id, 0) + 1) / max(total, 1)) for id in shown) / len(shown)


def popular(shown: Sequence[str], popularity: Mapping[str, float]) -> float:
    """Average recommendation popularity of a list: mean interactions of its products over the mean of all products. Above 1 the
    list favours what is popular."""
    return _popular(shown, popularity, sum(popularity.values()) / max(len(popularity), 1))


def _popular(shown: Sequence[str], popularity: Mapping[str, float], usual: float) -> float:
    return sum(popularity.get(id, 0) for id in shown) / len(shown) / usual if usual else 0.0


def gini(counts: Sequence[float]) -> float:
    """How unequally the shelf is shared out: 0 when every product is shown as often, near 1 when few take all. `counts` are how
    often each product is shown, those that never are included."""
    values = np.sort(np.asarray(counts, np.float64))
    if not len(values) or not values.sum():
        return 0.0
    ranks = np.arange(1, len(values) + 1)
    return float((2 * ranks - len(values) - 1) @ values / (len(values) * values.sum()))


def diversity(vectors: npt.ArrayLike) -> float | None:
    """How different the products of a list are: mean of 1 - cosine over its pairs, from float[n, d]; None for fewer than two."""
    data = np.asarray(vectors, np.float64)
    n = len(data)
    if n < 2:
        return None
    lengths = np.linalg.norm(data, axis=1, keepdims=True)
    total = np.divide(data, lengths, out=np.zeros_like(data), where=lengths > 0)
    alike = (float(np.square(total.sum(0)).sum()) - float(np.square(total).sum())) / (n * (n - 1))
    return 1.0 - alike


def beyond(
    lists: Lists, popularity: Mapping[str, float], vectors: Callable[[Sequence[str]], npt.ArrayLike] | None = None,
) -> dict[str, Interval]:
    """coverage, gini, novelty, popularity and, with `vectors` (which gives float[n, d] of ids), diversity of at least one list that
    is not empty. `popularity` has an entry for every product of the catalogue, 0 where nobody touched it. Figures of single lists
    are means with 95 % intervals; those of all lists together have none."""
    told = [shown for shown in lists if shown]
    shown = Counter(id for each in told for id in each)
    whole = {"coverage": coverage(told, len(popularity)), "gini": gini([shown[id] for id in popularity])}
    total, n = sum(popularity.values()), len(popularity)  # once, not for each of many lists
    single = {"novelty": [_novelty(each, popularity, total + n) for each in told],
              "popularity": [_popular(each, popularity, total / max(n, 1)) for each in told]}
    if vectors is not None:
        single["diversity"] = [found for each in told if (found := diversity(vectors(each))) is not None]
    exact = {name: Interval(value, value, value) for name, value in whole.items()}
    return exact | {name: mean(values) for name, values in single.items() if values}
