"""Gamma–Gamma: what people spend a purchase (Fader and Hardie 2013, "The Gamma–Gamma model of monetary value").

Each purchase of a customer is Gamma(p, ν), the customer's own ν ~ Gamma(q, γ). Whoever bought seldom is drawn to what all spend.
q stays above 1: below it there is no mean of all to be drawn to.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from ...shop import InvalidFile
from .climb import climb
from .counts import Floats

_STARTS = ((5.0, 2.0, 1.0), (1.5, 3.0, 5.0))
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """The fitted model; `gamma` in units of money."""

    p: float
    q: float
    gamma: float

    @classmethod
    def fit(cls, purchases: Floats, means: Floats) -> GammaGamma:
        """By maximum likelihood, from the number of purchases and what they cost on average, of those with at least one above 0.
        `InvalidFile` when there are fewer than two such customers."""
        there = (purchases > 0) & (means > 0)
        if there.sum() < _FEWEST:
            raise InvalidFile(f"purchases: expected at least {_FEWEST} customers with an amount above 0, got {int(there.sum())}")
        x, m = purchases[there], means[there]
        unit = float(np.median(m))  # the likelihood is the same in any unit but for a constant
        p, over, gamma = climb(lambda c: cls(c[0], 1 + c[1], c[2]).loglikelihood(x, m / unit), _STARTS).tolist()
        return cls(p, 1 + over, gamma * unit)

    def loglikelihood(self, purchases: Floats, means: Floats) -> float:
        """Of all the means together, equation 1a of the note."""
        from scipy.special import betaln

        px = self.p * purchases
        value = -betaln(px, self.q) + self.q * np.log(self.gamma) + (px - 1) * np.log(means) + px * np.log(purchases)
        return float((value - (px + self.q) * np.log(self.gamma + purchases * means)).sum())

    def expected(self, purchases: Floats, means: Floats) -> Floats:
        """What a purchase of each will cost on average, equation 5 of the note: float64[n]."""
        amount: Floats = self.p * (self.gamma + purchases * means) / (self.p * purchases + self.q - 1)
        return amount

    def to_dict(self) -> dict[str, float]:
        """The three parameters."""
        return asdict(self)
