"""Learns a ranker for one shop: from judgments, or from its own search log.

LambdaMART (Burges 2010; LightGBM's `lambdarank`): trees that are grown to put pairs of products in the right order, each pair
weighed by what it changes in nDCG. The trees start from the untrained scores, so that they learn corrections; they are few,
small, split at random places (extremely randomised, Geurts et al. 2006), strongly regularised, and monotone where more of
a feature can only be better, since a shop has tens or hundreds of queries, not millions. What was tried: docs/experiments.md.

Whether the corrections help is asked on queries that were left out: five folds, several draws of the folds, the mean of
each query's nDCG@10 over the draws, and a paired bootstrap over queries against the untrained order. A ranker is better
where the whole 95 % interval of the difference is above 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..evaluation import Difference, compare, ndcg, only_judged
from ..shop import InvalidFile
from .features import FEATURES, Values
from .fusion import Fused
from .ranker import Ranker, rerank

FOLDS = 5
DRAWS = 3
FEWEST = 20  # queries to learn from
LEVELS = 31  # of relevance that LightGBM tells apart
Progress = Callable[[str, int, int], None]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the trees are grown: how many, with how many leaves, at which rate; the fewest rows in a leaf, the penalty on its
    value, the shares of features and rows that each tree sees. `start`: the trees begin at score / start; `step`: what they
    say counts step times in the score."""

    rounds: int = 60
    leaves: int = 4
    rate: float = 0.05
    fewest: int = 100
    l2: float = 20.0
    columns: float = 0.3
    rows: float = 0.8
    start: float = 0.5
    step: float = 0.4


@dataclass(frozen=True, slots=True)
class Example:
    """A query as the untrained search answers it, and what is known about its products.

    `ids` is the whole order, `fused` its scores, `features` those of the first candidates (see `features`), `ratings` by id.
    """

    query: str
    ids: Sequence[str]
    fused: Fused
    features: Values
    ratings: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Trial:
    """How a ranker does on queries that it did not see: nDCG@10 with unjudged = 0, and with the unjudged removed,
    less that of the untrained order."""

    ndcg: Difference
    ndcg_judged: Difference
    untrained: float
    trained: float

    @property
    def better(self) -> bool:
        """Whether the interval of the difference in nDCG@10 is above 0."""
        return self.ndcg.low > 0

    def to_dict(self) -> dict[str, Any]:
        """The figures as JSON values."""
        return {"ndcg@10": {"untrained": round(self.untrained, 6), "trained": round(self.trained, 6), "difference": self.ndcg.to_dict()},
                "ndcg@10_judged": {"difference": self.ndcg_judged.to_dict()}, "better": self.better}


def usable(examples: Sequence[Example], source: str) -> list[Example]:
    """Those with something relevant. `InvalidFile` when too few have, among the products that are ranked again, two of different
    rating, which is what can be learnt from."""
    telling = sum(len({each.ratings[id] for id in each.ids[: len(each.features)] if id in each.ratings}) > 1 for each in examples)
    if telling < FEWEST:
        told = f"{source}: expected at least {FEWEST} queries with products of different rating among the first found"
        raise InvalidFile(f"{told}, got {telling} (of {len(examples)})")
    return [each for each in examples if max(each.ratings.values(), default=0.0) > 0]


def fit(examples: Sequence[Example], recipe: Recipe = Recipe(), seed: int = 0) -> Any:
    """Trees over all `FEATURES`, a LightGBM Booster, learnt from the products that have a rating."""
    import lightgbm

    tables = [table for table in map(_table, examples) if len(table[0])]
    top = max(float(ratings.max()) for _, ratings, _ in tables)
    gains = 2.0 ** (np.arange(LEVELS + 1) / LEVELS * top) - 1
    data = lightgbm.Dataset(
        np.concatenate([rows for rows, _, _ in tables]), np.concatenate([_levels(ratings, top) for _, ratings, _ in tables]),
        group=[len(rows) for rows, _, _ in tables], init_score=np.concatenate([scores for _, _, scores in tables]) / recipe.start,
        feature_name=list(FEATURES), params={"verbosity": -1},
    )  # fmt: skip
    return lightgbm.train(_parameters(recipe, seed, gains), data, recipe.rounds)


