"""What an evaluation found: figures with intervals, counts, a row for every query, kept as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..shop import InvalidFile
from .intervals import Difference, Interval, compare

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """This run less an earlier one, metric by metric, over the queries that both have."""

    against: str
    differences: dict[str, Difference]

    def to_dict(self) -> dict[str, Any]:
        """`{against, differences: {metric: {value, low, high, p, n}}}`."""
        return {"against": self.against, "differences": {name: d.to_dict() for name, d in self.differences.items()}}

    def __str__(self) -> str:
        width = max(map(len, self.differences), default=0)
        lines = [f"  {name:<{width}}  {d}{'' if d.significant else '  (may be chance)'}" for name, d in self.differences.items()]
        return "\n".join([f"less {self.against}", *lines])


@dataclass(frozen=True, slots=True)
class Report:
    """An evaluation. `metrics` are means over `rows`; a row has `key` (the query) and its value of each metric,
    None where the metric is not defined for it. `counts` say what was measured and what was left out."""

    task: str
    metrics: dict[str, Interval]
    counts: dict[str, int] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()

    def against(self, earlier: Report, name: str) -> Comparison:
        """The paired comparison with an earlier report, called `name`, on every metric that both rows have."""
        then = {row["key"]: row for row in earlier.rows}
        pairs = [(row, then[row["key"]]) for row in self.rows if row["key"] in then]
        if not pairs:
            raise InvalidFile(f"{name}: expected a report on the same queries; it has none of the {len(self.rows)} here")
        differences = {}
        for metric in self.metrics:
            both = [(a[metric], b[metric]) for a, b in pairs if a.get(metric) is not None and b.get(metric) is not None]
            if both:
                differences[metric] = compare([ours for ours, _ in both], [theirs for _, theirs in both])
        return Comparison(name, differences)

    def to_dict(self, rows: bool = True) -> dict[str, Any]:
        """The JSON of the report; `rows` false leaves the rows out."""
        out = {"task": self.task, "metrics": {n: i.to_dict() for n, i in self.metrics.items()}, "counts": self.counts}
        return {**out, "rows": list(self.rows)} if rows else out

    def save(self, path: Path) -> None:
        """Writes the whole report, rows included, as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Report:
        """Reads a saved report; `InvalidFile` when it is missing or is none."""
        try:
            return cls._of(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise InvalidFile(f"{path}: no such file; expected a report written with --save") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InvalidFile(f"{path}: expected a report written with --save ({type(error).__name__}: {error})") from None

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> Report:
        metrics = {name: Interval(m["value"], m["low"], m["high"]) for name, m in data["metrics"].items()}
        rows = tuple({**row, "key": str(row["key"])} for row in data["rows"])
        return cls(data["task"], metrics, dict(data["counts"]), rows)

    def __str__(self) -> str:
        width = max(map(len, self.metrics), default=0)
        lines = [f"  {name:<{width}}  {interval}" for name, interval in self.metrics.items()]
        counted = ", ".join(f"{count:,} {what}" for what, count in self.counts.items())
        return "\n".join([f"{self.task}: {counted}", *lines])
