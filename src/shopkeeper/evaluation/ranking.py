"""How good one ranking is against what people said of its products.

`ranking` is ids, best first, without repeats; `ratings` is what people judged, id to rating (0 = not relevant).
A product nobody judged counts as not relevant, unless it is taken out first with `only_judged`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Ratings = Mapping[str, float]


def gain(rating: float) -> float:
    """What a product of this rating adds: 2^rating - 1 (Burges et al. 2005), so 0, 1, 3, 7 for ratings 0 to 3."""
    return math.pow(2.0, rating) - 1.0


def dcg(gains: Sequence[float]) -> float:
    """Discounted cumulative gain: the gain at rank i (from 1) is divided by log2(i + 1)."""
    return sum(g / math.log2(rank + 1) for rank, g in enumerate(gains, 1))


def ndcg(ranking: Sequence[str], ratings: Ratings, k: int) -> float | None:
    """DCG of the first k over that of the ideal: all judged products of the query, best rated first, cut at k.

    From 0 to 1 (Järvelin and Kekäläinen 2002); None when no judged product is relevant, as then no order is ideal.
    """
    ideal = dcg(sorted((gain(r) for r in ratings.values()), reverse=True)[:k])
    return dcg([gain(ratings.get(id, 0.0)) for id in ranking[:k]]) / ideal if ideal else None


def reciprocal_rank(ranking: Sequence[str], ratings: Ratings, k: int) -> float | None:
    """1 / rank of the first relevant product among the first k, 0 when none is; None when no judged product is relevant."""
    if not any(r > 0 for r in ratings.values()):
        return None
    return next((1.0 / rank for rank, id in enumerate(ranking[:k], 1) if ratings.get(id, 0.0) > 0), 0.0)


def recall(ranking: Sequence[str], ratings: Ratings, k: int) -> float | None:
    """The share of the relevant products (rating above 0) that is among the first k; None when there is none."""
    relevant = {id for id, r in ratings.items() if r > 0}
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else None


def judged(ranking: Sequence[str], ratings: Ratings, k: int) -> float | None:
    """The share of the first k that people judged, whatever they said; None for an empty ranking.

    A low share says that the other measures underrate the ranking: what nobody judged counts as wrong there.
    """
    top = ranking[:k]
    return sum(id in ratings for id in top) / len(top) if top else None


def only_judged(ranking: Sequence[str], ratings: Ratings) -> list[str]:
    """The ranking without the products nobody judged, in the same order (Sakai 2007, condensed lists)."""
    return [id for id in ranking if id in ratings]
