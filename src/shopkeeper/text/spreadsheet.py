"""Tables that people open in a spreadsheet: a text is never a formula there.

A spreadsheet runs a cell that begins with =, +, -, @, a tab or a line break (and with their full-width forms in East Asian ones). Such a
text gets an apostrophe before it, as WooCommerce's own export does; one that has it already gets one more. `text_of` takes it away again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_FIGURE = re.compile(r"[+\-][\d .,()/:%-]*\Z")  # numbers and telephone numbers: nothing is called or looked up there


def cell(value: Any) -> Any:
    """A value as it may stand in a spreadsheet; what is no text stays as it is."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) and not _FIGURE.match(value) else value


def text_of(cell: str) -> str:
    """The text that stands in a cell: the inverse of `cell`."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell


class Sheet:
    """Writes rows of a delimited file, as `csv.writer` does, of which no cell is a formula."""

    def __init__(self, file: Any, dialect: str | type[csv.Dialect] = "excel") -> None:
        self._writer = csv.writer(file, dialect)

    def row(self, values: Iterable[Any]) -> None:
        """Writes a row."""
        self._writer.writerow([cell(value) for value in values])

    def rows(self, rows: Iterable[Iterable[Any]]) -> None:
        """Writes rows."""
        for values in rows:
            self.row(values)


class NamedSheet(Sheet):
    """Writes rows by the names of their columns, which are its first row; what a row leaves out is empty."""

    def __init__(self, file: Any, columns: Sequence[str], dialect: str | type[csv.Dialect] = "excel") -> None:
        super().__init__(file, dialect)
        self._columns = columns
        self.row(columns)

    def named(self, values: Mapping[str, Any]) -> None:
        """Writes a row."""
        self.row(values.get(name, "") for name in self._columns)
