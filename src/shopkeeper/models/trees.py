"""Trees that learn to say a number of each row (LightGBM), kept as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..shop import InvalidFile

Floats = NDArray[np.float64]


class Trees:
    """Grown trees."""

    def __init__(self, booster: Any) -> None:
        self._booster = booster

    @classmethod
    def grow(
        cls, rows: Floats, targets: Floats, rounds: int, parameters: Mapping[str, Any], weights: Floats | None = None,
        start: Floats | None = None, groups: Sequence[int] | None = None,
    ) -> Trees:  # fmt: skip
        """`rounds` trees over float64[n, features], where what is not known is NaN; the same rows and parameters make the same trees. With
        a `start` (float64[n], before any link) they learn what to add to it, and `raw` says that alone. `groups` are how many rows
        belong together, one group after another, for an objective that puts rows in order."""
        import lightgbm

        always = {"verbosity": -1, "num_threads": 1, "deterministic": True, "force_row_wise": True, "seed": 0}
        data = lightgbm.Dataset(rows, targets, weight=weights, init_score=start, group=groups)
        return cls(lightgbm.train({**always, **parameters}, data, rounds))

    @classmethod
    def load(cls, path: Path) -> Trees:
        """Reads what `save` wrote; `InvalidFile` when that is not what is there."""
        import lightgbm

        try:
            return cls(lightgbm.Booster(model_file=str(path)))
        except (OSError, lightgbm.basic.LightGBMError) as error:
            raise InvalidFile(f"{path}: not a file of trees: {error}") from error

    @property
    def features(self) -> int:
        """How many numbers of a row the trees look at."""
        return int(self._booster.num_feature())

    def save(self, path: Path) -> None:
        """Writes the trees as text."""
        self._booster.save_model(str(path))

    def predict(self, rows: Floats) -> Floats:
        """What the trees say of each row: float64[n]; of a class, its chance."""
        if not len(rows):
            return np.zeros(0)
        said: Floats = np.asarray(self._booster.predict(rows, num_threads=1, validate_features=False), np.float64)
        return said

    def raw(self, rows: Floats) -> Floats:
        """What the trees add up to, before any link: float64[n]."""
        said: Floats = np.asarray(self._booster.predict(rows, num_threads=1, raw_score=True, validate_features=False), np.float64)
        return said

    def gains(self) -> Floats:
        """How much each feature gained in all splits: float64[features]."""
        gains: Floats = np.asarray(self._booster.feature_importance("gain"), np.float64)
        return gains

    def shares(self, rows: Floats) -> Floats:
        """What each feature adds (Lundberg and Lee 2017), and last what is said of all: float64[n, features + 1]; before any link."""
        shares: Floats = np.asarray(self._booster.predict(rows, num_threads=1, pred_contrib=True, validate_features=False))
        return shares
