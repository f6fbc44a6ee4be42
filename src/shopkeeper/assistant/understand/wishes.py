"""Which wishes a message holds, and where each is said.

A message is read as a whole, in its sentences, and in the parts between its commas, each for what it says; and once more as a whole for all that it
holds, so that a reason or a story is read beside the wish that it belongs to. How sure each reading is of a wish decides together whether the
message holds it: a wish that is told in three sentences is one, two in a breath are two.
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
ALONE = 0.2  # a message in which nothing is likelier than this is not understood: better asked again than guessed
MANNERS = 0.50  # as ALONE, for what is only said out of politeness, and for what no shop serves: noise is nearest to that
HOLDS, SURELY = 0.5, 0.7
LIKELY = 0.2  # a class that the whole may hold is looked at from here
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
    """A message cut in ways: its text first, then `sentences` parts between sentences, then those between commas. `chances` float[parts, classes]
    are the classifier's of what each part says, `holds` float[classes] of what the whole message holds."""

    parts: tuple[str, ...]
    sentences: int
    chances: Floats
    holds: Floats


def find_wishes(text: str, classifier: IntentClassifier) -> list[Found]:
    """The wishes of a message, in order; empty where nothing is understood. What only tells, and politeness beside a wish, is none."""
    if _NUMBER.fullmatch(text.strip()):
        return []
    reading = read(text, classifier)
    names, rows = evidence(reading, classifier.labels)
    holds = 1 / (1 + np.exp(-(rows @ classifier.decision[:-1] + classifier.decision[-1])))
    whole = reading.parts[-1] == reading.parts[0]  # not divided: it says one thing, the likeliest, unless it surely holds several
    least = SURELY if whole else HOLDS
    found = [_found(name, float(chance), reading, classifier.labels) for name, chance in zip(names, holds, strict=True) if chance >= least]
    if whole and len(found) < 2:
        return _best(reading, classifier.labels)
    wanted = [each for each in found if each.intent not in POLITE] or found
    return sorted(wanted, key=lambda each: text.find(each.text)) or _best(reading, classifier.labels)


def read(text: str, classifier: IntentClassifier) -> Reading:
    """The message with what each of its parts may say."""
    parts, sentences = cut(text)
    chances, holds = classifier.read(parts)
    return Reading(tuple(parts), sentences, chances, holds[0])


def cut(text: str) -> tuple[list[str], int]:
    """The message and its parts, and how many of those are sentences; one that has no parts is its own sentence and its own part."""
    sentences, phrases = _joined(clauses(text)), _joined(clauses(text, commas=True))
    if len(phrases) <= 1:
        return [text, text, text], 1
    return [text, *sentences, *phrases], len(sentences)


def evidence(reading: Reading, labels: Sequence[str]) -> tuple[list[str], NDArray[np.float64]]:
    """The classes that any part of a message is most of, or that the whole may hold, and for each of them a row of what speaks for it."""
    chances, holds = reading.chances, _wanted(reading.holds, labels)
    tops, whole = chances.argmax(1), _wanted(chances[0], labels)
    first = int(whole.argmax())
    classes = [each for each in dict.fromkeys((first, *tops.tolist(), *np.flatnonzero(holds >= LIKELY).tolist())) if labels[each] != CONTEXT]
    rows = [[*_row(each, first, whole, chances, tops, 1 + reading.sentences, labels[each] in POLITE), *_held(each, holds)] for each in classes]
    return [labels[each] for each in classes], np.array(rows)


def _wanted(chances: Floats, labels: Sequence[str]) -> Floats:
    """Those of the classes that are wishes."""
    return np.where(np.array(labels) == CONTEXT, np.float32(0), chances)


def _held(each: int, holds: Floats) -> list[float]:
    chance, top = float(holds[each]), float(each == int(holds.argmax()))
    odds = _log(chance) - _log(1 - chance)
    return [chance, odds, top, (1 - top) * odds, float(np.delete(holds, each).max())]


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
    chances = _wanted(reading.chances[0], labels)
    top = int(chances.argmax())
    least = MANNERS if labels[top] in POLITE or labels[top] == OTHER else ALONE
    return [Found(labels[top], float(chances[top]), reading.parts[0])] if chances[top] >= least else []


def _joined(parts: list[str]) -> list[str]:
    """At most `PARTS` parts: the rest of a long story stays with the last."""
    return parts if len(parts) <= PARTS else [*parts[: PARTS - 1], " ".join(parts[PARTS - 1 :])]
