"""Which wish a text says: how near its sentence vector is to those of the examples, and its runs of letters and words.

The scores are of a kernel ridge regression whose kernel is exp(width · (cosine - 1)) of the vectors plus the product of the hashed runs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...shop import InvalidFile
from .features import BUCKETS, hashed, masked
from .taught import LAYERS, TaughtClassifier

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]
SHIPPED = Path(__file__).parents[1] / "shipped" / "intents"
_WEIGHTS, _CONFIG = "weights.npz", "config.json"
TAUGHT = 0.45


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt of n examples: `vectors` float32[n, d] of length 1, `shares` float32[n, classes], what each example says for each class
    by its nearness; `table` float32[BUCKETS, classes] what each hashed run says, `bias` float32[classes]. `decision` weighs what speaks
    for a wish in a message, see `wishes.evidence`; its constant is last."""

    labels: tuple[str, ...]
    vectors: Floats
    shares: Floats
    table: Floats
    bias: Floats
    width: float
    temperature: float = 1.0
    decision: tuple[float, ...] = ()


class IntentClassifier:
    """`labels` are the classes. With a `taught` one beside it, probabilities are a mean in which that counts `TAUGHT`. Safe to call from
    several threads."""

    def __init__(self, weights: Weights, encode: Encode, taught: TaughtClassifier | None = None) -> None:
        self.labels, self._weights, self._encode, self._taught = weights.labels, weights, encode, taught
        self.decision = np.array(weights.decision)
        self._order = [taught.labels.index(label) for label in self.labels] if taught else []

    def read(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """float32[texts, classes] twice: how likely each class is the one that a text says, and how likely it is that a text holds each class
        beside whatever else it holds, as the taught one reads it; without that, the same. A text that is there twice is read once."""
        once = list(dict.fromkeys(texts))
        chances = holds = self.chances(self.scores(once))
        if self._taught:
            says, holds = (each[:, self._order] for each in self._taught.read(once))
            chances = (1 - TAUGHT) * chances + TAUGHT * says
        places = [once.index(text) for text in texts]
        return np.asarray(chances[places], np.float32), np.asarray(holds[places], np.float32)

    def scores(self, texts: Sequence[str]) -> Floats:
        """float32[texts, classes]: about 1 for a class that a text says, about 0 for another."""
        known, plain = self._weights, [masked(text) for text in texts]
        near = np.exp(known.width * (np.asarray(self._encode(plain), np.float32) @ known.vectors.T - 1))
        scores = near @ known.shares + known.bias
        for row, text in zip(scores, plain, strict=True):
            places, values = hashed(text)
            row += values @ known.table[places]
        return np.asarray(scores, np.float32)

    def chances(self, scores: Floats) -> Floats:
        """float32[texts, classes], each row adding up to 1: the scores divided by the temperature, so that a probability is as
        often right as it says."""
        spread = np.exp((scores - scores.max(1, keepdims=True)) / self._weights.temperature)
        return np.asarray(spread / spread.sum(1, keepdims=True), np.float32)

    @classmethod
    def load(cls, folder: Path, encode: Encode) -> IntentClassifier:
        """From a folder of config.json and weights.npz, and the files of a taught one if they are there; `encode` must be the encoder
        with which it was trained. `InvalidFile` when the folder holds none."""
        try:
            config = json.loads((folder / _CONFIG).read_text("utf-8"))
            with np.load(folder / _WEIGHTS) as kept:
                vectors, shares, table = (_wide(kept[name], kept[f"{name}_scale"]) for name in ("vectors", "shares", "table"))
                bias = kept["bias"]
            labels = tuple(config["labels"])
            if table.shape != (BUCKETS, len(labels)):
                raise ValueError(f"a table of {table.shape}")
            found = Weights(labels, vectors, shares, table, bias, config["width"], config["temperature"], tuple(config["decision"]))
            return cls(found, encode, TaughtClassifier.load(folder) if (folder / LAYERS).exists() else None)
        except (OSError, ValueError, KeyError) as error:
            raise InvalidFile(f"{folder}: not a classifier of intents ({_CONFIG}, {_WEIGHTS}): {error}") from error


def save(folder: Path, weights: Weights) -> None:
    """Keeps weights in a folder, a byte each."""
    folder.mkdir(parents=True, exist_ok=True)
    (vectors, a), (shares, b), (table, c) = _narrow(weights.vectors, 1), _narrow(weights.shares, 0), _narrow(weights.table, 0)
    np.savez_compressed(folder / _WEIGHTS, bias=weights.bias, vectors=vectors, vectors_scale=a, shares=shares, shares_scale=b,
                        table=table, table_scale=c)
    config = {"kind": "intents", "labels": list(weights.labels), "width": weights.width, "temperature": round(weights.temperature, 4),
              "decision": [round(each, 4) for each in weights.decision]}
    (folder / _CONFIG).write_text(json.dumps(config, indent=1) + "\n", "utf-8")


def _narrow(values: Floats, axis: int) -> tuple[NDArray[np.int8], Floats]:
    """Rounded to 127 steps of the largest along an axis."""
    scale = np.maximum(np.abs(values).max(axis, keepdims=True), 1e-9) / 127
    return np.round(values / scale).astype(np.int8), scale.astype(np.float32)


def _wide(values: NDArray[np.int8], scale: Floats) -> Floats:
    return values.astype(np.float32) * scale
