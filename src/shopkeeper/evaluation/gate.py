"""Gates: a condition on a metric that a run must meet, such as `ndcg@10>=0.77`."""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..shop import InvalidRecord
from .intervals import Interval

_COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
_GATE = re.compile(r"\s*([\w@./^-]+?)\s*(>=|<=|>|<)\s*(-?\d*\.?\d+(?:[eE]-?\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class Gate:
    """A metric, a comparison and a bound."""

    metric: str
    sign: str
    bound: float

    @classmethod
    def parse(cls, text: str) -> Gate:
        """Reads `metric>=x` (also <=, > and <); `InvalidRecord` for anything else."""
        if not (found := _GATE.fullmatch(text)):
            raise InvalidRecord("gate", "a metric, one of >= <= > < and a number, such as ndcg@10>=0.77", text)
        return cls(found[1], found[2], float(found[3]))

    def passes(self, metrics: Mapping[str, Interval]) -> bool:
        """Whether the metric's value meets the bound; `InvalidRecord` when the run has no such metric."""
        if self.metric not in metrics:
            raise InvalidRecord("gate", "one of the metrics " + ", ".join(metrics), self.metric)
        return bool(_COMPARE[self.sign](metrics[self.metric].value, self.bound))

    def __str__(self) -> str:
        return f"{self.metric}{self.sign}{self.bound:g}"
