"""Texts to the probabilities of classes on ONNX Runtime. No torch.

A classifier's folder holds config.json (`labels` in the order of the outputs, `temperature`, `max_tokens`, `languages`), model.onnx
(`input_ids`, `attention_mask` int64[texts, tokens] to `logits` float32[texts, labels]), attention.onnx, tokenizer.json and CARD.md.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ...shop import InvalidFile, Language
from ..explain.replay import FILE, Replay, replayer
from ..runtime import session
from .calibration import softmax

Probabilities = NDArray[np.float32]


class Classifier(Protocol):
    """What says how likely each class is for a text. `labels` are the classes' names."""

    labels: tuple[str, ...]

    def predict(self, texts: Sequence[str]) -> Probabilities:
        """float32[texts, labels], each row adding up to 1."""


class OnnxClassifier:
    """A text classifier from a folder. Safe to call from several threads; one text uses one core, many use all of them."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self.folder = folder
        try:
            config = json.loads((folder / "config.json").read_text("utf-8"))
            self._session = session(folder / "model.onnx")
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self.labels: tuple[str, ...] = tuple(map(str, config["labels"]))
            self.temperature = float(config["temperature"])
            self.languages: tuple[Language, ...] = tuple(config["languages"])
        except Exception as error:
            raise InvalidFile(f"{folder}: not a classifier's folder (config.json, model.onnx, tokenizer.json): {error}") from error

    def predict(self, texts: Sequence[str]) -> Probabilities:
        """float32[texts, labels]: softmax(logits / temperature). Texts are cut at the model's limit; each runs by itself,
        as in a batch the range of the int8 activations, and so the answer, would depend on the other texts."""
        if len(texts) == 1:
            rows = [self._one(texts[0])]
        else:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                rows = list(pool.map(self._one, texts))
        logits = np.concatenate(rows) if rows else np.zeros((0, len(self.labels)), np.float32)
        return softmax(logits / self.temperature).astype(np.float32)

    @property
    def replay(self) -> Callable[[str], Replay] | None:
        """What plays a text again with the attention of every head; None for a network without attention."""
        return replayer(self.folder).replay if (self.folder / FILE).exists() else None

    def _one(self, text: str) -> NDArray[np.float32]:
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        logits: NDArray[np.float32] = self._session.run(["logits"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]
        return logits
