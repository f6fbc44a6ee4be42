"""From what a shop knows to a ranker in use: examples, the trial on queries left out, a version with its card."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..evaluation import Difference, compare, ndcg
from ..models.card import Card, Data, fingerprint
from ..models.split import held_out
from ..models.versions import CONFIG, Versions
from ..store.protocol import Store
from ..text.normalise import normalise
from .clicks import Impression, Propensities, propensities, ratings, relevances
from .features import FEATURES
from .ranker import CAPABILITY, MODEL, Ranker
from .search import Examined
from .task import Judgments
from .train import DRAWS, FOLDS, Example, Progress, Recipe, Trial, fit, ranked, trial, usable

Examine = Callable[[str], Examined]
CLICKS = "clicks"
MOST = 2000  # queries that are learnt from: those with the most evidence


@dataclass(frozen=True, slots=True)
class Rated:
    """What is known of products for queries, by query and product id: what it comes from in words, and what else a card should say.
    `origin` is what config.json keeps, so that the same can be read again later."""

    source: str
    ratings: Mapping[str, Mapping[str, float]]
    notes: tuple[str, ...] = ()
    origin: Mapping[str, Any] = field(default_factory=dict)

    @property
    def data(self) -> Data:
        """The rated pairs of query and product."""
        rows = [f"{query}\t{id}\t{rating:g}" for query, rated in self.ratings.items() for id, rating in rated.items()]
        return Data(fingerprint(rows), len(rows), [self.source])


@dataclass(frozen=True, slots=True)
class Lesson:
    """Ratings, and the examples that can be learnt from."""

    rated: Rated
    examples: list[Example]

    @property
    def source(self) -> str:
        """What they come from, in words."""
        return self.rated.source


@dataclass(frozen=True, slots=True)
class Trained:
    """A ranker that was made: its version, how it did on queries that it had not seen, whether it is in use now."""

    version: str
    source: str
    queries: int
    trial: Trial
    active: bool

    def to_dict(self) -> dict[str, Any]:
        """The outcome as JSON values."""
        return {"version": self.version, "source": self.source, "queries": self.queries, "active": self.active, **self.trial.to_dict()}


def from_judgments(judgments: Judgments, examine: Examine, progress: Progress | None = None) -> Lesson:
    """One example for each judged query."""
    return lesson_of(judged(judgments), examine, progress)


def from_clicks(store: Store, examine: Examine, progress: Progress | None = None, *, corrected: bool = True) -> Lesson:
    """One example for each query of the search log with clicks, see `clicked`."""
    return lesson_of(clicked(store, corrected=corrected), examine, progress)


def lesson_of(rated: Rated, examine: Examine, progress: Progress | None = None) -> Lesson:
    """The examples of each query as it is answered now."""
    where = "the search log" if rated.source == CLICKS else rated.source
    return Lesson(rated, usable(_examples(rated.ratings, examine, progress), where))


def judged(judgments: Judgments, origin: Mapping[str, Any] | None = None) -> Rated:
    """What people said."""
    return Rated("judgments", judgments, origin=origin or {})


def clicked(store: Store, *, corrected: bool = True) -> Rated:
    """What shoppers clicked, for the queries with the most clicks, the position bias taken out (see `clicks`) unless not `corrected`."""
    shown = list(impressions(store))
    bias = propensities(shown)
    seen = bias.values if corrected else bias.values * 0 + 1
    clicks: dict[str, int] = defaultdict(int)
    for each in shown:
        clicks[each.query] += len(each.clicked)
    best = sorted((query for query, count in clicks.items() if count), key=lambda query: (-clicks[query], query))[:MOST]
    wanted = set(best)
    rated = {query: ratings(known) for query, known in relevances((each for each in shown if each.query in wanted), seen).items()}
    note = _bias(bias) if corrected else "clicks as they are, the position bias left in"
    counted = f"{len(shown):,} searches, {sum(clicks.values()):,} clicks"
    return Rated(CLICKS, rated, (counted, note))


def impressions(store: Store) -> Iterator[Impression]:
    """Each logged search with the products it showed first and those that were clicked."""
    clicked: dict[str, set[str]] = defaultdict(set)
    for event in store.events.all(name="select_item"):
        if event.query_id:
            clicked[event.query_id].update(item.product_id for item in event.items)
    for search in store.searches.all():
        if search.product_ids:
            yield Impression(normalise(search.query), search.product_ids, frozenset(clicked.get(search.id, ())))


def learn(lesson: Lesson, versions: Versions, *, seed: int = 0, recipe: Recipe = Recipe(), progress: Progress | None = None,
          promote: bool = True) -> Trained:
    """A new version, in use at once where it is better than the untrained order on queries left out.

    A fifth of the queries, always the same by their text (`held_out`), is never learnt from, so that a later version can be compared
    with this one on them."""
    start = time.monotonic()
    found = trial(lesson.examples, recipe, seed, progress=progress)
    booster = fit([example for example in lesson.examples if not held_out(example.query)] or lesson.examples, recipe, seed)
    card = _card(lesson, booster, recipe, seed, found, time.monotonic() - start)
    version = versions.add(lambda folder: _write(folder, lesson, booster, recipe, found), card=card)
    if promote and found.better:
        versions.promote(version.name)
    return Trained(version.name, lesson.source, len(lesson.examples), found, promote and found.better)


def against(lesson: Lesson, new: Ranker, old: Ranker) -> Difference | None:
    """The difference in nDCG@10 between two rankers on the queries that neither learnt from; None without such a query."""
    held = [example for example in lesson.examples if held_out(example.query)]
    if not held:
        return None
    ours, theirs = ([ndcg(ranked(example, ranker), example.ratings, 10) or 0.0 for example in held] for ranker in (new, old))
    return compare(ours, theirs)


def _examples(judgments: Mapping[str, Mapping[str, float]], examine: Examine, progress: Progress | None) -> list[Example]:
    out = []
    for done, (query, rated) in enumerate(judgments.items(), 1):
        seen = examine(query)
        out.append(Example(query, seen.ids, seen.fused, seen.features, rated))
        if progress:
            progress("search", done, len(judgments))
    return out


def _write(folder: Path, lesson: Lesson, booster: Any, recipe: Recipe, found: Trial) -> None:
    config = {
        "capability": CAPABILITY, "kind": "lightgbm", "made": datetime.now(UTC).replace(microsecond=0).isoformat(),
        "source": lesson.source, "origin": dict(lesson.rated.origin), "queries": len(lesson.examples), "features": list(FEATURES),
        "step": recipe.step, "trial": found.to_dict(),
    }  # fmt: skip
    (folder / CONFIG).write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (folder / MODEL).write_text(booster.model_to_string(), "utf-8")


def _card(lesson: Lesson, booster: Any, recipe: Recipe, seed: int, found: Trial, seconds: float) -> Card:
    gains = dict(zip(booster.feature_name(), booster.feature_importance("gain"), strict=True))
    whole = sum(gains.values()) or 1.0
    used = [f"{name} {gain / whole:.0%}" for name, gain in sorted(gains.items(), key=lambda each: -each[1]) if gain > 0]
    return Card(
        "Ranker", f"Learnt from this shop's own {lesson.source}: {len(lesson.examples)} queries.", lesson.rated.data,
        {"ndcg@10": found.trained, "ndcg@10 untrained": found.untrained, "ndcg@10 difference": found.ndcg,
         "ndcg@10_judged difference": found.ndcg_judged},
        f"queries that were left out ({FOLDS} folds, {DRAWS} draws), against the untrained order; intervals over queries",
        {"seed": seed, **asdict(recipe)}, seconds,
        limits=["Of use in this shop alone: it knows its prices, titles and shoppers."],
        notes=(*lesson.rated.notes, "looks at, by share of the gain: " + (", ".join(used) or "nothing")),
    )


def _bias(bias: Propensities) -> str:
    moved = f"estimated from {bias.clicks:,} clicks on products shown at several positions"
    where = moved if bias.estimated else "assumed as 1/k, since too few products were shown at several positions"
    chances = ", ".join(f"{bias.values[k - 1]:.2f}" for k in (1, 2, 3, 5, 10))
    return f"chance that positions 1, 2, 3, 5, 10 are looked at, {where}: {chances}"

