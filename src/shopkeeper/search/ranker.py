"""Ranks the first candidates again by a model of trees that was learnt from judgments or clicks.

What the model says is added to the fused score: score + `step` · prediction, so that a model that knows nothing leaves
the order as it was, and a hit's score is still the sum of its parts. `train.py` makes the model.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ..models.active import Active
from ..models.versions import CONFIG, Versions
from ..shop import InvalidFile
from .features import FEATURES, Values
from .fusion import Fused

MODEL = "model.txt"
CAPABILITY = "ranker"


class Ranker(Protocol):
    """Says how much the candidates' scores should change."""

    version: str

    def shares(self, features: Values) -> Values:
        """float32[n], to be added to the fused scores, from `features.features`."""


class TreeRanker:
    """LightGBM trees in a model folder: `config.json`, `model.txt`, CARD.md."""

    def __init__(self, folder: Path) -> None:
        import lightgbm

        try:
            config: dict[str, Any] = json.loads((folder / CONFIG).read_text("utf-8"))
            names, self._step = config["features"], float(config["step"])
            self._booster = lightgbm.Booster(model_file=str(folder / MODEL))
        except (OSError, ValueError, KeyError, TypeError, lightgbm.basic.LightGBMError) as error:
            raise InvalidFile(f"{folder}: not a ranker's folder ({CONFIG}, {MODEL}): {error}") from error
        if unknown := [name for name in names if name not in FEATURES]:
            raise InvalidFile(f"{folder}: this version does not have the features {', '.join(unknown)} of the ranker; train it anew")
        self.version = folder.name
        self._columns = [list(FEATURES).index(name) for name in names]

    def shares(self, features: Values) -> Values:
        """See `Ranker.shares`."""
        if not len(features):
            return np.zeros(0, np.float32)
        said = self._booster.predict(features[:, self._columns], num_threads=1, validate_features=False)
        return (self._step * np.asarray(said)).astype(np.float32)


def rerank(fused: Fused, shares: Values) -> Fused:
    """The first len(shares) candidates in the order of score + share; those behind stay behind."""
    n = len(shares)
    score = fused.score.copy()
    score[:n] += shares
    if n < len(score) and n:  # none of those behind may seem better than what is before it
        score[n:] += min(0.0, float(score[:n].min() - score[n]))
    order = np.concatenate([np.argsort(-score[:n], kind="stable"), np.arange(n, len(score))])
    return replace(fused, order=fused.order[order], score=score[order], text=fused.text[order], vector=fused.vector[order])


def active_ranker(versions: Versions) -> Active[Ranker, None]:
    """The ranker that is in use, None where none is; looked up before each search."""
    return Active(versions, TreeRanker, None)
