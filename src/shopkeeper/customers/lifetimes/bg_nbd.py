"""BG/NBD: people buy at a rate of their own until, after some purchase, they stop (Fader, Hardie and Lee 2005, "Counting your
customers the easy way", Marketing Science 24).

While active, a customer buys at a rate λ ~ Gamma(r, α); after each purchase they stop with a chance p ~ Beta(a, b).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from .climb import climb
from .counts import Counts, Floats

_STARTS = ((1.0, 5.0, 1.0, 2.0), (0.3, 10.0, 0.5, 5.0))


@dataclass(frozen=True, slots=True)
class BgNbd:
    """The fitted model; `alpha` in weeks."""

    r: float
    alpha: float
    a: float
    b: float
    name: str = "BG/NBD"

    @classmethod
    def fit(cls, counts: Counts) -> BgNbd:
        """By maximum likelihood."""
        return cls(*climb(lambda p: cls(*p).loglikelihood(counts), _STARTS).tolist())

    def loglikelihood(self, counts: Counts) -> float:
        """Of all the customers together, equation 6 of the paper, in logarithms throughout."""
        from scipy.special import betaln, gammaln

        x = counts.repeats
        common = gammaln(self.r + x) - gammaln(self.r) + self.r * np.log(self.alpha) + betaln(self.a, self.b + x) - betaln(self.a, self.b)
        return float((common - (self.r + x) * np.log(self.alpha + counts.age) + np.logaddexp(0, self._log_odds_gone(counts))).sum())

    def alive(self, counts: Counts) -> Floats:
        """1 for whoever bought once: in this model people stop only after a purchase that was a repeat."""
        chance: Floats = np.exp(-np.logaddexp(0, self._log_odds_gone(counts)))
        return chance

    def expected(self, counts: Counts, weeks: float) -> Floats:
        """Equation 10 of the paper. The hypergeometric function is taken after Euler's transformation, in which it stays near 1."""
        from scipy.special import hyp2f1

        x = counts.repeats
        a = self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6  # the limit, in which both sides of a quotient vanish
        z = weeks / (self.alpha + counts.age + weeks)
        stays = np.exp((a - 1) * np.log1p(-z)) * hyp2f1(a + self.b - 1 - self.r, a - 1, a + self.b + x - 1, z)
        bought: Floats = (a + self.b + x - 1) / (a - 1) * (1 - stays) * self.alive(counts)
        return bought

    def _log_odds_gone(self, counts: Counts) -> Floats:
        """Of having stopped after the last purchase against being there still; -inf where there was no repeat."""
        x, repeated = counts.repeats, counts.repeats > 0
        since = np.log(self.alpha + counts.age) - np.log(self.alpha + counts.last)
        odds = np.log(self.a) - np.log(self.b + np.maximum(x, 1) - 1) + (self.r + x) * since
        return np.where(repeated, odds, -np.inf)

    def to_dict(self) -> dict[str, float]:
        """The four parameters."""
        return {name: value for name, value in asdict(self).items() if name != "name"}
