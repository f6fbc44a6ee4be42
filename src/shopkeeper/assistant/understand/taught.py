"""Which wishes a text says, by a copy of the sentence encoder whose layers were taught the intents."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...models.encoder import SHIPPED as ENCODER
from ...models.encoder import OnnxEncoder
from ...models.explain.replay import TOKENS
from ...models.head import Head
from ...shop import InvalidFile

Floats = NDArray[np.float32]
Vectors = Callable[[Sequence[str]], Sequence[Floats]]  # float32[tokens, d] of each text
LAYERS, HEAD, CONFIG = "layers.npz", "head.npz", "taught.json"


class TaughtClassifier:
    """`labels` are the classes; the logits of what a text says are divided by `temperature`. Safe to call from several threads."""

    def __init__(self, head: Head, temperature: float, vectors: Vectors) -> None:
        self.labels, self.temperature = head.labels, temperature
        self._head, self._vectors = head, vectors

    def read(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """float32[texts, classes] twice: how likely each class is the one that a text says, each row adding up to 1, and how likely it is
        that a text holds each class, whatever else it holds."""
        tokens = self._vectors(texts)
        return self._says(np.array([each.mean(0) for each in tokens], np.float32)), np.array([self._holds(_unit(each)) for each in tokens], np.float32)

    def _says(self, means: Floats) -> Floats:
        logits = (_unit(means) @ self._head.weights + self._head.bias) / self.temperature
        spread = np.exp(logits - logits.max(1, keepdims=True))
        return np.asarray(spread / spread.sum(1, keepdims=True), np.float32)

    def _holds(self, tokens: Floats) -> Floats:
        looks = tokens @ self._head.look
        looks = np.exp(looks - looks.max(0))
        logits = (looks / looks.sum(0) * (tokens @ self._head.say)).sum(0) + self._head.least
        return np.asarray(1 / (1 + np.exp(-logits)), np.float32)

    @classmethod
    def load(cls, folder: Path) -> TaughtClassifier:
        """From a folder of taught.json, head.npz, layers.npz and tokens.onnx, over the shipped encoder. `InvalidFile` when the folder holds none."""
        try:
            config, head, _ = json.loads((folder / CONFIG).read_text("utf-8")), load_head(folder), (folder / TOKENS).stat()
            encoder = OnnxEncoder(ENCODER, folder / LAYERS)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InvalidFile(f"{folder}: not a taught classifier ({CONFIG}, {HEAD}, {LAYERS}, {TOKENS}): {error}") from error
        return cls(head, float(config["temperature"]), encoder.token_vectors)


def load_head(folder: Path) -> Head:
    """What a folder of taught.json and head.npz makes of a text's vectors."""
    with np.load(folder / HEAD) as kept:
        return Head(tuple(json.loads((folder / CONFIG).read_text("utf-8"))["labels"]), **{name: kept[name].astype(np.float32) for name in kept.files})


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9), np.float32)
