"""How far what comes lies from what was expected: learnt from earlier moments, told as quantiles.

What came, in terms of what was expected, is gathered from all series in cells: how much was expected (a rare sale spreads otherwise than
a hundred a day) and how restless the series is. A cell's empirical quantiles are those of the next forecast that falls into it. The
bounds of the 80 % interval are the levels that held a little more of what came then (split-conformal, Vovk, Gammerman and Shafer 2005).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .panel import Floats

LEVELS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99)
CELL = 150  # values that a cell needs
SIZES = 14  # cells of a class at most
RESTLESS = np.array([0.35, 0.7, 1.2, 2.0, 3.5])  # where classes part, in standard deviations in terms of the mean
HELD = 0.815  # at the moments at which methods were chosen, so that four of five are held at the next
FINE = np.linspace(0.02, 0.25, 47)  # levels of the lower bound that are tried
FEWEST, YOUNG = 6, 1.5  # periods without which nobody knows how restless a series is
LEAST = 1e-3  # what is expected at least, in units


@dataclass(frozen=True, slots=True)
class Spread:
    """Of each class of restlessness, `edges` float64[classes, sizes - 1] part its cells (infinite where it has fewer); `factors`
    float64[classes, sizes, levels] are what came in terms of what was expected, but of no less than `floors` (float64[classes], lest what
    was hardly expected makes all of it); the 80 % interval lies between the levels `low` and 1 - `low`."""

    edges: Floats
    floors: Floats
    factors: Floats
    low: float

    @classmethod
    def learn(cls, expected: Floats, came: Floats, restlessness: Floats) -> Spread:
        """From what was expected and what came, float64[n] each, NaN where not known, and how restless each one's series is."""
        known = np.isfinite(came) & np.isfinite(expected)
        said, true, rest = np.maximum(expected[known], LEAST), came[known], restlessness[known]
        classes = np.searchsorted(RESTLESS, rest)
        edges = np.full((len(RESTLESS) + 1, SIZES - 1), np.inf)
        floors = np.full(len(RESTLESS) + 1, _floor(said))
        usual = np.quantile(true / np.maximum(said, floors[0]), LEVELS) if len(true) else np.ones(len(LEVELS))
        factors = np.tile(usual, (len(RESTLESS) + 1, SIZES, 1))
        for one in range(len(RESTLESS) + 1):
            here = classes == one
            if here.sum() >= CELL:
                floors[one] = _floor(said[here])
                _fill(edges[one], factors[one], np.maximum(said[here], floors[one]), true[here])
        found = cls(edges, floors, factors, 0.1)
        return cls(edges, floors, factors, found._level(said, true, rest) if len(true) else 0.1)

    def quantiles(self, expected: Floats, restlessness: Floats, levels: Sequence[float] = LEVELS) -> Floats:
        """What is not exceeded with these chances: float64[…, levels] for what is expected (float64[…]), in units, never below 0."""
        rest = np.broadcast_to(np.searchsorted(RESTLESS, restlessness), expected.shape)
        said = np.maximum(expected, self.floors[rest])
        size = (said[..., None] > self.edges[rest]).sum(-1)
        factors = self.factors[rest, size]
        at = np.interp(levels, LEVELS, np.arange(len(LEVELS)))
        below = np.minimum(at.astype(int), len(LEVELS) - 2)
        share = at - below
        found: Floats = (factors[..., below] * (1 - share) + factors[..., below + 1] * share) * said[..., None]
        return np.maximum(found, 0.0)

    def interval(self, expected: Floats, restlessness: Floats) -> tuple[Floats, Floats]:
        """The bounds between which four of five lie."""
        found = self.quantiles(expected, restlessness, (self.low, 1 - self.low))
        return found[..., 0], found[..., 1]

    def _level(self, said: Floats, true: Floats, rest: Floats) -> float:
        held = [self._held(said, true, rest, float(low)) for low in FINE]
        return float(FINE[int(np.abs(np.array(held) - HELD).argmin())])

    def _held(self, said: Floats, true: Floats, rest: Floats, low: float) -> float:
        bounds = self.quantiles(said, rest, (low, 1 - low))
        return float(((bounds[:, 0] <= true) & (true <= bounds[:, 1])).mean())

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"edges": [[edge if np.isfinite(edge) else None for edge in row] for row in self.edges.tolist()],
                "floors": self.floors.tolist(), "factors": np.round(self.factors, 6).tolist(), "low": self.low}  # fmt: skip

    @classmethod
    def of(cls, found: dict[str, Any]) -> Spread:
        """What `to_dict` told."""
        edges = np.array([[np.inf if edge is None else edge for edge in row] for row in found["edges"]])
        return cls(edges, np.array(found["floors"]), np.array(found["factors"]), float(found["low"]))


def _floor(said: Floats) -> float:
    """What counts as expected at least: a quarter of the lowest tenth."""
    return max(float(np.quantile(said, 0.1)) / 4, LEAST) if len(said) else LEAST


def _fill(edges: Floats, factors: Floats, said: Floats, true: Floats) -> None:
    """The cells of one class, of as many values each."""
    sizes = min(SIZES, len(true) // CELL)
    found = np.unique(np.quantile(said, np.arange(1, sizes) / sizes))
    edges[: len(found)] = found
    cell = np.searchsorted(found, said)
    for place in range(len(found) + 1):
        here = cell == place
        if here.sum() >= CELL // 3:
            factors[place] = np.quantile(true[here] / said[here], LEVELS)
    factors[len(found) + 1 :] = factors[len(found)]


def restlessness(values: Floats, window: int) -> Floats:
    """The standard deviation of each series of late in terms of its mean: float64[n]; infinite where nothing was sold, and `YOUNG` where
    too little is known."""
    late = values[:, -window:]
    count = np.maximum(np.isfinite(late).sum(1), 1)
    mean = np.nansum(late, 1) / count
    spread = np.sqrt(np.maximum(np.nansum(late**2, 1) / count - mean**2, 0))
    found = np.where(count < FEWEST, YOUNG, spread / np.maximum(mean, LEAST))
    return np.asarray(np.where(mean > 0, found, np.inf), np.float64)
