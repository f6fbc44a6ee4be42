"""How well something works: measures of a ranking, intervals, reports, gates. Pure: lists in, numbers out."""

from .classification import confusion, figures, measures, values
from .gate import Gate
from .intervals import Difference, Interval, compare, mean, percentile
from .proportions import proportion
from .ranking import judged, ndcg, only_judged, recall, reciprocal_rank
from .report import Comparison, Report
from .roc import auc

__all__ = [
    "Comparison", "Difference", "Gate", "Interval", "Report", "auc", "compare", "confusion", "figures", "judged", "mean", "measures",
    "ndcg", "only_judged", "percentile", "proportion", "recall", "reciprocal_rank", "values",
]
