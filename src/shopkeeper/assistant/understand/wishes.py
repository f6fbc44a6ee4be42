"""Which wishes a message holds, and where each is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .classifier import IntentClassifier
from .labels import CONTEXT, POLITE
from .split import clauses

PARTS = 6  # parts of a message that are read for themselves
ALONE = 0.30  # a message of one part says nothing that is likelier than this: not understood
SURE, AGREED = 0.60, 0.08  # a part's wish counts from here, where the whole message gives it at least so much …
VERY_SURE = 0.85  # … or from here, whatever the whole message looks like


@dataclass(frozen=True, slots=True)
class Found:
    """A wish with the part of the message that says it."""

    intent: str
    probability: float
    text: str


def find_wishes(text: str, classifier: IntentClassifier) -> list[Found]:
    """The wishes of a message, in order; empty where nothing is understood. What only tells, and politeness beside a wish, is none."""
    parts = _joined(clauses(text))
    chances = classifier.predict([text, *parts] if len(parts) > 1 else [text])
    whole = _without_context(chances[0], classifier.labels)
    if len(parts) <= 1:
        return _best(text, whole, classifier.labels)
    found = _sure(parts, chances[1:], whole, classifier.labels)
    wanted = [each for each in found if each.intent not in POLITE]
    return wanted or _best(text, whole, classifier.labels)


def _best(text: str, chances: NDArray[np.float32], labels: Sequence[str]) -> list[Found]:
    top = int(chances.argmax())
    return [Found(labels[top], float(chances[top]), text)] if chances[top] >= ALONE else []


def _sure(parts: Sequence[str], chances: NDArray[np.float32], whole: NDArray[np.float32], labels: Sequence[str]) -> list[Found]:
    found: dict[str, Found] = {}
    for part, row in zip(parts, chances, strict=True):
        top = int(row.argmax())
        label, sure = labels[top], float(row[top])
        counts = sure >= VERY_SURE or (sure >= SURE and whole[top] >= AGREED)
        if label != CONTEXT and counts and (label not in found or found[label].probability < sure):
            found[label] = Found(label, sure, part)
    return list(found.values())


def _without_context(chances: NDArray[np.float32], labels: Sequence[str]) -> NDArray[np.float32]:
    """The chances of the wishes alone: a whole message is hardly ever sent to want nothing."""
    if CONTEXT not in labels:
        return chances
    rest = chances.copy()
    rest[labels.index(CONTEXT)] = 0
    return rest


def _joined(parts: list[str]) -> list[str]:
    """At most `PARTS` parts: the rest of a long story stays with the last."""
    return parts if len(parts) <= PARTS else [*parts[: PARTS - 1], " ".join(parts[PARTS - 1 :])]
