"""What a product will sell that has not sold yet: as those like it did when they were new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .panel import Floats, Panel

ALIKE = 12
FEWEST = 3  # products alike that must have been new for some time


@dataclass(frozen=True, slots=True)
class Newcomer:
    """`mean`, `low` and `high` float64[horizon]; `alike`: which products tell, with how much each counts."""

    mean: Floats
    low: Floats
    high: Floats
    alike: tuple[tuple[str, float], ...]


def newcomer(panel: Panel, near: Floats, horizon: int, ids: Sequence[str]) -> Newcomer | None:
    """Of a new thing, from the rows of the panel and how `near` each is (float64[n], -1 to 1; named by `ids`): the weighed mean of their
    first `horizon` periods. Only those whose beginning was seen tell of it; None where they are too few."""
    begins = np.isfinite(panel.values).argmax(1)
    rows = np.flatnonzero((begins > 0) & (panel.columns - begins >= horizon) & np.isfinite(panel.values).any(1) & (near > 0))
    rows = rows[np.argsort(-near[rows], kind="stable")][:ALIKE]
    if len(rows) < FEWEST:
        return None
    first = np.stack([panel.values[row, begins[row] : begins[row] + horizon] for row in rows])
    weights = near[rows] ** 4 / (near[rows] ** 4).sum()
    known = np.isfinite(first)
    mean = (np.nan_to_num(first) * weights[:, None]).sum(0) / np.maximum((known * weights[:, None]).sum(0), 1e-9)
    even = np.full(horizon, mean.mean())  # a few launches tell how much, not on which of their days
    total = np.nansum(first, 1) / horizon
    low, high = (np.full(horizon, float(np.quantile(total, level))) for level in (0.1, 0.9))
    alike = tuple((ids[row], float(weight)) for row, weight in zip(rows.tolist(), weights, strict=True))
    return Newcomer(even, np.minimum(low, even), np.maximum(high, even), alike)
