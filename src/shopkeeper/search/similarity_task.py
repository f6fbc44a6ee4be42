"""How well similarity parts texts that mean the same from others, on a user's own pairs: rows `{a, b, label}`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ..evaluation import Report, auc, proportion
from ..shop import InvalidFile, InvalidRecord

Labelled = tuple[str, str, bool]
Scores = Callable[[Sequence[tuple[str, str]]], list[float]]
_LABELS = {"0": False, "1": True, "0.0": False, "1.0": True, "false": False, "true": True}


def read_pairs(rows: Iterable[tuple[int, Mapping[str, Any]]], source: str) -> list[Labelled]:
    """Numbered rows as pairs. `InvalidRecord` names source, row and field; `InvalidFile` unless there are pairs of both labels in
    either half."""
    pairs = [(_text(row, "a", source, n), _text(row, "b", source, n), _label(row, source, n)) for n, row in rows]
    if len({(_half(pair), pair[2]) for pair in pairs}) < 4:
        raise InvalidFile(f"{source}: expected more pairs with label 1 and with label 0, got {len(pairs)} in all")
    return pairs


def measure(scores: Scores, pairs: Sequence[Labelled]) -> Report:
    """auc over all pairs, and the accuracy on one half of them at the threshold that is best on the other, which half a pair is in
    being said by a hash of its texts; each with a 95 % interval."""
    values, labels = np.array(scores([(a, b) for a, b, _ in pairs])), np.array([label for *_, label in pairs])
    held_out = np.array([_half(pair) for pair in pairs])
    threshold = best_threshold(values[~held_out], labels[~held_out])
    right = (values >= threshold) == labels
    area, accuracy = auc(values.tolist(), labels.tolist()), proportion(int(right[held_out].sum()), int(held_out.sum()))
    metrics = {name: value for name, value in (("auc", area), ("accuracy", accuracy)) if value}
    rows = [{"key": f"{a}\n{b}", "score": float(value), "label": int(label)} for (a, b, label), value in zip(pairs, values, strict=True)]
    counts = {"pairs": len(pairs), "pairs of one meaning": int(labels.sum()), "pairs whose accuracy is measured": int(held_out.sum())}
    return Report("similarity", metrics, counts, tuple(rows))


def best_threshold(scores: Any, labels: Any) -> float:
    """From which score a pair is best called one of one meaning: the middle between two scores that gets the most right."""
    order = np.argsort(scores, kind="stable")
    values, true = scores[order], labels[order]
    right = np.concatenate([[true.sum()], true.sum() + np.cumsum(~true) - np.cumsum(true)])
    right[1:-1][values[1:] == values[:-1]] = -1  # no threshold parts equal scores
    at = int(right.argmax())
    ends = np.concatenate([values[:1], (values[1:] + values[:-1]) / 2, values[-1:] + 1])
    return float(ends[at])


def _half(pair: Labelled) -> bool:
    return bool(hashlib.blake2b(f"{pair[0]}\n{pair[1]}".encode(), digest_size=1).digest()[0] & 1)


def _text(row: Mapping[str, Any], name: str, source: str, number: int) -> str:
    value = row.get(name)
    if value is None or isinstance(value, bool | list | dict) or not str(value).strip():
        raise InvalidRecord(f"{source}, row {number}, {name}", "a text", value)
    return str(value).strip()


def _label(row: Mapping[str, Any], source: str, number: int) -> bool:
    label = _LABELS.get(str(row.get("label")).strip().lower())
    if label is None:
        raise InvalidRecord(f"{source}, row {number}, label", "0 or 1", row.get("label"))
    return label
