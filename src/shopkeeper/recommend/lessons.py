"""Teaches a ranker which source to trust for whom, from what shoppers of this shop came to next.

The newest events are held out (see `held`): the sources are made of what came before, and propose to each shopper who came to a new product
later. From the earlier of these shoppers the trees learn to put that product up (LambdaMART, Burges 2010); on the later ones, whom
they did not see, their order is compared with that of the fixed blend, shopper by shopper. A ranker is used only where the whole
95 % interval of the difference in nDCG@10 is above 0.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..evaluation import Difference, Interval, compare, mean
from ..models.card import Card, Data, fingerprint
from ..models.trees import Trees
from ..models.versions import CONFIG, Versions
from ..shop import InvalidFile
from .asked import Asked
from .blend import KNOWN, Fused, believed, fuse
from .features import DEPTH, FEATURES, NEVER, Values, features
from .held import Case, Held, held_by_time
from .history import History
from .kept import Build
from .ranker import CAPABILITY, MODEL, reranked
from .shelf import Shelf
from .sources.protocol import Source
from .tally import Tally

SHARE = 0.2  # of the events that are held out: half of the shoppers to learn from, half to be measured on
MOST = 6_000  # shoppers that are asked about
FEWEST = 100  # to learn from, whose product was among the candidates
PROPOSED = 100  # candidates of each source
CUT = 10
Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the trees are grown: how many, with how many leaves, at which rate; the fewest rows in a leaf, the penalty on its value,
    the share of features that each tree sees. `start`: they begin at score / start; `step`: what they say counts step
    times in the score."""

    rounds: int = 120
    leaves: int = 8
    rate: float = 0.06
    fewest: int = 200
    l2: float = 10.0
    columns: float = 0.5
    start: float = 0.25
    step: float = 0.25


@dataclass(frozen=True, slots=True)
class Example:
    """What is proposed to a shopper who knows `known` products, and at which place the product stands to which they came (-1: nowhere)."""

    fused: Fused
    features: Values
    wanted: int
    known: int


@dataclass(frozen=True, slots=True)
class Trained:
    """A ranker that was taught by so many shoppers and asked about so many others: nDCG@10 of the fixed blend and of the ranker, the
    difference, and the same for shoppers who are new to the shop, known a little, and known well."""

    version: str
    active: bool
    learnt: int
    asked: int
    blend: Interval
    ranker: Interval
    difference: Difference
    stages: Sequence[Difference | None]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "version": self.version, "active": self.active, "learnt": self.learnt, "asked": self.asked,
            "ndcg@10": {"blend": self.blend.to_dict(), "ranker": self.ranker.to_dict(), "difference": self.difference.to_dict()},
            "stages": [each.to_dict() if each else None for each in self.stages],
        }


