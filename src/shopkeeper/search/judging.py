"""Judgments in files: the rows `{query, product_id, rating}` that `evaluate search --data` and `train ranker --data` read too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

from ..shop import InvalidRecord, Judgment, judgment
from ..store import protocol
from ..text.spreadsheet import Sheet
from .task import Judgments, read_judgments

COLUMNS = "query", "product_id", "rating"
FILE_KINDS = {"jsonl": "application/x-ndjson", "csv": "text/csv"}  # the forms of a file of judgments


def read_judged(rows: Iterable[tuple[int, Mapping[str, Any]]], source: str, at: datetime | None = None, by: str = "") -> Iterator[Judgment]:
    """Numbered rows as judgments; `InvalidRecord` names source, row and field."""
    for number, row in rows:
        try:
            yield judged_row(row, at, by)
        except InvalidRecord as error:
            raise InvalidRecord(f"{source}, row {number}, {error.field}", error.expected, error.got) from None


def judged_row(row: Mapping[str, Any], at: datetime | None = None, by: str = "") -> Judgment:
    """One row as a judgment; `InvalidRecord` names the field."""
    return judgment(_text(row, "query"), _text(row, "product_id"), _rating(row), at, by)


def kept_judgments(records: protocol.Store) -> Judgments:
    """What is kept in a store, as `task.measure` takes it; `InvalidFile` when no product that fits is known."""
    rows = ({name: getattr(each, name) for name in COLUMNS} for each in records.judgments.all())
    return read_judgments(enumerate(rows, 1), "the judgments that are kept")


def write_judged(judged: Iterable[Judgment], file: TextIO, *, table: bool = False) -> None:
    """Writes judgments as lines of JSON, or as CSV."""
    rows = [(each.query, each.product_id, each.rating) for each in sorted(judged, key=lambda j: (j.query, -j.rating, j.product_id))]
    if table:
        sheet = Sheet(file)
        sheet.row(list(COLUMNS))
        sheet.rows(list(row) for row in rows)
    else:
        file.writelines(json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)


def judged_file(judged: Iterable[Judgment], form: str) -> tuple[str, str]:
    """Judgments as the text of a file, `jsonl` or `csv`, and its media type."""
    out, table = StringIO(newline=""), form == "csv"
    write_judged(judged, out, table=table)
    return ("\ufeff" if table else "") + out.getvalue(), f"{FILE_KINDS[form]}; charset=utf-8"


def export_judged(judged: Iterable[Judgment], path: Path) -> int:
    """Writes judgments into a file: CSV where its name ends so, else lines of JSON."""
    rows = list(judged)
    path.write_text(judged_file(rows, "csv" if path.suffix.lower() == ".csv" else "jsonl")[0], "utf-8", newline="")
    return len(rows)


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None or isinstance(value, bool | list | dict) or not str(value).strip():
        raise InvalidRecord(name, "a text", value)
    return str(value).strip()


def _rating(row: Mapping[str, Any]) -> int:
    value = row.get("rating")
    try:
        number = float(value)  # type: ignore[arg-type]
        whole = int(number)
    except (TypeError, ValueError, OverflowError):
        raise InvalidRecord("rating", "a number", value) from None
    if whole != number:
        raise InvalidRecord("rating", "a whole number", value)
    return whole
