"""One row of a file."""

from __future__ import annotations

from typing import Any, NamedTuple

from ...shop import InvalidRecord


class Row(NamedTuple):
    """One row. `number` is what a person sees: the row of the spreadsheet (the header is 1) for CSV,
    the line for JSONL, the record (from 1) for a JSON array or Parquet. `problem` says why the row
    could not be read; its values are then what could be saved of it. `size` is how many characters it
    has in the file, about what it weighs in memory."""

    number: int
    values: dict[str, Any]
    problem: InvalidRecord | None = None
    size: int = 0
