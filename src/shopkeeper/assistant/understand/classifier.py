"""Which wish a text says: a multinomial logistic regression over hashed runs of letters and words and the sentence encoder's vector."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...shop import InvalidFile
from .features import BUCKETS, hashed, masked

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
SHIPPED = Path(__file__).parents[1] / "shipped" / "intents"
_WEIGHTS, _CONFIG = "weights.npz", "config.json"


class IntentClassifier:
    """`labels` are the classes. `table` float[BUCKETS, classes] and `dense` float[d, classes] are added up to logits, which are divided
    by `temperature`, so that a probability is as often right as it says. Safe to call from several threads."""

    def __init__(self, labels: Sequence[str], table: NDArray[np.int8], scale: NDArray[np.float32], dense: NDArray[np.float32],
                 bias: NDArray[np.float32], temperature: float, encode: Encode) -> None:
        self.labels, self.temperature = tuple(labels), temperature
        self._table, self._scale, self._dense, self._bias, self._encode = table, scale, dense, bias, encode

    def predict(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32[texts, classes], each row adding up to 1."""
        plain = [masked(text) for text in texts]
        logits = np.asarray(self._encode(plain), np.float32) @ self._dense + self._bias
        for row, text in zip(logits, plain, strict=True):
            places, values = hashed(text)
            row += (values @ self._table[places].astype(np.float32)) * self._scale
        spread = np.exp((logits - logits.max(1, keepdims=True)) / self.temperature)
        return np.asarray(spread / spread.sum(1, keepdims=True), np.float32)

    @classmethod
    def load(cls, folder: Path, encode: Encode) -> IntentClassifier:
        """From a folder of config.json and weights.npz; `encode` must be the encoder with which it was trained. `InvalidFile` when the
        folder holds none."""
        try:
            config = json.loads((folder / _CONFIG).read_text("utf-8"))
            with np.load(folder / _WEIGHTS) as kept:
                table, scale, dense, bias = (kept[name] for name in ("table", "scale", "dense", "bias"))
            if table.shape != (BUCKETS, len(config["labels"])):
                raise ValueError(f"a table of {table.shape}")
            return cls(config["labels"], table, scale, dense.astype(np.float32), bias, float(config["temperature"]), encode)
        except (OSError, ValueError, KeyError) as error:
            raise InvalidFile(f"{folder}: not a classifier of intents ({_CONFIG}, {_WEIGHTS}): {error}") from error


def save(folder: Path, labels: Sequence[str], weights: NDArray[np.float32], bias: NDArray[np.float32], temperature: float) -> None:
    """Keeps float[BUCKETS + d, classes] weights in a folder: the table in a byte each, the encoder's part in two."""
    folder.mkdir(parents=True, exist_ok=True)
    scale = np.abs(weights[:BUCKETS]).max(0) / 127
    table = np.round(weights[:BUCKETS] / scale).astype(np.int8)
    np.savez_compressed(folder / _WEIGHTS, table=table, scale=scale.astype(np.float32), dense=weights[BUCKETS:].astype(np.float16),
                        bias=bias.astype(np.float32))
    config = {"kind": "intents", "labels": list(labels), "temperature": round(temperature, 4), "buckets": BUCKETS}
    (folder / _CONFIG).write_text(json.dumps(config, indent=1) + "\n", "utf-8")
