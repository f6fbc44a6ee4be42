"""What an action changes: learnt from an experiment in which chance decided who was treated.

X-learner (Künzel, Sekhon, Bickel and Yu 2019, "Metalearners for estimating heterogeneous treatment effects using machine learning"): what
treated people did less what people like them do untreated, and the other way round, each learnt by trees, weighed by the share treated.
How well it ranks people is told by the Qini coefficient (Radcliffe 2007, "Using control groups to target on predicted lift"). Whether to
use it at all is asked of people it did not learn from: what would treating everybody, nobody, or those it names have earned?
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..evaluation import Difference, Interval, compare, mean
from ..evaluation.intervals import resample
from ..models.trees import Trees
from ..shop import InvalidFile
from .lifetimes.counts import Floats
from .purchases import Ints

EVERYONE, NOBODY, TARGETED = "everyone", "nobody", "targeted"
FEWEST = 50  # people in each half of an experiment
FOLDS, SEED = 5, 0
_TREES = {"objective": "l2", "learning_rate": 0.05, "num_leaves": 6, "min_data_in_leaf": 30, "feature_fraction": 0.7, "lambda_l2": 20.0}
_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Tried:
    """An experiment: of each person what was known before (float64[n, features]), whether they were treated, and what they earned the shop
    afterwards, in money. `ids` are the customers."""

    ids: tuple[str, ...]
    rows: Floats
    treated: np.ndarray[Any, np.dtype[np.bool_]]
    earned: Floats

    @property
    def share(self) -> float:
        """The share that was treated."""
        return float(self.treated.mean())

    def take(self, rows: Ints) -> Tried:
        """Some of the people."""
        return Tried(tuple(self.ids[row] for row in rows.tolist()), self.rows[rows], self.treated[rows], self.earned[rows])


@dataclass(frozen=True, slots=True)
class Uplift:
    """What the action changes in what a person earns the shop, by what is known of them: two groups of trees, weighed by `share`."""

    of_treated: Trees
    of_others: Trees
    share: float

    @classmethod
    def learn(cls, tried: Tried) -> Uplift:
        """The X-learner of the module's text."""
        rows, t, y = tried.rows, tried.treated, tried.earned
        without, within = _grow(rows[~t], y[~t]), _grow(rows[t], y[t])
        return cls(_grow(rows[t], y[t] - without.predict(rows[t])), _grow(rows[~t], within.predict(rows[~t]) - y[~t]), tried.share)

    @classmethod
    def load(cls, folder: Path, share: float) -> Uplift:
        """What `save` wrote."""
        return cls(Trees.load(folder / "of_treated.txt"), Trees.load(folder / "of_others.txt"), share)

    def save(self, folder: Path) -> None:
        """Writes the trees."""
        self.of_treated.save(folder / "of_treated.txt")
        self.of_others.save(folder / "of_others.txt")

    def predict(self, rows: Floats) -> Floats:
        """What the action changes for each: float64[n], in money."""
        changed: Floats = self.share * self.of_others.predict(rows) + (1 - self.share) * self.of_treated.predict(rows)
        return changed


def _grow(rows: Floats, targets: Floats) -> Trees:
    return Trees.grow(rows, targets, _ROUNDS, _TREES)


def unseen(tried: Tried) -> Floats:
    """The uplift of each person as learnt from the others, in five parts: float64[n]."""
    parts = np.random.default_rng(SEED).permutation(len(tried.ids)) % FOLDS
    found = np.zeros(len(tried.ids))
    for part in range(FOLDS):
        found[parts == part] = Uplift.learn(tried.take(np.flatnonzero(parts != part))).predict(tried.rows[parts == part])
    return found


def qini(said: Floats, tried: Tried) -> Interval:
    """The area between the Qini curve of people ranked by `said` and that of chance, per person: 0 where the ranking tells nothing. Its
    interval by the bootstrap over people."""
    def statistic(rows: Floats) -> Floats:
        picked = rows.astype(np.int64)
        return np.array([_qini(said[each], tried.treated[each], tried.earned[each]) for each in picked])

    everybody = np.arange(len(said), dtype=float)
    low, high = np.percentile(resample(everybody, statistic, SEED, samples=300), [2.5, 97.5])
    return Interval(float(statistic(everybody[None])[0]), float(low), float(high))


