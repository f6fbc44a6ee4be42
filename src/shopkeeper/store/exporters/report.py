"""What an export did, and what its format could not hold, told to a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


class Losses:
    """Counts what a format cannot hold: `losses("the cost", product.id)` for each record that has it."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}
        self.whole = 0  # records that stayed out altogether

    def __call__(self, what: str, id: str) -> None:
        count, first = self._found.get(what, (0, id))
        self._found[what] = (count + 1, first)

    def record(self, what: str, id: str) -> None:
        """Counts a record that stays out altogether, for being `what`."""
        self.whole += 1
        self(what, id)

    def notes(self, kind: str) -> tuple[str, ...]:
        """A sentence for each thing that was left out."""
        return tuple(f"left out: {what} ({count:,} of the {kind}, first: {first})" for what, (count, first) in self._found.items())


@dataclass(frozen=True)
class ExportReport:
    """The outcome of `export_file`: how many records went out, in how many rows, and in `notes` what
    the format could not hold."""

    file: str
    kind: str
    format: str
    records: int
    rows: int
    notes: tuple[str, ...]
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {**asdict(self), "notes": list(self.notes)}

    def __str__(self) -> str:
        rows = f" in {self.rows:,} rows" if self.rows != self.records else ""
        first = f"{self.file}: {self.records:,} {self.kind}{rows} ({self.format}) in {self.seconds:.1f} s"
        return "\n".join([first, *(f"  {note}" for note in self.notes)])
