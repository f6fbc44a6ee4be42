"""Which wishes a message holds, and where each is said.

A message is read as a whole, in its sentences, and in the parts between its commas; how sure each reading is of a wish decides together
whether the message holds it: a wish that is told in three sentences is one, two in a breath are two.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .classifier import Floats, IntentClassifier
from .labels import CONTEXT, OTHER, POLITE
from .split import clauses

PARTS = 6  # parts of a message that are read for themselves
ALONE = 0.25  # a message in which nothing is likelier than this is not understood: better asked again than guessed
MANNERS = 0.50  # as ALONE, for what is only said out of politeness, and for what no shop serves: noise is nearest to that
HOLDS = 0.55
RAREST = 1e-4  # probabilities below this say the same
_NUMBER = re.compile(r"(?!88)\d{1,3}\W*")  # a size, a choice, a count: no wish; 88 and 886 are good-bye in Chinese


@dataclass(frozen=True, slots=True)
class Found:
    """A wish with the part of the message that says it."""

    intent: str
    probability: float
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A message cut in ways: its text first, then `sentences` parts between sentences, then those between commas. `chances`
    float[parts, classes] are the classifier's."""

    parts: tuple[str, ...]
    sentences: int
    chances: Floats


def find_wishes(text: str, classifier: IntentClassifier) -> list[Found]:
    """The wishes of a message, in order; empty where nothing is understood. What only tells, and politeness beside a wish, is none."""
    if _NUMBER.fullmatch(text.strip()):
        return []
    parts, sentences = cut(text)
    reading = Reading(tuple(parts), sentences, classifier.read(parts))
    if len(parts) == 1:
        return _best(reading, classifier.labels)
    names, rows = evidence(reading, classifier.labels)
    holds = 1 / (1 + np.exp(-(rows @ classifier.decision[:-1] + classifier.decision[-1])))
    found = [_found(name, float(chance), reading, classifier.labels) for name, chance in zip(names, holds, strict=True) if chance >= HOLDS]
    wanted = [each for each in found if each.intent not in POLITE] or found
    return sorted(wanted, key=lambda each: text.find(each.text)) or _best(reading, classifier.labels)


def cut(text: str) -> tuple[list[str], int]:
    """The message and its parts, and how many of those are sentences."""
    sentences, phrases = _joined(clauses(text)), _joined(clauses(text, commas=True))
    if len(phrases) <= 1:
        return [text], 0
    return [text, *sentences, *phrases], len(sentences)


def evidence(reading: Reading, labels: Sequence[str]) -> tuple[list[str], NDArray[np.float64]]:
    """The classes that any part of a message is most of, and for each of them a row of what speaks for it."""
    chances, middle = reading.chances, 1 + reading.sentences
    tops = chances.argmax(1)
    classes = [label for label in dict.fromkeys(tops.tolist()) if labels[label] != CONTEXT]
    whole = chances[0].copy()
    if CONTEXT in labels:
        whole[labels.index(CONTEXT)] = 0
    first = int(whole.argmax())
    classes = classes if first in classes else [first, *classes]
    rows = [_row(each, first, whole, chances, tops, middle, labels[each] in POLITE) for each in classes]
    return [labels[each] for each in classes], np.array(rows)


def _row(each: int, first: int, whole: Floats, chances: Floats, tops: NDArray[np.int64], middle: int, polite: bool) -> list[float]:
    sentence, phrase = float(chances[1:middle, each].max()), float(chances[middle:, each].max())
    others = max((float(chances[middle:, top].max()) for top in set(tops.tolist()) - {each}), default=0.0)
    is_first, of_whole = float(each == first), float(whole[each])
    return [
        is_first, of_whole, sentence, phrase, _log(of_whole), _log(sentence), _log(phrase),
        float((tops[1:middle] == each).mean()), float((tops[middle:] == each).mean()), others,
        float(polite), is_first * of_whole, sentence * phrase, (1 - is_first) * sentence, min(len(tops) - middle, 5) / 5, float(middle > 2),
    ]  # fmt: skip


def _log(chance: float) -> float:
    return math.log(max(chance, RAREST)) / 5


def _found(name: str, chance: float, reading: Reading, labels: Sequence[str]) -> Found:
    """The wish with the sentence that says it most, or the part between commas where the message is one sentence."""
    start, end = (1, 1 + reading.sentences) if reading.sentences > 1 else (1 + reading.sentences, len(reading.parts))
    best = start + int(reading.chances[start:end, labels.index(name)].argmax())
    return Found(name, chance, reading.parts[best])


def _best(reading: Reading, labels: Sequence[str]) -> list[Found]:
    chances = reading.chances[0].copy()
    if CONTEXT in labels:
        chances[labels.index(CONTEXT)] = 0
    top = int(chances.argmax())
    least = MANNERS if labels[top] in POLITE or labels[top] == OTHER else ALONE
    return [Found(labels[top], float(chances[top]), reading.parts[0])] if chances[top] >= least else []


def _joined(parts: list[str]) -> list[str]:
    """At most `PARTS` parts: the rest of a long story stays with the last."""
    return parts if len(parts) <= PARTS else [*parts[: PARTS - 1], " ".join(parts[PARTS - 1 :])]