def _table(example: Example) -> tuple[Values, Floats, Floats]:
    rows = [row for row in range(len(example.features)) if example.ids[row] in example.ratings]
    ratings = np.array([example.ratings[example.ids[row]] for row in rows], np.float64)
    return example.features[rows], ratings, example.fused.score[rows].astype(np.float64)


def _levels(ratings: Floats, top: float) -> NDArray[np.int64]:
    return np.rint(ratings / max(top, 1e-9) * LEVELS).astype(np.int64)


def _parameters(recipe: Recipe, seed: int, gains: Floats) -> dict[str, Any]:
    return {
        "objective": "lambdarank", "label_gain": gains.tolist(), "lambdarank_truncation_level": 20,
        "num_leaves": recipe.leaves, "extra_trees": True,
        "learning_rate": recipe.rate, "min_data_in_leaf": recipe.fewest, "lambda_l2": recipe.l2, "feature_fraction": recipe.columns,
        "bagging_fraction": recipe.rows, "bagging_freq": 1, "monotone_constraints": list(FEATURES.values()), "seed": seed,
        "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1,
    }


def reordered(example: Example, booster: Any, step: float) -> list[str]:
    """The ids of an example in the order of the trained ranker."""
    said = booster.predict(example.features, num_threads=1) if len(example.features) else []
    shares = (step * np.asarray(said)).astype(np.float32)
    positions = dict(zip(example.fused.order.tolist(), example.ids, strict=True))
    return [positions[position] for position in rerank(example.fused, shares).order.tolist()]


def ranked(example: Example, ranker: Ranker) -> list[str]:
    """The ids of an example in the order of a ranker that was saved."""
    positions = dict(zip(example.fused.order.tolist(), example.ids, strict=True))
    return [positions[position] for position in rerank(example.fused, ranker.shares(example.features)).order.tolist()]


def trial(
    examples: Sequence[Example], recipe: Recipe = Recipe(), seed: int = 0, draws: int = DRAWS, progress: Progress | None = None,
) -> Trial:
    """How a ranker does on queries that were left out, see the module."""
    return _compared(*per_query(examples, recipe, seed, draws, progress))


def per_query(
    examples: Sequence[Example], recipe: Recipe = Recipe(), seed: int = 0, draws: int = DRAWS, progress: Progress | None = None,
) -> tuple[Floats, Floats]:
    """The two measures of each query, float64[n, 2]: by rankers that did not see it, the mean over the draws; and untrained."""
    sums = np.zeros((len(examples), 2))
    for draw in range(draws):
        fold = np.random.default_rng([seed, draw]).permutation(len(examples)) % FOLDS
        for left in range(FOLDS):
            booster = fit([each for each, f in zip(examples, fold, strict=True) if f != left], recipe, seed + draw)
            for i in np.flatnonzero(fold == left).tolist():
                sums[i] += _measured(examples[i], reordered(examples[i], booster, recipe.step))
            if progress:
                progress("cross-validation", draw * FOLDS + left + 1, draws * FOLDS)
    return sums / draws, np.array([_measured(each, each.ids) for each in examples])


def _compared(trained: Floats, untrained: Floats) -> Trial:
    whole, judged = (compare(trained[:, i].tolist(), untrained[:, i].tolist()) for i in (0, 1))
    return Trial(whole, judged, float(untrained[:, 0].mean()), float(trained[:, 0].mean()))


def _measured(example: Example, ids: Sequence[str]) -> tuple[float, float]:
    """nDCG@10 with unjudged = 0 and without the unjudged; something is relevant where ratings differ."""
    known = only_judged(ids, example.ratings)
    return ndcg(ids, example.ratings, 10) or 0.0, ndcg(known, example.ratings, 10) or 0.0