def learn(
    history: History, shelf: Shelf, build: Build, versions: Versions, *, recipe: Recipe = Recipe(), seed: int = 0,
    progress: Progress | None = None,
) -> Trained:
    """A new version, in use at once where it is better. `InvalidFile` when too little happened in the shop."""
    start = time.monotonic()
    held = held_by_time(history, SHARE, seed)
    cases = sorted(held.cases, key=lambda case: case.at)[:: max(1, len(held.cases) // MOST)]
    seen = examples(held, cases, shelf, build, progress)
    half = len(seen) // 2
    lessons = [example for example in seen[:half] if example.wanted >= 0]
    if len(lessons) < FEWEST:
        told = f"expected {FEWEST} shoppers or more who came back to a product that was proposed to them"
        raise InvalidFile(f"the shop's events: {told}, got {len(lessons)}")
    trees = grown(lessons, recipe, seed)
    card_of = lambda trained: _card(trained, trees, recipe, history, time.monotonic() - start)  # noqa: E731
    return _kept(seen[half:], len(lessons), trees, recipe, versions, card_of)


def examples(held: Held, cases: Sequence[Case], shelf: Shelf, build: Build, progress: Progress | None = None) -> list[Example]:
    """What the sources, made of what was known then, propose to each shopper, without what they had met."""
    sources = [each for each in build(held.history, shelf) if each.name not in NEVER]
    tally = Tally.of(held.history.every(), shelf.kinds(), held.now)
    out = []
    for done, case in enumerate(cases, 1):
        out.append(_example(held, case, shelf, sources, tally))
        if progress and done % 100 == 0:
            progress("what is proposed to shoppers", done, len(cases))
    return out


def _example(held: Held, case: Case, shelf: Shelf, sources: Sequence[Source], tally: Tally) -> Example:
    deeds = held.history.of(case.customer)["item"].astype(np.int64)
    met = np.array(list(dict.fromkeys(deeds.tolist())), np.int64)
    asked = Asked(customer=case.customer, now=held.now)
    trusted = believed(sources, asked, len(met))
    fused = fuse({each.name: each.candidates(asked, PROPOSED) for each in sources if each.name in trusted}, trusted)
    fused = fused.take(np.flatnonzero(~np.isin(fused.rows, met))[:DEPTH])
    place = np.flatnonzero(fused.rows == case.wanted)
    return Example(fused, features(fused, met, shelf, tally, held.now), int(place[0]) if len(place) else -1, len(met))


def grown(lessons: Sequence[Example], recipe: Recipe, seed: int) -> Trees:
    """Trees over all `FEATURES` that put the wanted product of each example up."""
    wanted = [(np.arange(len(each.fused)) == each.wanted).astype(np.float64) for each in lessons]
    parameters = {
        "objective": "lambdarank", "lambdarank_truncation_level": 20, "num_leaves": recipe.leaves, "learning_rate": recipe.rate,
        "min_data_in_leaf": recipe.fewest, "lambda_l2": recipe.l2, "feature_fraction": recipe.columns, "extra_trees": True, "seed": seed,
    }  # fmt: skip
    rows = np.concatenate([each.features for each in lessons]).astype(np.float64)
    start = np.concatenate([each.fused.scores for each in lessons]).astype(np.float64) / recipe.start
    return Trees.grow(rows, np.concatenate(wanted), recipe.rounds, parameters, start=start, groups=[len(each.fused) for each in lessons])


def gain(example: Example, shares: Values | None = None) -> float:
    """nDCG@10 with the one right answer, by the blend or with a ranker's shares."""
    if example.wanted < 0:
        return 0.0
    fused = example.fused if shares is None else reranked(example.fused, shares)
    place = int(np.flatnonzero(fused.rows == example.fused.rows[example.wanted])[0])
    return float(1 / np.log2(place + 2)) if place < CUT else 0.0


def _kept(
    asked: Sequence[Example], learnt: int, trees: Trees, recipe: Recipe, versions: Versions, card_of: Callable[[Trained], Card],
) -> Trained:
    """Measures the trees on shoppers whom they did not see, and keeps them."""
    said = [(recipe.step * trees.raw(each.features.astype(np.float64))).astype(np.float32) if len(each.fused) else None
            for each in asked]  # fmt: skip
    ours = np.array([gain(each, shares) for each, shares in zip(asked, said, strict=True)])
    theirs = np.array([gain(each) for each in asked])
    difference = compare(ours.tolist(), theirs.tolist())
    stage = np.array([sum(each.known >= bound for bound in KNOWN) for each in asked])
    stages = [compare(ours[stage == i].tolist(), theirs[stage == i].tolist()) if (stage == i).sum() > 1 else None for i in range(3)]
    found = Trained("", difference.low > 0, learnt, len(asked), mean(theirs.tolist()), mean(ours.tolist()), difference, stages)
    version = versions.add(lambda folder: _write(folder, trees, recipe), card=card_of(found))
    if found.active:
        versions.promote(version.name)
    return Trained(version.name, *(getattr(found, name) for name in list(Trained.__dataclass_fields__)[1:]))


def _write(folder: Path, trees: Trees, recipe: Recipe) -> None:
    made = datetime.now(UTC).replace(microsecond=0).isoformat()
    config = {"capability": CAPABILITY, "kind": "lightgbm", "made": made, "features": list(FEATURES), "step": recipe.step}
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n", "utf-8")
    trees.save(folder / MODEL)


def _card(found: Trained, trees: Trees, recipe: Recipe, history: History, seconds: float) -> Card:
    gains = dict(zip(FEATURES, trees.gains().tolist(), strict=True))
    whole = sum(gains.values()) or 1.0
    used = [f"{name} {share / whole:.0%}" for name, share in sorted(gains.items(), key=lambda each: -each[1]) if share / whole >= 0.01]
    every = history.every()
    return Card(
        "Ranker of recommendations", "Learnt from this shop's own orders and events which source of recommendations to trust for whom.",
        Data(fingerprint([every.deeds.tobytes().hex()]), len(every.deeds), ["the shop's events"]),
        {"ndcg@10": found.ranker, "ndcg@10 fixed blend": found.blend, "ndcg@10 difference": found.difference},
        f"the first new product of {found.asked:,} shoppers, who came later than the {found.learnt:,} that it learnt from",
        asdict(recipe), seconds, limits=["Of use in this shop alone: it knows its sources, prices and shoppers."],
        notes=["looks at, by share of the gain: " + (", ".join(used) or "nothing")],
    )  # fmt: skip
