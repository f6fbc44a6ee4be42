"""Whether a review is positive or negative, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..models.active import Active
from ..models.classify.classifier import Classifier, OnnxClassifier
from ..models.explain.explanation import Explanation, judge
from ..models.versions import Versions
from ..shop import InvalidFile, InvalidQuery
from .mixed import Sides, sides

CAPABILITY = "sentiment"
LABELS = ("negative", "positive")


@dataclass(frozen=True, slots=True)
class Sentiment:
    """A reading of a text. `positive` is the probability, 0 to 1, that a shopper who wrote it gave 4 or 5 stars, not 1 or 2; `sides` are
    what speaks for and against, where both are said."""

    positive: float
    sides: Sides | None = None

    @property
    def label(self) -> Literal["negative", "positive", "mixed"]:
        """Mixed where the text has two sides, else the likelier of the two."""
        return "mixed" if self.sides else self.likelier

    @property
    def likelier(self) -> Literal["negative", "positive"]:
        """The likelier of the two, also where the text is mixed."""
        return "positive" if self.positive >= 0.5 else "negative"

    @property
    def confidence(self) -> float:
        """The probability of `likelier`, .5 to 1."""
        return max(self.positive, 1 - self.positive)

    def to_dict(self) -> dict[str, Any]:
        """`{label, positive, confidence}`, and `sides` of a mixed one: the words `for` and `against`."""
        found = {"label": self.label, "positive": round(self.positive, 4), "confidence": round(self.confidence, 4)}
        return {**found, **({"sides": {"for": self.sides.good, "against": self.sides.bad}} if self.sides else {})}


def sentiments(classifier: Classifier, texts: Sequence[str]) -> list[Sentiment]:
    """The reading of each text; `InvalidQuery` for one that is empty."""
    for number, text in enumerate(texts, 1):
        if not text.strip():
            raise InvalidQuery(f"text {number}: expected words, got nothing" if len(texts) > 1 else "expected a text, got nothing")

    def mood(text: str) -> float:
        return float(classifier.predict([text])[0][1])

    read = [float(row[1]) for row in classifier.predict(texts)]
    return [Sentiment(positive, sides(text, positive, mood)) for text, positive in zip(texts, read, strict=True)]


def explain(classifier: OnnxClassifier, text: str) -> Explanation:
    """Why a text is read as it is: what each word adds to the log-odds of positive against negative."""

    def odds(texts: Sequence[str]) -> NDArray[np.float64]:
        chances = np.log(classifier.predict(texts).astype(np.float64))
        return np.asarray(chances[:, 1] - chances[:, 0])

    return judge(text, odds, classifier.replay)


def load(folder: Path) -> OnnxClassifier:
    """The classifier in a folder; `InvalidFile` unless its labels are `LABELS`."""
    classifier = OnnxClassifier(folder)
    if classifier.labels != LABELS:
        raise InvalidFile(f"{folder}: expected a classifier with the labels {', '.join(LABELS)}, got {', '.join(classifier.labels)}")
    return classifier


def active(versions: Versions) -> Active[OnnxClassifier, None]:
    """The classifier in use, looked up at each call; None where there is none."""
    return Active(versions, load, None)
