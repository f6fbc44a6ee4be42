"""Reads the value of a named attribute out of a title: every stretch of the title, and "there is none", is weighed, and the best is it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...models.versions import CONFIG
from ...shop import InvalidFile
from .spans import EMPTY, Title, places

CAPABILITY = "attributes"
WEIGHTS = "weights.npz"
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Extracted:
    """A value as the text has it, where it stands, and how sure it is (0 to 1)."""

    name: str
    value: str
    start: int
    end: int
    sure: float

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"name": self.name, "value": self.value, "span": [self.start, self.end], "sure": round(self.sure, 3)}


class Extractor:
    """A log-linear model over stretches: the chance of one is softmax of the sum of its features' weights. `names` are the attributes that
    it has learnt, by category; those of an unknown category are all."""

    def __init__(self, weights: Floats, names: dict[str, list[str]]) -> None:
        self.weights, self.names = weights, names
        self._all = sorted({name for each in names.values() for name in each})

    @classmethod
    def load(cls, folder: Path) -> Extractor:
        """What `save` wrote; `InvalidFile` when that is not what is there."""
        try:
            with np.load(folder / WEIGHTS) as kept:
                weights = np.zeros(EMPTY + 1)
                weights[kept["places"]] = kept["weights"].astype(np.float64)
            return cls(weights, json.loads((folder / CONFIG).read_text("utf-8"))["names"])
        except (OSError, KeyError, ValueError, IndexError) as error:
            raise InvalidFile(f"{folder}: expected the weights of an extractor of attributes ({error})") from error

    def save(self, folder: Path) -> None:
        """Writes weights and config.json."""
        known = np.flatnonzero(np.abs(self.weights[:EMPTY]) > 1e-3).astype(np.int32)
        np.savez_compressed(folder / WEIGHTS, places=known, weights=self.weights[known].astype(np.float16))
        (folder / CONFIG).write_text(json.dumps({"capability": CAPABILITY, "names": self.names}), "utf-8")

    def asked(self, category: str) -> list[str]:
        """The attributes that products of a category have."""
        return self.names.get(category, self._all)

    def extract(self, text: str, names: Iterable[str], category: str = "") -> list[Extracted]:
        """The values of the attributes named, those that the text does not state left out."""
        title = Title(text)
        return [found for name in names if (found := self._best(title, name, category))]

    def predict(self, rows: Sequence[tuple[str, str, str]]) -> list[str | None]:
        """The value of each row of text, attribute and category; None for none."""
        found = (self.extract(text, [name], category) for text, name, category in rows)
        return [each[0].value if each else None for each in found]

    def _best(self, title: Title, name: str, category: str) -> Extracted | None:
        scores = self.weights[places(title, name, category)].sum(axis=1)
        best = int(scores.argmax())
        if best == len(title.spans):
            return None
        sure = float(1 / np.exp(scores - scores[best]).sum())
        return Extracted(name, title.value(title.spans[best]), *title.place(title.spans[best]), sure)
