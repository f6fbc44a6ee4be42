"""`evaluate intents`: how often the wishes of a message are understood, all of them and nothing else."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...evaluation import Interval, Report, mean, percentile
from ...evaluation.intervals import SAMPLES
from ...shop import InvalidFile, InvalidRecord
from .labels import WISHES
from .understood import Understood

Understand = Callable[[str], Understood]
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message and the wishes it holds; those of `also` may be found or not, which counts neither for nor against."""

    text: str
    intents: frozenset[str]
    also: frozenset[str] = field(default_factory=frozenset)


def read_messages(rows: Iterable[tuple[int, Mapping[str, Any]]], source: str) -> list[Labelled]:
    """The messages of rows, each with its number: {utterance, intent}, or {text, intents, also} with lists of intents.
    `InvalidRecord` names the row and field of the first one that is wrong, `InvalidFile` says that there is none."""
    found = [_message(row, f"{source}, row {number}") for number, row in rows]
    if not found:
        raise InvalidFile(f"{source}: expected at least one row with an utterance and an intent, or a text and a list of intents")
    return found


def _message(row: Mapping[str, Any], place: str) -> Labelled:
    name = "utterance" if row.get("utterance") not in (None, "") else "text"
    text = row.get(name)
    if not isinstance(text, str) or not text.strip():
        raise InvalidRecord(f"{place}, {name}", "a text", text)
    intents = _intents(row.get("intents") or row.get("intent"), f"{place}, intents" if row.get("intents") else f"{place}, intent")
    if not intents:
        raise InvalidRecord(f"{place}, intent", "an intent", row.get("intent"))
    return Labelled(text, intents, _intents(row.get("also"), f"{place}, also") - intents)


def _intents(value: Any, place: str) -> frozenset[str]:
    names = [value] if isinstance(value, str) and value else list(value or ())
    for name in names:
        if name not in WISHES:
            raise InvalidRecord(place, "one of " + ", ".join(WISHES), name)
    return frozenset(names)


def measure(understand: Understand, messages: Sequence[Labelled], progress: Any = None) -> Report:
    """accuracy: the share of messages whose wishes were found exactly; macro_f1: the mean over the intents that occur of how well each
    is found; p50_ms and p95_ms of a message; each with its 95 % interval. `counts` say of each intent how many were right, and what was
    said in its place. A row's key is its place among the messages."""
    rows, spent = [], []
    for place, message in enumerate(messages):
        begun = time.perf_counter()
        said = frozenset(understand(message.text).intents)
        spent.append(1000 * (time.perf_counter() - begun))
        rows.append(_row(place, message, said))
        if progress:
            progress("messages", place + 1, len(messages))
    metrics = {"accuracy": mean([row["accuracy"] for row in rows]), "macro_f1": _macro_f1(rows),
               "p50_ms": percentile(spent, 50), "p95_ms": percentile(spent, 95)}  # fmt: skip
    return Report("intents", metrics, _counts(rows), tuple(rows))


def _row(place: int, message: Labelled, said: frozenset[str]) -> dict[str, Any]:
    counted = said - message.also
    return {"key": str(place), "text": message.text, "intents": sorted(message.intents), "also": sorted(message.also),
            "said": sorted(said), "accuracy": float(counted == message.intents),
            "missed": sorted(message.intents - counted), "wrong": sorted(counted - message.intents)}  # fmt: skip


def _macro_f1(rows: Sequence[Mapping[str, Any]]) -> Interval:
    """The interval is of the bootstrap over messages."""
    labels = sorted({label for row in rows for label in row["intents"]})
    there, said = (np.array([[label in row[name] for label in labels] for row in rows], np.float64) for name in ("intents", "said"))
    free = np.array([[label in row["also"] for label in labels] for row in rows])
    said[free] = 0
    cells = np.concatenate([there * said, there + said], axis=1)
    weights = np.random.default_rng(0).multinomial(len(rows), np.full(len(rows), 1 / len(rows)), SAMPLES)
    spread = np.percentile(_f1(weights @ cells), [2.5, 97.5])
    return Interval(float(_f1(cells.sum(0)[None])[0]), float(spread[0]), float(spread[1]))


def _f1(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """float[n, 2·labels] of right ones and of true plus said ones to float[n] means of 2·right / (true + said)."""
    right, both = np.split(sums, 2, axis=1)
    occurs = both > 0
    f1 = np.divide(2 * right, both, out=np.zeros_like(right), where=occurs)
    return np.asarray(f1.sum(1) / np.maximum(occurs.sum(1), 1))


def _counts(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    there = Counter(label for row in rows for label in row["intents"])
    missed = Counter(label for row in rows for label in row["missed"])
    mixed = Counter((label, other) for row in rows for label in row["missed"] for other in row["wrong"] or [NOTHING])
    added = Counter(other for row in rows if not row["missed"] for other in row["wrong"])
    return {
        "messages": len(rows), "wishes": sum(there.values()),
        **{f"{label} right of {count}": count - missed[label] for label, count in sorted(there.items())},
        **{f"{label} read as {other}": count for (label, other), count in mixed.most_common()},
        **{f"{other} said besides": count for other, count in added.most_common()},
    }
