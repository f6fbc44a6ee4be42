"""`evaluate aspects`: whether the aspect that people marked in a text is found, and whether it is read as they read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from ..evaluation import Interval, Report, proportion
from ..models.classify.classifier import Classifier
from ..shop import InvalidFile, InvalidRecord
from .opinions import Opinion, opinions
from .sentiment import sentiments

_POLARITY = {"1": 1, "0": 0, "-1": -1, "positive": 1, "neutral": 0, "negative": -1}
EXPECTED = "1, 0 or -1, or positive, neutral or negative"


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in which a person marked the words of one aspect, and what it says of it."""

    text: str
    aspect: str
    polarity: int


def read_aspects(rows: Iterable[tuple[int, Mapping[str, Any]]], source: str) -> list[Marked]:
    """The rows {text, aspect, polarity}. `InvalidRecord` names the row and field of the first one that is wrong."""
    found = []
    for number, row in rows:
        for field in ("text", "aspect"):
            if not str(row.get(field) or "").strip():
                raise InvalidRecord(f"{source}, row {number}, {field}", "a text", row.get(field))
        polarity = _POLARITY.get(str(row.get("polarity")).strip().lower().removesuffix(".0"))
        if polarity is None:
            raise InvalidRecord(f"{source}, row {number}, polarity", EXPECTED, row.get("polarity"))
        found.append(Marked(str(row["text"]), str(row["aspect"]), polarity))
    if not found:
        raise InvalidFile(f"{source}: expected at least one row with text, aspect and polarity")
    return found


def measure(classifier: Classifier, rows: Sequence[Marked], progress: Any = None) -> Report:
    """aspect_recall: an opinion's words, or its clause, overlap the marked words. polarity_accuracy and macro_f1: over the rows that were
    found, the reading nearest to the mark against the person's; the mood of the clause where no opinion was found is not counted."""
    def mood(clause: str) -> float:
        return sentiments(classifier, [clause])[0].positive if clause.strip() else 0.5

    said, out, started = [], list[dict[str, Any]](), perf_counter()
    for number, row in enumerate(rows, 1):
        found = nearest(row, opinions(row.text, mood))
        said.append(found)
        right = None if found is None else int(found.polarity == row.polarity)
        out.append({"key": str(number - 1), "aspect_recall": int(found is not None), "polarity_accuracy": right})
        if progress:
            progress("texts", number, len(rows))
    speed = len(rows) / (perf_counter() - started)
    hit = [(row, found) for row, found in zip(rows, said, strict=True) if found is not None]
    right = sum(found.polarity == row.polarity for row, found in hit)
    figures = {"aspect_recall": proportion(len(hit), len(rows)), "polarity_accuracy": proportion(right, len(hit)),
               "macro_f1": _macro(hit), "texts_per_s": Interval(speed, speed, speed)}  # fmt: skip
    known = {name: figure for name, figure in figures.items() if figure}
    return Report("aspects", known, {"texts": len(rows), "found": len(hit)}, tuple(out))


def nearest(row: Marked, found: Sequence[Opinion]) -> Opinion | None:
    """The opinion that is about the marked words: one whose own words are in them, else one whose clause overlaps them."""
    mark = row.aspect
    for opinion in found:
        if (opinion.term and (opinion.term in mark or mark in opinion.term)) or (opinion.words and opinion.words in mark):
            return opinion
    places = [at for at in range(len(row.text) - len(mark) + 1) if row.text.startswith(mark, at)]
    return next((opinion for opinion in found if any(opinion.start < at + len(mark) and at < opinion.end for at in places)), None)


def _macro(hit: Sequence[tuple[Marked, Opinion]]) -> Interval | None:
    if not hit:
        return None
    truth, guess = np.array([row.polarity for row, _ in hit]), np.array([found.polarity for _, found in hit])
    scores = []
    for label in sorted({*truth.tolist(), *guess.tolist()}):
        both = int(((truth == label) & (guess == label)).sum())
        scores.append(2 * both / max(1, int((truth == label).sum() + (guess == label).sum())))
    value = float(np.mean(scores))
    return Interval(value, value, value)
