"""What clicks say about relevance, once the bias of the position is taken out.

The position-based model (Craswell et al. 2008): a click at position k on product d of query q happens with probability
p_k · r_qd, where p_k is the chance that the position is looked at and r_qd that the product is what was meant.

`propensities` finds p_k from the pairs (q, d) that were shown at more than one position, where alone the two factors can
be told apart (Agarwal et al. 2019, "Estimating position bias without intrusive interventions"). With n showings and c clicks
of each pair at each position it solves the equations that hold in expectation,

    p_k = Σ_qd c / Σ_qd n·r_qd        r_qd = Σ_k c / Σ_k n·p_k        p_1 = 1,

in turn until they agree: the maximum likelihood of c ~ Poisson(n·p_k·r_qd), whose steps need no relevance model (beside the
regression-EM of Wang et al. 2018, which takes it from features, and with it the bias that the features share with the order).

`relevances` then weighs each click by the inverse propensity, in the self-normalised form (clicks over expected clicks,
Chapelle and Zhang 2009): r_qd = (Σ clicks + c·m) / (Σ p_k + c), drawn towards the mean m as by c = `PRIOR` more showings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

POSITIONS = 20
ROUNDS = 300
LEAST = 0.01  # of a position: a click there counts a hundred at most
ENOUGH = 300  # clicks on products that were shown at several positions; with fewer the propensities are assumed
PRIOR = 3.0


@dataclass(frozen=True, slots=True)
class Impression:
    """One search: its query as normalised, the products shown in order, which of them were clicked."""

    query: str
    shown: Sequence[str]
    clicked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Propensities:
    """p_k for k = 1 to `POSITIONS`; `estimated` from `clicks` clicks, else assumed as 1/k."""

    values: Floats
    estimated: bool
    clicks: int


def assumed() -> Propensities:
    """1/k, what eye tracking and many logs come near (Joachims et al. 2017); used when the log cannot say."""
    return Propensities(1 / np.arange(1, POSITIONS + 1), False, 0)


def propensities(impressions: Iterable[Impression]) -> Propensities:
    """The chance that each position is looked at, estimated where the log has enough, see the module."""
    pairs, positions, shown, clicks = _moved(impressions)
    total = int(clicks.sum())
    if total < ENOUGH:
        return assumed()
    p = assumed().values
    for _ in range(ROUNDS):
        r = _ratio(pairs, clicks, shown * p[positions], pairs.max() + 1)
        p = _filled(_ratio(positions, clicks, shown * r[pairs], POSITIONS))
    return Propensities(np.clip(p, LEAST, 1.0), True, total)


def relevances(impressions: Iterable[Impression], seen: Floats) -> dict[str, dict[str, float]]:
    """r by query and product, of those that were shown; `seen` are the propensities (all 1: clicks as they are)."""
    counts: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    for each in impressions:
        of_query = counts[each.query]
        for place, id in enumerate(each.shown[:POSITIONS]):
            count = of_query[id]
            count[0] += id in each.clicked
            count[1] += seen[place]
    every = [count for of_query in counts.values() for count in of_query.values()]
    mean = sum(c for c, _ in every) / max(sum(s for _, s in every), 1e-9)
    smooth = PRIOR * mean
    return {q: {id: min(1.0, (c + smooth) / (s + PRIOR)) for id, (c, s) in of_query.items()} for q, of_query in counts.items()}


def _moved(impressions: Iterable[Impression]) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, Floats]:
    """Of the (query, product) pairs shown at several positions: number of the pair, position, showings, clicks."""
    counts: dict[tuple[str, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for each in impressions:
        for place, id in enumerate(each.shown[:POSITIONS]):
            count = counts[each.query, id][place]
            count[0] += 1
            count[1] += id in each.clicked
    moved = (of for of in counts.values() if len(of) > 1)
    cells = [(number, place, *count) for number, places in enumerate(moved) for place, count in places.items()]
    table = np.array(cells or np.zeros((0, 4)), np.float64)
    return table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], table[:, 3]


def _ratio(groups: NDArray[np.int64], clicks: Floats, expected: Floats, n: int) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.bincount(groups, clicks, n) / np.bincount(groups, expected, n))


def _filled(p: Floats) -> Floats:
    """Scaled so that the first is 1; positions at which no such pair was shown look like the one before."""
    known = np.flatnonzero(np.isfinite(p) & (p > 0))
    places = np.searchsorted(known, np.arange(len(p)), side="right") - 1
    return np.asarray(p[known[np.maximum(places, 0)]] / p[known[0]])


def ratings(relevance: Mapping[str, float]) -> dict[str, float]:
    """Relevances of one query as the ratings that nDCG's gain 2^rating − 1 turns back into them."""
    return {id: float(np.log2(1 + value)) for id, value in relevance.items()}
