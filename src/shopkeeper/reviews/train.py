"""Trains the classifier of reviews from a shop's own stars or from a file, measures it on rows held out, and puts it in use unless it
is worse there than the one in use."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..evaluation import Difference, Report, compare, values
from ..models.card import Card, Data, fingerprint
from ..models.classify.classifier import Classifier
from ..models.corpus import Copies
from ..models.split import held_out
from ..models.training.options import TrainOptions
from ..models.versions import Versions
from ..shop import InvalidFile, InvalidQuery
from ..store.protocol import Store
from .sentiment import LABELS, load
from .task import Labelled, Neutral, measure, read_reviews

if TYPE_CHECKING:
    from ..models.classify.train import Examples, Fitted

FEWEST = 40  # reviews to learn from
MARGIN = 0.01  # of the accuracy: a difference whose whole interval lies above -MARGIN is none that matters
HERE = "the shop's reviews"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Reviews by what they are for: to learn from, to choose among checkpoints and settings, to be measured on."""

    train: Labelled
    validation: Labelled
    held_out: Labelled
    data: Data


@dataclass(frozen=True, slots=True)
class Trained:
    """A classifier that was made: its version, how it does on the reviews held out, how much more often it is right there than the one
    that was in use (None: there was none), whether it is in use now."""

    version: str
    active: bool
    learnt: int
    report: Report
    fitted: Fitted
    difference: Difference | None

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"version": self.version, "active": self.active, "reviews": self.learnt, **self.report.to_dict(rows=False),
                "validation": self.fitted.to_dict(), "difference": self.difference.to_dict() if self.difference else None}


def own_reviews(store: Store, neutral: Neutral = "drop") -> Labelled:
    """The shop's reviews with their stars; `InvalidFile` when there are none."""
    rows = ((number, {"text": f"{each.title}. {each.text}" if each.title else each.text, "stars": each.rating})
            for number, each in enumerate(store.reviews.all(), 1) if each.rating is not None)
    return read_reviews(rows, HERE, neutral)


def lesson(reviews: Labelled, source: str) -> Lesson:
    """One review in five is held out, by a hash of its text, so that it stays; of the rest one in ten is for validation. Copies and
    near-copies of a held-out review are left out, others are kept once. `InvalidFile` when too few are left."""
    copies, parts = Copies(), {name: Labelled([], []) for name in ("train", "validation", "held_out")}
    rows = sorted(zip(reviews.texts, reviews.labels, strict=True), key=lambda row: not held_out(row[0]))
    for text, label in rows:
        if copies.seen(text):
            continue
        part = parts["held_out" if held_out(text) else "validation" if held_out(f"validation {text}", 10) else "train"]
        part.texts.append(text)
        part.labels.append(label)
    for name, part in parts.items():
        if len(set(part.labels)) < len(LABELS) or len(reviews.texts) < FEWEST:
            got = f"{len(reviews.texts):,} reviews, {sum(reviews.labels):,} of them positive"
            raise InvalidFile(f"{source}: expected at least {FEWEST} reviews of both kinds, also in the part for {name}, got {got}")
    data = Data(fingerprint(f"{label}\t{text}" for text, label in rows), len(rows), [source])
    return Lesson(parts["train"], parts["validation"], parts["held_out"], data)


def train(
    what: Lesson, versions: Versions, in_use: Classifier | None, *, base: str | None = None, given: Mapping[str, Any] | None = None,
    origin: Mapping[str, Any] | None = None, progress: Progress | None = None,
) -> Trained:
    """Trains from `base`, an encoder's folder or hub id, else further from the network in use where it can learn on, else from a
    small one without knowledge; `given` replaces single options, `origin` is what config.json keeps of where the reviews can be read
    again. Whoever calls again after a kill goes on where it stopped."""
    try:
        from ..models.classify.train import fit, tuned
    except ModuleNotFoundError as error:
        raise InvalidQuery(f"training needs {error.name}: pip install 'shopkeeper[train]'") from None
    work = versions.folder / "work"
    learn, choose = _examples(what.train), _examples(what.validation)
    with tempfile.TemporaryDirectory() as scratch:
        start, defaults = _start(base, versions, what.train.texts, work)
        options = defaults.given(**(given or {}))
        options = tuned(learn, choose, LABELS, base=start, work=work, measure=values, options=options, progress=progress)
        made = Path(scratch) / "model"
        fitted = fit(learn, choose, LABELS, made, base=start, work=work, measure=values, options=options, progress=progress)
        report = measure(load(made), what.held_out, progress)
        card = _card(what, report, fitted, options, base)
        version = versions.add(lambda folder: _copy(made, folder), card=card, about={"base": base, "origin": dict(origin or {})})
    difference = _against(in_use, what.held_out, report) if in_use else None
    active = difference is None or difference.value >= 0 or difference.low >= -MARGIN
    if difference:
        versions.note(version.name, f"Against version {versions.active} on the reviews held out: accuracy {difference}.", metric="accuracy",
                      difference=difference)
    if active:
        versions.promote(version.name)
    return Trained(version.name, active, len(what.train.texts), report, fitted, difference)


def _start(base: str | None, versions: Versions, texts: Sequence[str], work: Path) -> tuple[str, TrainOptions]:
    """What to start from, and the options that suit it."""
    from ..models.classify.base import new_base, served_base
    from ..models.classify.train import DEFAULTS, SMALL

    if base:
        return base, DEFAULTS
    active = versions.active
    served = served_base(versions.get(active).folder, work / f"from-{active}") if active else None
    return str(served or new_base(texts, len(LABELS), work / "new")), SMALL


def _examples(reviews: Labelled) -> Examples:
    from ..models.classify.train import Examples

    return Examples(reviews.texts, reviews.labels)


def _copy(made: Path, folder: Path) -> None:
    for path in made.iterdir():
        path.rename(folder / path.name)


def _against(in_use: Classifier, reviews: Labelled, report: Report) -> Difference:
    """How much more often the new one is right."""
    before = measure(in_use, reviews)
    return compare([row["accuracy"] for row in report.rows], [row["accuracy"] for row in before.rows])


def _card(what: Lesson, report: Report, fitted: Fitted, options: TrainOptions, base: str | None) -> Card:
    return Card(
        "Sentiment of reviews", f"Says whether a review is positive or negative; fine-tuned from {base or 'a small network of our own'}.",
        what.data, {**report.metrics, "calibration error": fitted.error_after, "calibration error before": fitted.error_before},
        f"{len(what.held_out.texts):,} reviews held out; calibration on {len(what.validation.texts):,} others", options.to_dict(),
        fitted.seconds, limits=["It knows the products and the tone of the reviews that it learnt from."],
        notes=[f"temperature {fitted.temperature:.3f}; probabilities are the model's logits divided by it"],
    )
