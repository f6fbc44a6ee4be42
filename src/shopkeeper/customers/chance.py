"""The chance that something happens, learnt from rows of features.

Three forests, the mean of whose log-odds is said: boosted trees, which follow the rows closely; bagged trees (Breiman 2001), and bagged
trees split at random places (extremely randomised, Geurts et al. 2006), which are wrong less badly where visitors come to behave in another
way than those that were learnt from. What was tried: docs/experiments.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..models.trees import Trees
from .lifetimes.counts import Floats

_BAGGED: dict[str, Any] = {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.632, "feature_fraction_bynode": 0.4,
                           "num_leaves": 128, "min_data_in_leaf": 5}  # fmt: skip
FORESTS: dict[str, tuple[int, dict[str, Any]]] = {
    "boosted": (150, {"learning_rate": 0.05, "num_leaves": 8, "min_data_in_leaf": 50}),
    "bagged": (300, _BAGGED),
    "random": (300, {**_BAGGED, "extra_trees": True}),
}  # fmt: skip
_SURE = 1e-4  # no tree is surer than this


@dataclass(frozen=True, slots=True)
class Chance:
    """The three forests, by their names in `FORESTS`."""

    forests: dict[str, Trees]

    @classmethod
    def learn(cls, rows: Floats, happened: Floats, weights: Floats | None = None) -> Chance:
        """From float64[n, features] (NaN: not known) and whether it happened, 0 or 1: float64[n]."""
        return cls({name: Trees.grow(rows, happened, rounds, {**how, "objective": "binary"}, weights)
                    for name, (rounds, how) in FORESTS.items()})

    @classmethod
    def load(cls, folder: Path) -> Chance:
        """What `save` wrote."""
        return cls({name: Trees.load(folder / f"{name}.txt") for name in FORESTS})

    def save(self, folder: Path) -> None:
        """Writes the forests as text."""
        for name, trees in self.forests.items():
            trees.save(folder / f"{name}.txt")

    def predict(self, rows: Floats) -> Floats:
        """The chance of each row: float64[n]."""
        said = [np.clip(trees.predict(rows), _SURE, 1 - _SURE) for trees in self.forests.values()]
        odds: Floats = np.mean([np.log(each) - np.log1p(-each) for each in said], axis=0)
        return 1 / (1 + np.exp(-odds))

    def shares(self, rows: Floats) -> Floats:
        """What each feature adds to the log-odds, as the boosted trees have it: float64[n, features]."""
        return self.forests["boosted"].shares(rows)[:, :-1]
