"""CSV, TSV and their relatives."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ...shop import InvalidRecord
from ...text.spreadsheet import text_of
from . import limits
from .encoding import MARK
from .row import Row

_DELIMITERS = (",", "\t", ";", "|")
_VERSION = re.compile(r"\s*\"?version [\d.]+\"?\s*$", re.I)  # the first line of Taobao's files
csv.field_size_limit(1 << 22)


def sniff(text: str) -> str:
    """The delimiter under which most of the first records are as wide as the header."""
    lines = text.splitlines(keepends=True)
    if lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0].strip()[-1]
    lines = lines[1:] if _VERSION.match(lines[0]) and len(lines) > 1 else lines
    lines = lines[:-1] if len(lines) > 1 and len(text) > 10_000 else lines  # the last may be cut
    return max(_DELIMITERS, key=lambda d: _agreement(lines[:200], d))


def _agreement(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    try:
        records = [r for r in csv.reader(lines, delimiter=delimiter) if r]
    except csv.Error:
        return 0.0, 0
    width = len(records[0]) if records else 1
    return (sum(len(r) == width for r in records) / len(records) if width > 1 else 0.0), width


def header(text: str, delimiter: str) -> tuple[str, ...]:
    """The names of the columns: trimmed, an empty one "column 3", a repeated one "name (2)"."""
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return unique(_texts(next((r for r in records if any(c.strip() for c in r) and not _is_hint(r)), [])))


def _texts(fields: list[str]) -> list[str]:
    """Fields without the apostrophes that keep a spreadsheet from running them."""
    return [text_of(f) if f[:1] == "'" else f for f in fields]


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Names that differ from each other, in the same order; `TooMuch` where they are too many."""
    if len(names) > limits.COLUMNS:
        raise limits.TooMuch(f"expected at most {limits.COLUMNS:,} columns, got {len(names):,}")
    out: dict[str, None] = {}
    counts: Counter[str] = Counter()
    for place, name in enumerate(names, 1):
        base = candidate = name.replace("\ufeff", "").strip() or f"column {place}"
        counts[base] += 1
        while candidate in out:
            counts[base] += candidate != base
            candidate = f"{base} ({counts[base]})"
        out[candidate] = None
    return tuple(out)


def read(text: io.TextIOBase, delimiter: str) -> Iterator[Row]:
    """The records below the header, numbered as a spreadsheet does (the header is row 1).

    A record with fewer fields than the header has them empty; one with more is a problem, and so is
    one that holds bytes of another encoding or a NUL. A quote that is never closed costs its own
    line only: reading goes on with the next one. `TooMuch` when that happens without end.
    """
    lines = _Lines(text)
    names: tuple[str, ...] = ()
    number, second = 0, True
    for fields in _records(lines, delimiter):
        number += 1
        problem, size = lines.problem, lines.size
        if not names:
            names = () if problem or _is_hint(fields) or not any(f.strip() for f in fields) else unique(fields)
            continue
        if problem is None and len(fields) == len(names):
            if second and _is_second_header(fields, names):
                second = False
                continue
            second = False
            yield Row(number, dict(zip(names, fields, strict=True)), None, size)
            continue
        if not fields or (len(fields) == 1 and not fields[0].strip()):
            continue
        problem = problem or _too_wide(fields, names)
        values = dict(zip(names, [*fields, *[""] * len(names)], strict=False))
        more = fields[len(names) : len(names) + limits.COLUMNS]
        yield Row(number, {**values, "(more)": more} if problem and more else values, problem, size)


def _is_hint(fields: Sequence[str]) -> bool:
    """A line before the header: Excel's, which names the delimiter and reads as "sep=" and an empty
    field, and Taobao's with its version."""
    if not fields:
        return False
    excel = fields[0].lower().startswith("sep=") and len(fields) <= 2
    return excel or (bool(_VERSION.match(fields[0])) and not any(f.strip() for f in fields[1:]))


def _is_second_header(fields: Sequence[str], names: Sequence[str]) -> bool:
    """Taobao's Chinese header under the English one."""
    return "宝贝名称" in fields and "title" in names and len(fields) == len(names)


def _too_wide(fields: Sequence[str], names: Sequence[str]) -> InvalidRecord | None:
    if not any(f.strip() for f in fields[len(names) :]):
        return None
    return InvalidRecord("row", f"{len(names)} fields as in the header (is a quote or a delimiter missing?)", f"{len(fields)} fields")


class _Lines:
    """Lines for the csv reader: none is longer than `LONGEST`, nor is a record of several; those of the record being read can be taken
    back, `HEAVY` characters in all between two records that are whole."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._read = text.readline
        self._again: list[str] = []
        self._taken_back = 0
        self.record: list[str] = []
        self.size = 0
        self.problem: InvalidRecord | None = None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._read(limits.LONGEST)
        if not line:
            raise StopIteration
        if len(line) == limits.LONGEST:
            limits.skip_line(self._read)
            self.problem = InvalidRecord("row", f"at most {limits.LONGEST:,} characters in a line", line[:60])
            line = line[:200] + "\n"
        if MARK in line:
            self.problem = InvalidRecord("row", "text in the encoding of the file", line.replace(MARK, "\ufffd")[:80])
            line = line.replace(MARK, "\ufffd")
        if "\0" in line:
            self.problem = InvalidRecord("row", "text without NUL bytes", line[:60])
            line = line.replace("\0", "")
        self.record.append(line)
        self.size += len(line)
        if self.size > limits.LONGEST:
            raise csv.Error("a record without end")
        return line

    def settle(self) -> None:
        """The record is read."""
        self.record.clear()
        self.size, self.problem = 0, None

    def take_back(self) -> str:
        """The first line of the record; its other lines will be read again."""
        self._taken_back += self.size
        if self._taken_back > limits.HEAVY:
            raise limits.TooMuch('expected rows, got quotes (") that are not closed all over the file')
        first, *rest = self.record
        self._again.extend(reversed(rest))
        self.record.clear()
        self.size = 0
        return first


def _records(lines: _Lines, delimiter: str) -> Iterator[list[str]]:
    while True:
        reader = csv.reader(lines, delimiter=delimiter)
        broken = False
        width = 0
        try:
            for record in reader:
                fields = _texts(record)
                width = width or len(fields)
                if len(lines.record) > 1 and _unclosed(lines.record, len(fields), width):
                    broken = True
                    break
                yield fields
                lines.settle()
        except csv.Error:  # a field beyond the limit: a quote swallowed half the file
            broken = True
        if not broken:
            return
        first = lines.take_back()
        lines.problem = InvalidRecord("row", 'a quote (") that is closed again', first[:60])
        yield next(csv.reader([first.replace('"', "")], delimiter=delimiter), [])
        lines.problem = None


def _unclosed(record: Sequence[str], fields: int, width: int) -> bool:
    """Whether a record runs over lines because a closing quote is missing: the quotes do not pair
    up, or it became too long, or what it swallowed does not fit the header."""
    return sum(line.count('"') for line in record) % 2 == 1 or fields != width
