"""A language model taught to write copy: it goes on with the facts of a product as people did. Needs the extra `[train]`.

Only the copy is learnt, given the facts (see `copy.Copies`). A run lies in `runs/<name>` below the folder of the versions until it is
finished; the same command with the same pairs finds it again after a kill and goes on.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...shop import InvalidFile
from ..card import Card, Data, Figure
from ..training.device import pick
from ..training.loop import Run, Tell, fit
from ..training.options import AUTO, TrainOptions
from .copy import Copies
from .layout import Trainable, pretrained
from .pairs import Pair, Split
from .train import RUNS, written

FEWEST = 50  # pairs to learn from
CHECKED = 64  # of those held out, that the curve looks at


@dataclass(slots=True)
class Taught:
    """A model that has learnt to write: from which pairs, on what base, how it went, what the held-out copies cost it given their facts
    (bits a byte). `unserved`: why it could not be written as GGUF, if it could not."""

    trainable: Trainable
    pairs: Split
    base: str
    options: TrainOptions
    run: Run
    bits_per_byte: float
    work: Path
    unserved: str = ""

    def write(self, folder: Path) -> None:
        """Fills a model folder: Hugging Face's layout, the loss curve, and the GGUF file that serving reads."""
        self.unserved = written(self.trainable, self.run, "writer", folder)

    def card(self, metrics: Mapping[str, float | Figure], sources: Counter[str], licence: str) -> Card:
        """The card of the version, with these figures."""
        count = len(self.pairs.train) + len(self.pairs.held_out)
        return Card(
            title="Writer", what=f"Writes copy of facts: {self.trainable.weights / 1e6:.1f} million weights, {self.base} taught on pairs.",
            data=Data(self.pairs.fingerprint, count, [f"{name} ({rows:,})" for name, rows in sorted(sources.items())], licence),
            metrics=metrics, measured=f"{len(self.pairs.held_out):,} held-out pairs",
            training={"base": self.base, **self.options.to_dict()}, seconds=self.run.seconds,
            notes=(f"{self.pairs.copies:,} rows were copies of others and left out.",
                   f"{self.run.seen:,} tokens of copy in {len(self.run.points):,} steps; loss.svg shows the curve."),
            limits=("It writes what is likely, not what is true: the claim ledger cuts what no fact supports before anything goes out.",
                    f"It reads and writes {self.trainable.context} tokens together: a short description, no page.",
                    "E-mail addresses and telephone numbers were masked before training; names of people were not."),
        )

    def clear(self) -> None:
        """Removes the run: the version holds all that is worth keeping."""
        shutil.rmtree(self.work)


def teach(pairs: Split, base: str, options: TrainOptions, folder: Path, *, tell: Tell | None = None) -> Taught:
    """Trains the model in the folder or hub id `base` on pairs, and measures it on those held out. `folder` is that of the versions.

    `InvalidFile` when there are too few pairs or the base cannot be read.
    """
    if len(pairs.train) < FEWEST or not pairs.held_out:
        raise InvalidFile(f"expected {FEWEST} different pairs of facts and copy or more, got {len(pairs.train)}; give more with --data")
    device = pick(options.device)
    work = folder / RUNS / _name(pairs, base, options)
    work.mkdir(parents=True, exist_ok=True)
    trainable = pretrained(base, seed=options.seed)

    def lesson(rows: list[Pair]) -> Copies:
        return Copies(rows, trainable.tokenizer, trainable.end, trainable.context, device)

    some = lesson(pairs.held_out[:CHECKED])
    run = fit(trainable.model, lesson(pairs.train), options, device, folder=work, tell=tell, flops=trainable.operations,
              validate=some.nats_per_token)
    return Taught(trainable, pairs, base, options, run, lesson(pairs.held_out).bits_per_byte(trainable.model), work)


def cost(folder: Path, pairs: Split, device: str = AUTO) -> float:
    """Bits a byte of the held-out copies, given their facts, by the model in a folder."""
    there, made = pick(device), pretrained(str(folder))
    return Copies(pairs.held_out, made.tokenizer, made.end, made.context, there).bits_per_byte(made.model.to(there))


def _name(pairs: Split, base: str, options: TrainOptions) -> str:
    """The same pairs, base and options have the same run, on whatever device."""
    named = {"base": base, **options.to_dict(), "device": "", "pairs": pairs.fingerprint}
    return hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()[:16]
