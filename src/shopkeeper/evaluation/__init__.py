"""How well something works: measures of a ranking, intervals, reports, gates. Pure: lists in, numbers out."""

from .gate import Gate
from .intervals import Difference, Interval, compare, mean, percentile
from .proportions import proportion
from .ranking import judged, ndcg, only_judged, recall, reciprocal_rank
from .report import Comparison, Report
from .roc import auc

__all__ = [
    "Comparison", "Difference", "Gate", "Interval", "Report", "auc", "compare", "judged", "mean", "ndcg", "only_judged", "percentile",
    "proportion", "recall", "reciprocal_rank",
]
