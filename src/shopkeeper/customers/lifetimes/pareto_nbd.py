"""Pareto/NBD: people buy at a rate of their own until they stop, at any moment (Schmittlein, Morrison and Colombo 1987, "Counting your
customers", Management Science 33; the likelihood as Fader and Hardie derive it in their note of 2005).

While active, a customer buys at a rate λ ~ Gamma(r, α); they stay for a time that is exponential with a rate μ ~ Gamma(s, β).

The likelihood needs ∫ (α+τ)^-(r+x) (β+τ)^-(s+1) dτ over the time since the last purchase. Commonly it is written as a difference of two
hypergeometric functions, which cancel. Here, with m = r+x+s and z = ((α+t)/(α+τ))^m, it is (α+t)^-m / m · ∫ ((α+τ)/(β+τ))^(s+1) dz over
[((α+t)/(α+T))^m, 1]: one bounded, positive, smooth function, which Gauss and Legendre's rule integrates.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache

import numpy as np

from .climb import climb
from .counts import Counts, Floats

_STARTS = ((1.0, 10.0, 1.0, 10.0), (0.5, 5.0, 0.3, 30.0))
_NODES = 32


@dataclass(frozen=True, slots=True)
class ParetoNbd:
    """The fitted model; `alpha` and `beta` in weeks."""

    r: float
    alpha: float
    s: float
    beta: float
    name: str = "Pareto/NBD"

    @classmethod
    def fit(cls, counts: Counts) -> ParetoNbd:
        """By maximum likelihood."""
        return cls(*climb(lambda p: cls(*p).loglikelihood(counts), _STARTS).tolist())

    def loglikelihood(self, counts: Counts) -> float:
        """Of all the customers together."""
        from scipy.special import gammaln

        x = counts.repeats
        common = gammaln(self.r + x) - gammaln(self.r) + self.r * np.log(self.alpha) + self.s * np.log(self.beta)
        return float((common + np.logaddexp(self._log_there(counts), self._log_gone(counts))).sum())

    def alive(self, counts: Counts) -> Floats:
        """Whoever has not been seen for long, measured by how often they bought before, has most likely stopped."""
        chance: Floats = np.exp(-np.logaddexp(0, self._log_gone(counts) - self._log_there(counts)))
        return chance

    def expected(self, counts: Counts, weeks: float) -> Floats:
        """What somebody who is there buys before they stop, times the chance that they are there."""
        left = -np.log1p(weeks / (self.beta + counts.age))  # logarithm of the share of (β+T) in (β+T+weeks)
        power = self.s - 1
        stays = -left if abs(power) < 1e-9 else -np.expm1(power * left) / power
        bought: Floats = (self.r + counts.repeats) * (self.beta + counts.age) / (self.alpha + counts.age) * stays * self.alive(counts)
        return bought

    def _log_there(self, counts: Counts) -> Floats:
        """The likelihood of who is still a customer, but for what both share."""
        kept: Floats = -(self.r + counts.repeats) * np.log(self.alpha + counts.age) - self.s * np.log(self.beta + counts.age)
        return kept

    def _log_gone(self, counts: Counts) -> Floats:
        """The likelihood of who stopped since the last purchase, but for what both share: the integral of the module's text."""
        m = self.r + counts.repeats + self.s
        start = np.log(self.alpha + counts.last)
        span = m * (np.log(self.alpha + counts.age) - start)
        nodes, weights = _rule()
        z = 1 + np.expm1(-span)[:, None] * nodes
        reached = np.exp(start[:, None] - np.log(z) / m[:, None])  # α + τ
        ratio = (self.s + 1) * (np.log(reached) - np.log(reached + (self.beta - self.alpha)))
        top = ratio.max(axis=1)
        with np.errstate(divide="ignore"):  # who bought today cannot have stopped since
            log_length = np.log(-np.expm1(-span))
        gone: Floats = np.log(self.s) - m * start - np.log(m) + log_length + top + np.log(np.exp(ratio - top[:, None]) @ weights)
        return gone

    def to_dict(self) -> dict[str, float]:
        """The four parameters."""
        return {name: value for name, value in asdict(self).items() if name != "name"}


@cache
def _rule() -> tuple[Floats, Floats]:
    """Nodes and weights on [0, 1]."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return (nodes + 1) / 2, weights / 2