def _qini(said: Floats, treated: np.ndarray[Any, np.dtype[np.bool_]], earned: Floats) -> float:
    order = np.argsort(-said, kind="stable")
    t, y = treated[order], earned[order]
    with_it, without = np.cumsum(t), np.cumsum(~t)
    gained = np.cumsum(np.where(t, y, 0)) - np.cumsum(np.where(t, 0, y)) * with_it / np.maximum(without, 1)
    n = len(said)
    return float((gained - gained[-1] * np.arange(1, n + 1) / n).mean() / n)


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom to treat. `earned`: what each way earns a person, the cost taken off; `better`: the chosen way less
    treating everybody or nobody, the better of which it is for targeting, and of those two the other one otherwise."""

    name: str
    earned: Mapping[str, Interval]
    better: Difference
    qini: Interval
    people: int
    treated: int
    targeted_share: float
    cost: float

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"policy": self.name, "earned": {name: each.to_dict() for name, each in self.earned.items()},
                "better": self.better.to_dict(), "qini": self.qini.to_dict(), "people": self.people, "treated": self.treated,
                "targeted_share": round(self.targeted_share, 4), "cost": self.cost}

    def __str__(self) -> str:
        lines = [f"  {name:<9} earns a person {each}" for name, each in self.earned.items()]
        return "\n".join([f"{self.people:,} people, {self.treated:,} treated; each treatment costs {self.cost:g}", *lines,
                          f"  targeting names {self.targeted_share:.0%} of them; Qini {self.qini}", f"  {self.why}"])

    @property
    def why(self) -> str:
        """The choice in a sentence."""
        if self.name == TARGETED:
            return f"treat those whom the model names: a person earns {self.better} more than by treating everyone or nobody"
        other = "the model cannot tell people apart" if self.qini.low <= 0 else "what it adds may be chance"
        sure = "" if self.better.low > 0 else ", which may be chance"
        rest = NOBODY if self.name == EVERYONE else EVERYONE
        return f"treat {self.name}: targeting does not pay ({other}); a person earns {self.better} more than by treating {rest}{sure}"


def policy(tried: Tried, cost: float, said: Floats | None = None) -> Policy:
    """Whom it pays to treat when each treatment costs so much, judged by people of whom the model (`said`, default `unseen`) had not
    learnt: who happened to be treated as a way would have them, weighed by how likely that was. The model is used only where that surely
    earns more than treating everybody or nobody, the better of which is taken otherwise. `InvalidFile` when too few took part."""
    halves = int(tried.treated.sum()), int((~tried.treated).sum())
    if min(halves) < FEWEST:
        raise InvalidFile(f"experiment: expected at least {FEWEST} people treated and {FEWEST} not, got {halves[0]} and {halves[1]}")
    said = unseen(tried) if said is None else said
    ways: dict[str, np.ndarray[Any, np.dtype[np.bool_]]] = {
        EVERYONE: np.ones(len(said), bool), NOBODY: np.zeros(len(said), bool), TARGETED: said > cost}
    each = {name: _earned(tried, way, cost) for name, way in ways.items()}
    plain = max((EVERYONE, NOBODY), key=lambda name: float(each[name].mean()))
    gain = compare(each[TARGETED].tolist(), each[plain].tolist())
    chosen = TARGETED if gain.low > 0 else plain
    rest = plain if chosen == TARGETED else (NOBODY if plain == EVERYONE else EVERYONE)
    better = compare(each[chosen].tolist(), each[rest].tolist())
    return Policy(chosen, {name: mean(values.tolist()) for name, values in each.items()}, better, qini(said, tried), len(said),
                  int(tried.treated.sum()), float(ways[TARGETED].mean()), cost)


def _earned(tried: Tried, way: np.ndarray[Any, np.dtype[np.bool_]], cost: float) -> Floats:
    """What a way would have earned, person by person; its mean is unbiased (Horvitz and Thompson 1952)."""
    chance = np.where(way, tried.share, 1 - tried.share)
    values: Floats = np.where(tried.treated == way, (tried.earned - cost * way) / chance, 0.0)
    return values


