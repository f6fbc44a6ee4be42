"""`evaluate attributes`: how often the value that is read out of a title is the one that people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...evaluation import Interval, Report, mean
from .extractor import Extractor


@dataclass(frozen=True, slots=True)
class Labelled:
    """A title with the values of its attributes, in any of the ways that count; none where the title states none."""

    text: str
    category: str
    values: Mapping[str, tuple[str, ...]]


def measure(extractor: Extractor, rows: Sequence[Labelled], progress: Any = None) -> Report:
    """micro_f1, precision and recall over all attributes asked. Any listed value counts, in any case; a value read where the title
    states none is wrong. `accuracy`, the share of right answers a title, has its interval by the bootstrap over titles."""
    right = wrong = missed = 0
    out: list[dict[str, Any]] = []
    for number, row in enumerate(rows, 1):
        found = {each.name: each.value.lower() for each in extractor.extract(row.text, row.values, row.category)}
        good = 0
        for name, values in row.values.items():
            wanted, said = {value.lower() for value in values}, found.get(name)
            hit = said in wanted if said is not None else False
            right, wrong, missed = right + hit, wrong + (said is not None and not hit), missed + (bool(wanted) and not hit)
            good += hit if wanted else said is None
        out.append({"key": str(number - 1), "accuracy": good / max(1, len(row.values))})
        if progress:
            progress("titles", number, len(rows))
    accuracy = mean([row["accuracy"] for row in out])
    figures = {
        "micro_f1": _ratio(2 * right, 2 * right + wrong + missed),
        "precision": _ratio(right, right + wrong),
        "recall": _ratio(right, right + missed),
        "accuracy": accuracy,
    }
    return Report("attributes", figures, {"titles": len(rows), "asked": sum(len(row.values) for row in rows)}, tuple(out))


def _ratio(part: int, whole: int) -> Interval:
    value = part / whole if whole else 0.0
    return Interval(value, value, value)
