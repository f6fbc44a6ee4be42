"""How a measurement ends: its figures are printed, and a gate that does not hold makes the exit code 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from .output import print_json, remark, say

if TYPE_CHECKING:
    from ...evaluation import Comparison, Gate, Report


def conclude(
    report: Report, gates: Sequence[Gate], json: bool, comparison: Comparison | None = None, more: Mapping[str, Any] | None = None,
) -> None:
    """Prints the report, with its comparison where there is one, and names the gates that fail. `more` stands in the JSON only."""
    failed = [gate for gate in gates if not gate.passes(report.metrics)]
    if json:
        compared = {"comparison": comparison.to_dict()} if comparison else {}
        print_json({**report.to_dict(rows=False), **(more or {}), **compared, "failed_gates": [str(gate) for gate in failed]})
    else:
        say("\n".join(str(part) for part in (report, comparison) if part))
    for gate in failed:
        remark(f"gate failed: {gate}, got {report.metrics[gate.metric].value:.4f}")
    if failed:
        raise typer.Exit(1)
