"""Models of how often people buy and when they stop, fitted by maximum likelihood to counts of purchases."""

from .bg_nbd import BgNbd
from .counts import Counts
from .gamma_gamma import GammaGamma
from .pareto_nbd import ParetoNbd

__all__ = ["BgNbd", "Counts", "GammaGamma", "ParetoNbd"]
