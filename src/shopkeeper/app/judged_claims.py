"""What an evaluation of the claim ledger found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..claims.task import Judged
from ..evaluation import Interval, Report, mean, measures

_METRICS = ("recall", "precision", "f1")


def report_of(judged: Sequence[Judged]) -> Report:
    """recall (the share of false texts that were found), precision (the share of false ones among those found), f1, and texts_per_s of one
    core; each with its 95 % interval. `counts` say of each kind of error how many were found. A row's key is its place."""
    found = np.array([[not each.failed, bool(each.failed)] for each in judged], np.float64)
    figures = measures([int(each.row.false) for each in judged], found)
    spent = mean([each.seconds for each in judged])
    speed = Interval(1 / spent.value, 1 / spent.high, 1 / max(spent.low, 1e-9))
    rows = tuple(_row(place, each) for place, each in enumerate(judged))
    return Report("claims", {**{name: figures[name] for name in _METRICS}, "texts_per_s": speed}, _counts(judged), rows)


def _row(place: int, judged: Judged) -> dict[str, Any]:
    return {"key": str(place), "text": judged.row.text, "label": int(judged.row.false), "kind": judged.row.kind,
            "failed": list(judged.failed), "right": float(judged.right)}


def _counts(judged: Sequence[Judged]) -> dict[str, int]:
    false = [each for each in judged if each.row.false]
    there = Counter(each.row.kind for each in false if each.row.kind)
    found = Counter(each.row.kind for each in false if each.failed)
    wrongly = sum(bool(each.failed) for each in judged if not each.row.false)
    return {"texts": len(judged), "false": len(false), "true ones that were found false": wrongly,
            **{f"{kind} found of {count}": found[kind] for kind, count in there.most_common()}}
