"""`evaluate sentiment`: how often the reading of a review agrees with its stars or with what people say of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from ..evaluation import Report, confusion, measures
from ..models.classify.classifier import Classifier
from ..shop import InvalidFile, InvalidRecord
from .sentiment import LABELS, sentiments

Neutral = Literal["drop", "negative"]
AT_ONCE = 256
LEAST_STARS, MOST_STARS = 1, 5


@dataclass(frozen=True, slots=True)
class Labelled:
    """Reviews with what they are: 1 positive, 0 negative. `dropped`: how many rows were neither."""

    texts: list[str]
    labels: list[int]
    dropped: int = 0


def read_reviews(rows: Iterable[tuple[int, Mapping[str, Any]]], source: str, neutral: Neutral = "drop") -> Labelled:
    """The reviews of rows, each with its number: {text, label} with 0 or 1, or {text, stars}, 4 and more positive, 2 and less negative,
    what lies between as `neutral` says. Empty texts are dropped.

    `InvalidRecord` names the row and field of the first one that is wrong, `InvalidFile` says that nothing is left."""
    found = Labelled([], [])
    dropped = 0
    for number, row in rows:
        text, label = row.get("text"), _label(row, source, number, neutral)
        if text is not None and not isinstance(text, str | int | float):
            raise InvalidRecord(f"{source}, row {number}, text", "a text", text)
        if label is None or text is None or not str(text).strip():
            dropped += 1
        else:
            found.texts.append(str(text))
            found.labels.append(label)
    if not found.texts:
        raise InvalidFile(f"{source}: expected at least one row with a text and a label 0 or 1, or stars; {dropped:,} rows were dropped")
    return Labelled(found.texts, found.labels, dropped)


def measure(classifier: Classifier, reviews: Labelled, progress: Any = None) -> Report:
    """accuracy, balanced_accuracy, precision, recall and f1 of the positive ones, macro_f1, auc, each with its 95 % interval; `counts` hold
    the confusion matrix. A row's key is its place among the reviews, `right` 1 or 0."""
    positive = []
    for start in range(0, len(reviews.texts), AT_ONCE):
        positive += [each.positive for each in sentiments(classifier, reviews.texts[start : start + AT_ONCE])]
        if progress:
            progress("reviews", len(positive), len(reviews.texts))
    chances = np.array([[1 - each, each] for each in positive])
    said = (chances[:, 1] >= 0.5).astype(int)
    rows = [_row(place, text, label, value) for place, (text, label, value)
            in enumerate(zip(reviews.texts, reviews.labels, positive, strict=True))]
    return Report("sentiment", measures(reviews.labels, chances), _counts(reviews, said.tolist()), tuple(rows))


def _row(place: int, text: str, label: int, positive: float) -> dict[str, Any]:
    return {"key": str(place), "text": text, "label": label, "positive": round(positive, 6), "accuracy": float((positive >= 0.5) == label)}


def _counts(reviews: Labelled, said: Sequence[int]) -> dict[str, int]:
    matrix = confusion(reviews.labels, said, len(LABELS))
    cells = {f"{LABELS[i]} read as {LABELS[j]}": int(matrix[i, j]) for i in (1, 0) for j in (1, 0)}
    return {"reviews": len(reviews.texts), **cells, "rows without text or clear label (left out)": reviews.dropped}


def _label(row: Mapping[str, Any], source: str, number: int, neutral: Neutral) -> int | None:
    if row.get("label") is not None and row["label"] != "":
        value = _number(row["label"])
        if value not in (0, 1):
            raise InvalidRecord(f"{source}, row {number}, label", "0 (negative) or 1 (positive)", row["label"])
        return int(value)
    stars = _number(row.get("stars"))
    if stars is None or not LEAST_STARS <= stars <= MOST_STARS:
        wanted = f"a label 0 or 1, or stars from {LEAST_STARS} to {MOST_STARS}"
        raise InvalidRecord(f"{source}, row {number}, stars", wanted, row.get("stars"))
    if 2 < stars < 4:
        return None if neutral == "drop" else 0
    return int(stars >= 4)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
