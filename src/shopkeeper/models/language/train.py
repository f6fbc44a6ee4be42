"""A language model from a shop's texts: prepared, tuned, trained, measured, written. Needs the extra `[train]`.

A run lies in `runs/<name>` below the folder of the versions until it is finished: its texts, its tokenizer, the trials, the last
checkpoint. The same command finds it again after a kill and goes on with the texts that it began with.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from ...shop import InvalidFile, InvalidQuery
from .. import tokenizer as tokens
from ..card import Card, Data, Figure
from ..corpus import Corpus
from ..training import processes, tune
from ..training.curve import svg
from ..training.device import autocast, pick
from ..training.loop import Run, Tell, fit
from ..training.optimisers import ADAMW, MUON, Way
from ..training.options import TrainOptions
from .gguf import export_gguf
from .layout import Trainable, pretrained, scratch
from .measure import Bits, bits
from .packed import Packed, mean_loss, stream
from .sizes import PLANS, Size

RUNS = "runs"
CORPUS, TRIALS, CURVE, HISTORY, GGUF = "corpus.json", "trials.jsonl", "loss.svg", "loss.jsonl", "model.gguf"
FEWEST = 100  # documents of the training part
CHECKED = 32  # blocks of the validation part that are looked at while it trains
TRIAL = 0.1  # of a run, the length of a trial


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is made: a model of a `size` from scratch, or `base`, a folder or hub id, trained on; `lora`: only low-rank parts of it."""

    size: Size = "small"
    base: str | None = None
    lora: bool = False

    @property
    def way(self) -> Way:
        """From scratch Muon gets further in the same time; what AdamW has taught goes on with AdamW."""
        return ADAMW if self.base else MUON

    def to_dict(self) -> dict[str, Any]:
        """As JSON values, for config.json and CARD.md."""
        return {"base": self.base, "lora": self.lora} if self.base else {"size": self.size}


@dataclass(slots=True)
class Made:
    """A trained model: what it was learnt from, how, how it went, and what the held-out documents cost it. `unserved`: why it
    could not be written as GGUF, if it could not."""

    trainable: Trainable
    corpus: Corpus
    recipe: Recipe
    options: TrainOptions
    run: Run
    bits: Bits
    work: Path
    unserved: str = ""

    def write(self, folder: Path) -> None:
        """Fills a model folder: Hugging Face's layout, the loss curve, the trials, and the GGUF file that serving reads."""
        self.unserved = written(self.trainable, self.run, self.recipe.base or self.recipe.size, folder)
        if (self.work / TRIALS).exists():
            shutil.copy(self.work / TRIALS, folder / TRIALS)

    def card(self, metrics: Mapping[str, float | Figure], licence: str, notes: Sequence[str] = ()) -> Card:
        """The card of the version, with these figures."""
        told = self.corpus.to_dict()
        sources = [f"{name} ({count:,})" for name, count in sorted(told["sources"].items())]
        what = (f"Goes on with a text, as the shop writes. {self.recipe.base} trained on" if self.recipe.base
                else f"Goes on with a text, as the shop writes. A decoder in the Llama layout, size {self.recipe.size}, from scratch")
        speed = (f"{self.run.seen:,} tokens in {len(self.run.points):,} steps, {self.run.per_second:,.0f} tokens/s, "
                 f"{self.run.utilisation:.0%} of the operations that a large matrix product reaches there")
        return Card(
            title="Language model", what=f"{what}: {self.trainable.weights / 1e6:.1f} million weights.",
            data=Data(told["fingerprint"], sum(told["documents"].values()), sources, licence), metrics=metrics,
            measured=f"{told['documents']['held_out']:,} held-out documents", training={**self.recipe.to_dict(), **self.options.to_dict()},
            seconds=self.run.seconds,
            notes=(f"{self.corpus}.", f"{speed}; loss.svg shows the curve.", *notes),
            limits=("It writes what is likely, not what is true: nothing that it writes goes out unchecked.",
                    f"It has seen texts of at most {self.trainable.context} tokens.",
                    "E-mail addresses and telephone numbers were masked before training; names of people were not."),
        )

    def clear(self) -> None:
        """Removes the run: the version holds all that is worth keeping."""
        shutil.rmtree(self.work)


def written(trainable: Trainable, run: Run, title: str, folder: Path) -> str:
    """Writes a trained model, its loss curve and the GGUF file that serving reads into `folder`. Answers why it could not be written as
    GGUF, such as a base of another architecture, which serves elsewhere; else nothing."""
    trainable.save(folder)
    (folder / CURVE).write_text(svg(run.points, f"{title}, {trainable.weights / 1e6:.1f} M weights"), "utf-8")
    (folder / HISTORY).write_text("".join(json.dumps(_told(point)) + "\n" for point in run.points), "utf-8")
    try:
        export_gguf(folder, folder / GGUF)
    except InvalidFile as error:
        return str(error)
    return ""


