"""Learns from titles whose attributes are known: the likelihood of a right stretch, by steps of Adagrad (Duchi et al. 2011)."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...evaluation import Report
from ...models.card import OWN, Card, Data, fingerprint
from ...models.versions import Versions
from ...shop import InvalidFile, InvalidRecord
from .extractor import Extractor
from .spans import EMPTY, Places, Title, places, right
from .task import Labelled, measure

EPOCHS, RATE = 3, 0.15
NONE = "n/a"  # a value that says that the text states none
_LITTLE = 1e-4  # of the gradient
Progress = Callable[[str, int, int], None]


def read_attributes(rows: Iterable[tuple[int, Mapping[str, Any]]], source: str) -> list[Labelled]:
    """The rows {input, category, target_scores: {attribute: {value: 1}}}. `InvalidRecord` names the row and field of the first one that
    is wrong, `InvalidFile` an empty file."""
    found = []
    for number, row in rows:
        text, scores = row.get("input"), row.get("target_scores")
        if not isinstance(text, str) or not text.strip():
            raise InvalidRecord(f"{source}, row {number}, input", "a text", text)
        if not isinstance(scores, Mapping) or not all(isinstance(each, Mapping) and each for each in scores.values()):
            raise InvalidRecord(f"{source}, row {number}, target_scores", "{attribute: {value: 1}}", scores)
        values = {str(name): tuple(str(value) for value in each if str(value) != NONE) for name, each in scores.items()}
        found.append(Labelled(text, str(row.get("category") or ""), values))
    if not found:
        raise InvalidFile(f"{source}: expected at least one row with input and target_scores")
    return found


def learn(rows: Sequence[Labelled], progress: Progress | None = None, seed: int = 0) -> Extractor:
    """An extractor learnt from these rows; the same rows make the same weights."""
    weights, squares = np.zeros(EMPTY + 1), np.full(EMPTY + 1, 1e-3)
    lessons, dice = list(_lessons(rows)), np.random.default_rng(seed)
    for epoch in range(EPOCHS):
        for lesson in dice.permutation(len(lessons)).tolist():
            _step(weights, squares, *lessons[lesson])
        if progress:
            progress("attributes", epoch + 1, EPOCHS)
    names: dict[str, set[str]] = {}
    for row in rows:
        names.setdefault(row.category, set()).update(row.values)
    return Extractor(weights, {category: sorted(each) for category, each in sorted(names.items())})


def _lessons(rows: Sequence[Labelled]) -> Iterator[tuple[Places, NDArray[np.bool_]]]:
    for row in rows:
        title = Title(row.text)
        for name, values in row.values.items():
            if (true := right(title, values)).any():  # a value that is no stretch of the title teaches nothing
                yield places(title, name, row.category), true


def _step(weights: NDArray[np.float64], squares: NDArray[np.float64], features: Places, true: NDArray[np.bool_]) -> None:
    scores = weights[features].sum(axis=1)
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    wanted = np.where(true, chances, 0)
    gradient = chances - wanted / max(wanted.sum(), 1e-300)
    rows = np.abs(gradient) > _LITTLE
    touched, inverse = np.unique(features[rows].ravel(), return_inverse=True)
    change = np.bincount(inverse, np.repeat(gradient[rows], features.shape[1]), len(touched))
    squares[touched] += change * change
    weights[touched] -= RATE * change / np.sqrt(squares[touched])
    weights[EMPTY] = 0


@dataclass(frozen=True, slots=True)
class Trained:
    """A version that was made: of how many titles, how well it does on those held out, whether it is in use."""

    version: str
    active: bool
    learnt: int
    held_out: int
    report: Report

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        said = self.report.to_dict(rows=False)
        return {"version": self.version, "active": self.active, "learnt": self.learnt, "held_out": self.held_out, "report": said}


def train(
    rows: Sequence[Labelled], versions: Versions, source: str, progress: Progress | None = None, licence: str = OWN
) -> Trained:
    """Learns from four fifths of the titles (by their hash) and is measured on the fifth; then from all, which is the version that is made.
    It is put in use unless the one in use is better on the fifth."""
    begun = time.monotonic()
    learn_from, held = ([row for row in rows if _held(row) == out] for out in (False, True))
    if not held or not learn_from:
        raise InvalidFile(f"{source}: expected enough titles for a fifth to be held out")
    report = measure(learn(learn_from, progress), held)
    now = versions.active
    before = measure(Extractor.load(versions.get(now).folder), held).metrics["micro_f1"].value if now else 0.0
    made, card = learn(rows), _card(rows, report, (source, licence), time.monotonic() - begun)
    version = versions.add(made.save, card=card, about={"source": source})
    active = report.metrics["micro_f1"].value >= before
    if active:
        versions.promote(version.name)
    return Trained(version.name, active, len(rows), len(held), report)


def _card(rows: Sequence[Labelled], report: Report, origin: tuple[str, str], seconds: float) -> Card:
    names = {name for row in rows for name in row.values}
    return Card(
        "Attributes",
        f"Reads the values of {len(names)} attributes out of English titles: a log-linear model over their stretches.",
        Data(fingerprint(f"{row.text}\t{sorted(row.values.items())}" for row in rows), len(rows), [origin[0]], origin[1]),
        report.metrics,
        "a fifth of the titles, by hash, that the measured model had not seen; this one has seen all",
        {"epochs": EPOCHS, "rate": RATE},
        seconds,
        limits=["It reads English titles as marketplaces write them; Chinese ones are read by the vocabulary."],
    )


def _held(row: Labelled) -> bool:
    return zlib.crc32(row.text.encode()) % 5 == 0
