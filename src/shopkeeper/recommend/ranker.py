"""Puts the first candidates in an order that was learnt from the shop's own events: which source to trust for whom.

What it says is added to the score of the fixed blend: score + `step` · prediction, so that a ranker that knows nothing changes nothing.
`lessons.py` makes it, and puts it in use only where it beats the blend.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from ..models.active import Active
from ..models.trees import Trees
from ..models.versions import CONFIG, Versions
from ..shop import InvalidFile
from .blend import Fused
from .features import FEATURES, Values

CAPABILITY = "recommend-ranker"
MODEL = "model.txt"


class Ranker:
    """LightGBM trees in a model folder: `config.json`, `model.txt`, CARD.md. `InvalidFile` for a folder that holds no such thing."""

    def __init__(self, folder: Path) -> None:
        try:
            config: dict[str, Any] = json.loads((folder / CONFIG).read_text("utf-8"))
            names, self._step = config["features"], float(config["step"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InvalidFile(f"{folder}: not a ranker's folder ({CONFIG}, {MODEL}): {error}") from error
        if unknown := [name for name in names if name not in FEATURES]:
            raise InvalidFile(f"{folder}: this version does not have the features {', '.join(unknown)} of the ranker; train it anew")
        self._columns = [FEATURES.index(name) for name in names]
        self._trees, self.version = Trees.load(folder / MODEL), folder.name

    def shares(self, values: Values) -> Values:
        """float32[n], to be added to the scores of candidates with these `features.features`."""
        return (self._step * self._trees.raw(values[:, self._columns].astype(np.float64))).astype(np.float32)


def reranked(fused: Fused, shares: Values) -> Fused:
    """The first len(shares) candidates by score + share; those behind stay behind, and the best has the score 1."""
    n = len(shares)
    if not n:
        return fused
    scores = fused.scores.copy()
    scores[:n] += shares
    if n < len(scores):
        scores[n:] += min(0.0, float(scores[:n].min() - scores[n]))
    low, best = min(0.0, float(scores.min())), float(scores.max())
    return fused.reordered(((scores - low) / max(best - low, 1e-9)).astype(np.float32))


def active_ranker(versions: Versions) -> Active[Ranker, None]:
    """The ranker that is in use, None where none is; looked up before each list."""
    return Active(versions, Ranker, None)
