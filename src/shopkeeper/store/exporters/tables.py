"""Records of every kind but products as one table: CSV and Parquet that `import` takes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from ...text.spreadsheet import Sheet as Lines
from ..importers.table import write_strings
from .job import Exporter, Job

Cells = dict[str, str]


class Sheet(NamedTuple):
    """How one kind stands in a table: its columns, and the rows of a record (what it leaves out of a row is empty)."""

    columns: tuple[str, ...]
    rows: Callable[[Any, Job], Iterable[Cells]]


def csv_of(sheet: Sheet, encoding: str = "utf-8-sig") -> Exporter:
    """Writes the sheet as CSV, with the byte order mark that Excel needs to read Chinese."""

    def write(job: Job) -> int:
        lines = Lines(job.out.text(encoding=encoding))
        lines.row(sheet.columns)
        rows = 0
        for rows, row in enumerate(_lines(sheet, job), 1):  # noqa: B007
            lines.row(row)
        return rows

    return write


def parquet_of(sheet: Sheet) -> Exporter:
    """Writes the sheet as Parquet, all columns of text."""
    return lambda job: write_strings(job.out.place(), sheet.columns, _lines(sheet, job))


def _lines(sheet: Sheet, job: Job) -> Iterator[list[str]]:
    for record in job.records:
        for row in sheet.rows(record, job):
            yield [row.get(name, "") for name in sheet.columns]
