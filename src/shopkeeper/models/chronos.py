"""A network that was taught forecasting on other people's series, by name: Chronos (Ansari et al. 2024), of the package
chronos-forecasting. It is no part of Shopkeeper, and neither are its weights; needs the package."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..shop import InvalidQuery

Floats = NDArray[np.float64]

NAME, DEFAULT = "chronos", "amazon/chronos-bolt-small"
AT_ONCE = 64  # series


def named(method: str) -> bool:
    """Whether a method is such a network: `chronos`, or `chronos:MODEL`."""
    return method == NAME or method.startswith(f"{NAME}:")


def foretold(values: Floats, horizon: int, method: str) -> Floats:
    """What follows each series (float64[n, columns], NaN where not known): float64[n, horizon]; 0 where nothing is known. `InvalidQuery`
    where the package or the model is missing."""
    pipeline, found = _pipeline(method.partition(":")[2] or DEFAULT), np.zeros((len(values), horizon))
    import torch  # the package brings it

    rows = np.flatnonzero(np.isfinite(values).any(1))
    for start in range(0, len(rows), AT_ONCE):
        here = rows[start : start + AT_ONCE]
        series = [torch.from_numpy(_known(values[row]).astype(np.float32)) for row in here]
        _, mean = pipeline.predict_quantiles(series, prediction_length=horizon, quantile_levels=[0.5])
        found[here] = np.stack([np.asarray(each, np.float64).reshape(horizon) for each in mean])
    return found


def _known(series: Floats) -> Floats:
    """From the first known value on."""
    return series[int(np.isfinite(series).argmax()) :]


@lru_cache(maxsize=1)
def _pipeline(model: str) -> Any:
    try:
        from chronos import BaseChronosPipeline
    except ModuleNotFoundError as error:
        raise InvalidQuery(f"{NAME}: the package {error.name} is missing; next: pip install chronos-forecasting") from None
    try:
        return BaseChronosPipeline.from_pretrained(model, device_map="cpu")
    except (OSError, ValueError) as error:
        raise InvalidQuery(f"{NAME}: the model {model} cannot be read: {error}") from error
