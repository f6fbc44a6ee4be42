"""`train language-model` and `evaluate language-model`."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from ...models.language.sizes import Size
from ...shop import InvalidQuery
from . import options, training
from .output import Step, print_json, print_table, progress, remark, say
from .session import opened

if TYPE_CHECKING:
    from ...evaluation import Interval
    from ...models.training.loop import Run
    from ..language_training import Outcome

_SECONDS = 10.0  # between two lines of progress where there is no terminal

Data = Annotated[list[Path] | None, options.flag(
    "--data", "More texts: .txt, .md (an empty line ends a text), or rows with `text` or any texts: JSONL, CSV, TSV, Parquet. Repeatable.",
    "FILE")]


def train(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    size: Annotated[Size, typer.Option("--size", help="tiny: 5, small: 17, base: 90 million weights, from scratch.")] = "small",
    from_scratch: Annotated[bool, typer.Option("--from-scratch", help="Begin with random weights, as without --base.")] = False,
    base: training.Base = None,
    lora: Annotated[bool, typer.Option("--lora", help="Learn low-rank parts of the base only, merged at the end.")] = False,
    data: Data = None,
    map: options.Map = None,
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
    """Learns to write as the shop does, from its texts. In use from now on unless it is worse on held-out texts, else exit code 1."""
    from ...store.importers import parse_mapping
    from ..language_training import train_language_model

    if from_scratch and base:
        raise InvalidQuery("expected either --from-scratch or --base, not both")
    given = {"epochs": epochs, "batch_size": batch_size, "lr": lr, "weight_decay": weight_decay, "warmup": warmup, "seed": seed,
             "device": device, "tune": tune}
    with opened(shop, data_dir) as front, progress(json) as step:
        outcome = train_language_model(
            front.store, front.models["language-model"], size=size, base=base, lora=lora, files=data or (),
            mapping=parse_mapping(map or ()), given=given, say=remark, tell=Teller(step))
    if outcome is None:  # one of several processes; the first one speaks
        return
    print_json(outcome.to_dict()) if json else _show(outcome)
    if not outcome.active:
        raise typer.Exit(1)


def evaluate(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    data: Annotated[Path | None, options.flag("--data", "Texts to measure on instead of the shop's held-out ones.", "FILE")] = None,
    map: options.Map = None,
    json: options.Json = False,
) -> None:
    """Measures the language model in use: bits a byte and perplexity on texts it has not seen, beside 5-grams and xz."""
    from ...store.importers import parse_mapping
    from ..language_training import evaluate_language_model

    with opened(shop, data_dir) as front:
        found = evaluate_language_model(front.store, front.models["language-model"], data, parse_mapping(map or ()))
    documents, sure, standing = found
    if json:
        metrics = {**{name: round(value, 6) for name, value in standing.figures().items()}, "bits_per_byte": sure.to_dict()}
        return print_json({"task": "language-model", "metrics": metrics, "counts": {"documents": documents}})
    say(f"language-model: {documents:,} documents, {int(standing.model.bytes.sum()):,} bytes")
    _figures(standing.figures(), sure)


class Teller:
    """Shows how a training goes: a bar on a terminal, else a line now and then."""

    def __init__(self, step: Step | None) -> None:
        self._step, self._last = step, 0.0

    def __call__(self, run: Run) -> None:
        done = len(run.points)
        if self._step:
            self._step(f"training: {run}", done, run.steps)
        elif monotonic() - self._last > _SECONDS or done == run.steps:
            self._last = monotonic()
            remark(str(run))


def _show(outcome: Outcome) -> None:
    say(f"on {outcome.documents:,} held-out documents; {outcome.speed:,.0f} tokens/s, MFU {outcome.utilisation:.0%}")
    _figures(outcome.figures, outcome.bits_per_byte)
    if outcome.saved:
        say(f"bits a byte saved against the version in use: {outcome.saved}")
    if outcome.unserved:
        remark(f"it has no model.gguf and is not served in process: {outcome.unserved}")
    say(f"version {outcome.version}: " + ("in use now" if outcome.active else "not better than the one in use, which stays"))


def _figures(figures: dict[str, float], sure: Interval) -> None:
    rows = [["model", f"{sure}", f"{figures['perplexity']:.1f}"],
            ["5-grams (Kneser-Ney)", f"{figures['bits_per_byte_5gram']:.4f}", f"{figures['perplexity_5gram']:.1f}"],
            ["xz -9e after the training texts", f"{figures['bits_per_byte_xz']:.4f}", ""]]
    print_table(["", "bits a byte", "perplexity a token"], rows)
