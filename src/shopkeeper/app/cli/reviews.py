"""`sentiment`, `evaluate sentiment`, `train sentiment`: what customers say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from . import options, training, why
from .gates import conclude
from .output import print_json, progress, say
from .session import opened

if TYPE_CHECKING:
    from ...models.classify.classifier import OnnxClassifier
    from ...reviews.sentiment import Sentiment

_DATA = "Reviews: rows {text, label} with 1 positive and 0 negative, or {text, stars}; JSONL, CSV, TSV or Parquet, also .gz."
Neutral = Annotated[Literal["drop", "negative"], typer.Option("--neutral", help="What three stars are: left out, or negative.")]


def sentiment(
    text: Annotated[str, typer.Argument(help="What a customer wrote, in Chinese or English.", show_default=False)],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    explain: why.Explain = False,
    explain_html: why.ExplainHtml = None,
    language: why.Language = None,
    json: options.Json = False,
) -> None:
    """Says whether a review is positive, negative or mixed, and how sure that is; of a mixed one what is for and what against. Without a
    shop the shipped model answers."""
    from ...reviews.sentiment import explain as explained
    from ...reviews.sentiment import sentiments

    with reader(shop, data_dir) as classifier:
        found = sentiments(classifier, [text])[0]
        explanation = explained(classifier, text) if explain or explain_html else None
    if explanation and explain_html:
        why.write_html(explain_html, explanation, language, outcome=_told(found))
    if json:
        return print_json({**found.to_dict(), **why.as_json(explanation)})
    say(_told(found))
    if found.sides:
        say(f"+ {found.sides.good}\n- {found.sides.bad}")
    if explanation:
        why.show(explanation)


def _told(found: Sentiment) -> str:
    """The label and how sure it is; of a mixed text which of the two it rather is."""
    return f"mixed (rather {found.likelier}, {found.confidence:.1%})" if found.sides else f"{found.label} {found.confidence:.1%}"


def evaluate(
    data: Annotated[Path, options.flag("--data", _DATA, "FILE")],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    map: options.Map = None,
    neutral: Neutral = "drop",
    gate: Annotated[list[str] | None, options.flag("--gate", "Exit with 1 unless this holds. Repeatable.", "METRIC>=X")] = None,
    save: Annotated[Path | None, options.flag("--save", "Keep the whole report as JSON.", "FILE")] = None,
    json: options.Json = False,
) -> None:
    """Measures the reading of reviews: accuracy, balanced_accuracy, precision, recall, f1, macro_f1 and auc with 95 % intervals, and the
    confusion matrix. Without a shop it measures the shipped model."""
    from ...evaluation import Gate
    from ...reviews.task import measure
    from ..reviewed import read_file

    gates = [Gate.parse(text) for text in gate or ()]
    reviews = read_file(data, map or (), neutral)
    with reader(shop, data_dir) as classifier, progress(json) as step:
        report = measure(classifier, reviews, step)
    if save:
        report.save(save)
    conclude(report, gates, json)


def train(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    data: Annotated[Path | None, options.flag("--data", _DATA + " Default: the shop's own reviews.", "FILE")] = None,
    map: options.Map = None,
    neutral: Neutral = "drop",
    base: training.Base = None,
    epochs: training.Epochs = None,
    batch_size: training.BatchSize = None,
    lr: training.Lr = None,
    weight_decay: training.WeightDecay = None,
    warmup: training.Warmup = None,
    seed: training.Seed = None,
    device: training.Device = None,
    tune: training.Tune = 0,
    json: options.Json = False,
) -> None:
    """Trains the reading of reviews further, or from --base, an encoder. It is used from now on unless it is worse on reviews that were
    held out, else exit code 1. Run again after a break, it goes on where it stopped."""
    from ..reviewed import origin, reviews_of

    given = {"epochs": epochs, "batch_size": batch_size, "lr": lr, "weight_decay": weight_decay, "warmup": warmup, "seed": seed,
             "device": device, "tune": tune}
    where = origin(data, map or (), neutral)
    with opened(shop, data_dir) as front, progress(json) as step:
        reviews, source = reviews_of(front.store, where)
        made = front.train_sentiment(reviews, source, base=base, given=given, origin=where, progress=step)
    if json:
        print_json(made.to_dict())
    else:
        fitted = made.fitted
        say(f"learnt from {made.learnt:,} reviews; on those held out:\n{made.report}")
        say(f"calibration error {fitted.error_before:.3f} -> {fitted.error_after:.3f} by the temperature {fitted.temperature:.2f}")
        say(f"accuracy against the one in use: {made.difference}" if made.difference else "there was none in use")
        say(f"version {made.version}: " + ("not worse, in use now" if made.active else "worse, not activated"))
    if not made.active:
        raise typer.Exit(1)


@contextmanager
def reader(shop: str | None, data_dir: str | None) -> Iterator[OnnxClassifier]:
    """The classifier of reviews that the shop uses; without a shop the shipped one."""
    from ...models.capabilities import SHIPPED
    from ...reviews.sentiment import CAPABILITY, load
    from .. import settings

    database = settings.load(shop, data_dir).database
    if shop is None and isinstance(database, Path) and not database.exists() and (SHIPPED / CAPABILITY).exists():
        yield load(SHIPPED / CAPABILITY)
        return
    with opened(shop, data_dir) as front:
        yield front.reader_of_reviews
