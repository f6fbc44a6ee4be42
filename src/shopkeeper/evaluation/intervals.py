"""How sure a figure is: 95 % intervals by the bootstrap over queries (Efron and Tibshirani 1993), seeded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Statistic = Callable[[Floats], Floats]  # float[samples, n] -> float[samples]

SAMPLES = 2000
MARGIN = 0.01  # of a share such as nDCG or AUC: a loss that is surely smaller does not matter
_CELLS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and where it lies with 95 % confidence, in the figure's own unit."""

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """`{value, low, high}`, rounded to six decimal places."""
        return {"value": round(self.value, 6), "low": round(self.low, 6), "high": round(self.high, 6)}

    def __str__(self) -> str:
        return f"{self.value:.4f}  [{self.low:.4f}, {self.high:.4f}]"


@dataclass(frozen=True, slots=True)
class Difference(Interval):
    """How much higher one run is than another on the same queries. `p` is the two-sided chance to see such a
    difference if there were none, `n` the number of queries that both answered."""

    p: float
    n: int

    @property
    def significant(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.low > 0 or self.high < 0

    @property
    def not_worse(self) -> bool:
        """Whether what is newer may replace what is older: it is at least as good on average, or surely worse by no more than `MARGIN`."""
        return self.value >= 0 or self.low >= -MARGIN

    def to_dict(self) -> dict[str, float]:
        return {**Interval(self.value, self.low, self.high).to_dict(), "p": round(self.p, 6), "n": self.n}

    def __str__(self) -> str:
        return f"{self.value:+.4f}  [{self.low:+.4f}, {self.high:+.4f}]  p={self.p:.3f}  n={self.n}"


def mean(values: Sequence[float], seed: int = 0) -> Interval:
    """The mean of at least one value, with its interval."""
    data = _floats(values)
    return _interval(float(data.mean()), resample(data, lambda drawn: drawn.mean(axis=1), seed))


def percentile(values: Sequence[float], q: float, seed: int = 0) -> Interval:
    """The q-th percentile (0 to 100) of at least one value, with its interval."""
    data = _floats(values)
    return _interval(float(np.percentile(data, q)), resample(data, lambda drawn: np.percentile(drawn, q, axis=1), seed))


def compare(ours: Sequence[float], theirs: Sequence[float], seed: int = 0) -> Difference:
    """Ours less theirs, query by query: both lists hold the same queries in the same order."""
    a, b = _floats(ours), _floats(theirs)
    if a.shape != b.shape:
        raise ValueError(f"paired values expected: {a.size} of ours, {b.size} of theirs")
    drawn = resample(a - b, lambda rows: rows.mean(axis=1), seed)
    low, high = np.percentile(drawn, [2.5, 97.5])
    # One is added to both counts: with a finite number of samples a chance of 0 cannot be known.
    tail = min(int((drawn <= 0).sum()), int((drawn >= 0).sum()))
    return Difference(float((a - b).mean()), float(low), float(high), min(1.0, 2 * (tail + 1) / (drawn.size + 1)), a.size)


def resample(data: Floats, statistic: Statistic, seed: int, samples: int = SAMPLES) -> Floats:
    """The statistic of `samples` draws with replacement, each as large as the data: float[samples]."""
    draw, at_once = np.random.default_rng(seed), max(1, _CELLS_AT_ONCE // data.size)
    parts = []
    for start in range(0, samples, at_once):
        rows = min(at_once, samples - start)
        parts.append(statistic(data[draw.integers(0, data.size, size=(rows, data.size))]))
    return np.concatenate(parts)


def _interval(value: float, drawn: Floats) -> Interval:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Interval(value, float(low), float(high))


def _floats(values: Sequence[float]) -> Floats:
    data = np.asarray(values, dtype=np.float64)
    if data.ndim != 1 or not data.size or not np.isfinite(data).all():
        raise ValueError("at least one finite number expected")
    return data