def train(
    gather: Callable[[], Corpus], recipe: Recipe, options: TrainOptions, folder: Path, *, inputs: Sequence[str] = (),
    tell: Tell | None = None, tried: Callable[[tune.Trial], None] | None = None,
) -> Made | None:
    """Trains on what `gather` answers and measures it; None in all processes of several but the first.

    `folder` is that of the versions; `inputs` names what else makes this another run than the last, such as the files given.
    `InvalidFile` when there is too little text or the base cannot be read.
    """
    device = pick(options.device)
    with processes.together(device):
        work = folder / RUNS / _name(recipe, options, inputs)
        corpus = _corpus(work, gather)
        make = _maker(recipe, corpus, work, options.seed)
        options = _tuned(make, corpus, recipe.way, options, work, device, None if processes.rank() else tried)
        trainable = make()
        lesson, check = _lessons(trainable, corpus, options.seed, device)
        run = fit(trainable.model, lesson, options, device, folder=work, validate=check, tell=tell, flops=trainable.operations,
                  way=recipe.way)
        if processes.rank():
            return None
        cost = bits(trainable.model, trainable.tokenizer, corpus.held_out, trainable.end, trainable.context, device)
        return Made(trainable, corpus, recipe, options, run, cost, work)


def _name(recipe: Recipe, options: TrainOptions, inputs: Sequence[str]) -> str:
    """The same command has the same run, on whatever device."""
    named = {**recipe.to_dict(), **options.to_dict(), "device": "", "inputs": list(inputs)}
    return hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()[:16]


def _corpus(work: Path, gather: Callable[[], Corpus]) -> Corpus:
    """The texts of the run: gathered by the first process once, read by all."""
    path = work / CORPUS
    if processes.rank() == 0 and not path.exists():
        corpus = gather()
        if len(corpus.train) < FEWEST or not corpus.validation or not corpus.held_out:
            raise InvalidFile(f"expected {FEWEST} documents or more to learn a language from, got {corpus}; give more with --data")
        work.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".part")
        aside.write_text(json.dumps(corpus.kept(), ensure_ascii=False), "utf-8")
        aside.replace(path)
    processes.wait()
    return Corpus.of(json.loads(path.read_text("utf-8")))


def _maker(recipe: Recipe, corpus: Corpus, work: Path, seed: int) -> Callable[[], Trainable]:
    """Makes the model as it is before training, always the same one."""
    if recipe.base:
        return lambda: pretrained(recipe.base or "", lora=recipe.lora, seed=seed)
    if processes.rank() == 0 and not (work / tokens.TOKENIZER).exists():
        learnt, aside = tokens.learn(corpus.train, PLANS[recipe.size].vocabulary), work / "tokenizer.part"
        learnt.save(str(aside))
        aside.replace(work / tokens.TOKENIZER)
    processes.wait()
    return lambda: scratch(recipe.size, tokens.load(work), seed)


def _lessons(made: Trainable, corpus: Corpus, seed: int, device: torch.device) -> tuple[Packed, Callable[[Any], float]]:
    """What is learnt, and how the validation part is looked at."""
    def packed(documents: list[str], limit: int | None = None) -> Packed:
        row = stream(made.tokenizer, documents, made.end, seed)
        return Packed(row[: limit * made.context + 1 if limit else None], made.context, made.end, device)

    held = packed(corpus.validation, CHECKED)

    def check(model: Any) -> float:
        with autocast(device):
            return mean_loss(model, held)

    return packed(corpus.train), check


def _tuned(
    make: Callable[[], Trainable], corpus: Corpus, way: Way, options: TrainOptions, work: Path, device: torch.device,
    tried: Callable[[tune.Trial], None] | None,
) -> TrainOptions:
    """The options with which a tenth of a run gets furthest on the validation part."""
    if not options.tune:
        return options

    def score(drawn: TrainOptions) -> float:
        made = make()
        lesson, check = _lessons(made, corpus, options.seed, device)
        try:
            fit(made.model, lesson, replace(drawn, epochs=drawn.epochs * TRIAL), device, way=way)
        except InvalidQuery:
            return float("nan")  # the rate was too high
        return check(made.model)

    return tune.search(options, work / TRIALS, score, write=processes.rank() == 0, tell=tried)


def _told(point: Any) -> dict[str, Any]:
    told = {"step": point.step, "tokens": point.seen, "loss": round(point.loss, 5), "lr": point.lr}
    return told if point.validation is None else {**told, "validation": round(point.validation, 5)}
