"""Which wish a text says, by a copy of the sentence encoder whose layers were taught the intents."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...models.encoder import SHIPPED as ENCODER
from ...models.encoder import OnnxEncoder
from ...shop import InvalidFile

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
LAYERS, HEAD, CONFIG = "layers.npz", "head.npz", "taught.json"


class TaughtClassifier:
    """`labels` are the classes; the logits of a text are its vector times `weights` float32[d, classes] plus `bias`, divided by
    `temperature`. Safe to call from several threads."""

    def __init__(
        self, labels: Sequence[str], weights: NDArray[np.float32], bias: NDArray[np.float32], temperature: float, encode: Encode,
    ) -> None:
        self.labels, self.temperature = tuple(labels), temperature
        self._weights, self._bias, self._encode = weights, bias, encode

    def predict(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32[texts, classes], each row adding up to 1."""
        logits = (np.asarray(self._encode(texts), np.float32) @ self._weights + self._bias) / self.temperature
        spread = np.exp(logits - logits.max(1, keepdims=True))
        return np.asarray(spread / spread.sum(1, keepdims=True), np.float32)

    @classmethod
    def load(cls, folder: Path) -> TaughtClassifier:
        """From a folder of taught.json, head.npz and layers.npz, over the shipped encoder. `InvalidFile` when the folder holds none."""
        try:
            config = json.loads((folder / CONFIG).read_text("utf-8"))
            with np.load(folder / HEAD) as kept:
                weights, bias = kept["weights"].astype(np.float32), kept["bias"].astype(np.float32)
            encoder = OnnxEncoder(ENCODER, folder / LAYERS)
        except (OSError, ValueError, KeyError) as error:
            raise InvalidFile(f"{folder}: not a taught classifier ({CONFIG}, {HEAD}, {LAYERS}): {error}") from error
        return cls(config["labels"], weights, bias, float(config["temperature"]), encoder.encode)
