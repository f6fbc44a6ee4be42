"""What an import did, told to a person."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: rows read, bytes of the file read and in all (0 when not known), and
    how many records went in and rows were rejected."""

    rows: int
    bytes: int
    total: int
    accepted: int
    rejected: int


@dataclass(slots=True)
class Reason:
    """Why rows were rejected: the column, what was expected, how many, and the first of them."""

    field: str
    expected: str
    count: int
    row: int
    example: str


@dataclass(frozen=True)
class ImportReport:
    """The outcome of `import_file`. `read` counts rows; `new`, `changed` and `unchanged` count
    records; `mapping` says which column became which field, `attributes` what those are
    called that other columns became, `ignored` which were left out; `resumed` is the number of rows
    an earlier, interrupted run had done."""

    file: str
    kind: str
    format: str
    encoding: str
    delimiter: str
    ids: str
    mapping: dict[str, str]
    attributes: tuple[str, ...]
    ignored: tuple[str, ...]
    read: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    reasons: tuple[Reason, ...]
    rejects_file: Path | None
    seconds: float
    resumed: int = 0
    dry_run: bool = False
    preview: tuple[dict[str, Any], ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def accepted(self) -> int:
        """Records that are in the store now (or would be, in a dry run)."""
        return self.new + self.changed + self.unchanged

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        out = asdict(self)
        out["rejects_file"] = str(self.rejects_file) if self.rejects_file else None
        return {k: list(v) if isinstance(v, tuple) else v for k, v in out.items()}

    def __str__(self) -> str:
        delimiter = {"\t": "tab", "": ""}.get(self.delimiter, f"delimiter {self.delimiter}")
        form = ", ".join(filter(None, (self.format, self.encoding, delimiter)))
        lines = [
            f"{self.file}: {self.kind} ({form}), ids from {self.ids}",
            *(f"  {theirs} → {ours}" for theirs, ours in self.mapping.items()),
            *_listed("attributes", self.attributes),
            *_listed("ignored", self.ignored),
            f"{'would be ' if self.dry_run else ''}{self.new:,} new, {self.changed:,} changed, {self.unchanged:,} unchanged, "
            f"{_rows(self.rejected)} rejected, of {_rows(self.read)} in {self.seconds:.1f} s",
            *(f"  {r.field}: expected {r.expected}; {r.count:,} × (first: row {r.row}, {r.example})" for r in self.reasons),
            *self.notes,
            *(f"  {_shortened(json.dumps(record, ensure_ascii=False))}" for record in self.preview),
        ]
        if self.resumed:
            lines.append(f"went on after row {self.resumed:,}, where an earlier run stopped")
        if self.rejects_file:
            lines.append(f"rejected rows: {self.rejects_file} (correct them there and import that file)")
        return "\n".join(lines)


def _shortened(text: str, most: int = 600) -> str:
    return text if len(text) <= most else text[:most] + " …"


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _listed(title: str, names: tuple[str, ...]) -> list[str]:
    if not names:
        return []
    more = f" and {len(names) - 12:,} more" if len(names) > 12 else ""
    return [f"  {title}: {', '.join(names[:12])}{more}"]
