"""Files of rows, whatever their format: opened, told apart, read in constant memory."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from ...shop import InvalidFile, InvalidRecord
from . import delimited, json_lines, limits, table, xml_items
from .encoding import detect_encoding
from .row import Row

FileFormat = Literal["csv", "jsonl", "json", "parquet", "xml"]
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"\x1f\x8b")
SAMPLE = 1 << 18  # bytes looked at to tell format, encoding and delimiter


@dataclass(frozen=True)
class Source:
    """A file whose format, encoding, delimiter and columns are known. `columns` are those of the
    header; for JSON and XML those that the first rows have (later rows may bring more)."""

    path: Path
    format: FileFormat
    compressed: bool
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    first: tuple[Row, ...] = field(repr=False, default=())

    def rows(self, only: Sequence[str] | None = None, at: Callable[[int], None] | None = None) -> Iterator[Row]:
        """All rows in order. `only` may spare reading other columns (Parquet); `at` is told now and
        then how many bytes of the file have been read."""
        if self.format == "parquet":
            yield from table.read(self.path, only, at)
            return
        with Opened(self.path, self.compressed) as (binary, raw):
            newline = "" if self.format == "csv" else None
            text = io.TextIOWrapper(cast(BinaryIO, binary), self.encoding, errors="shopkeeper-mark", newline=newline)
            try:
                yield from _watched(_parse(self, text), raw, at)
            except limits.TooMuch as error:
                raise InvalidFile(f"{self.path}: {error}") from None

    @property
    def size(self) -> int:
        """Bytes of the file as it lies on disk."""
        return self.path.stat().st_size


def read_rows(path: str | Path, mapping: Mapping[str, str] | None = None) -> Iterator[Row]:
    """The rows of a CSV, TSV, JSONL, NDJSON, JSON-array or Parquet file (`.gz` too), one at a time.

    `mapping` renames columns, {"theirs": "ours"}. Format, encoding and delimiter are found out.
    `InvalidFile` when the file, or one of its rows, cannot be read: with the row's number.
    """
    source = open_source(path)
    names = dict(mapping or {})
    for row in source.rows():
        if row.problem:
            raise InvalidFile(f"{source.path}, row {row.number}: {row.problem}")
        yield Row(row.number, {names.get(k, k): v for k, v in row.values.items()}) if names else row


def open_source(path: str | Path) -> Source:
    """Finds out what a file is; `InvalidFile` says why it holds no rows that can be read."""
    try:
        return _source(Path(path))
    except limits.TooMuch as error:
        raise InvalidFile(f"{path}: {error}") from None


def _source(path: Path) -> Source:
    head, compressed = first_bytes(path)
    if head[:4] == b"PAR1":
        return _checked(Source(path, "parquet", False, "", "", table.columns(path)))
    encoding = detect_encoding(head)
    if encoding is None:
        raise InvalidFile(f"{path}: expected CSV, TSV, JSONL, JSON, XML or Parquet, got {_binary(path, head)}")
    text = head.decode(encoding, errors="ignore").lstrip("\ufeff")
    if not text.strip():
        raise InvalidFile(f"{path}: the file is empty")
    if compressed and len(head) == SAMPLE:
        limits.require_proportion(path)
    if json_lines.looks_like(text):
        return _checked(Source(path, "jsonl" if json_lines.one_a_line(text) else "json", compressed, encoding, "", ()))
    if json_lines.bare(text):
        raise InvalidFile(f"{path}: expected a JSON array of objects, one a record, got an array of single values")
    if xml_items.looks_like(text):
        return _checked(Source(path, "xml", compressed, encoding, "", ()))
    if re.match(r"\s*<(?:!doctype html|html)", text, re.I):
        raise InvalidFile(f"{path}: expected a file of rows, got a web page (was the download refused?)")
    delimiter = delimited.sniff(text)
    return _checked(Source(path, "csv", compressed, encoding, delimiter, delimited.header(text, delimiter)))


def _binary(path: Path, head: bytes) -> str:
    """What a binary file is, and what to do about it."""
    if path.suffix.lower() in (".xlsx", ".xls", ".xlsm", ".ods", ".et", ".numbers"):
        return "a binary file: save the sheet as CSV (UTF-8) and import that"
    return "an archive: unpack it and import the files in it" if head.startswith(_ARCHIVES) else "a binary file"


def _checked(source: Source) -> Source:
    """The source with its first rows and, for JSON, the columns that they have."""
    rows = source.rows()
    try:
        first = tuple(_beginning(rows))
    finally:
        cast(Any, rows).close()
    if not first:
        found = "a header: " + " ".join(", ".join(source.columns)[:200].split()) if source.columns else "an empty list"
        raise InvalidFile(f"{source.path}: no rows, only {found}")
    columns = source.columns or tuple(dict.fromkeys(name for row in first if not row.problem for name in row.values))
    if len(columns) > limits.COLUMNS:
        raise limits.TooMuch(f"expected at most {limits.COLUMNS:,} columns, got {len(columns):,}")
    return Source(source.path, source.format, source.compressed, source.encoding, source.delimiter, columns, first)


def _beginning(rows: Iterator[Row]) -> Iterator[Row]:
    """The first hundred rows, or fewer where they are long."""
    size = 0
    for row, _ in zip(rows, range(100), strict=False):
        yield row
        size += row.size
        if size > limits.HEAVY:
            return


def _parse(source: Source, text: io.TextIOWrapper) -> Iterator[Row]:
    if source.format == "xml":
        return xml_items.read(text)
    if source.format == "csv":
        return delimited.read(text, source.delimiter)
    return json_lines.read_lines(text) if source.format == "jsonl" else json_lines.read_stream(text)


def _watched(rows: Iterator[Row], raw: BinaryIO, at: Callable[[int], None] | None) -> Iterator[Row]:
    """The rows, with a damaged archive as a last row that says so."""
    row, count = Row(0, {}), 0
    try:
        for row in rows:
            count += 1
            if at and count % 500 == 0:
                at(raw.tell())
            yield row
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Row(row.number + 1, {}, InvalidRecord("file", "a whole gzip file: what follows this row is damaged", str(error)))
    if at:
        at(raw.tell())


def first_bytes(path: Path) -> tuple[bytes, bool]:
    """The first bytes of the content, and whether the file is gzipped; `InvalidFile` when it cannot be read."""
    if path.exists() and not path.is_file():
        raise InvalidFile(f"{path}: expected a file, got a {'directory' if path.is_dir() else 'pipe or a device'}")
    try:
        with path.open("rb") as file:
            compressed = file.read(2) == b"\x1f\x8b"
        with Opened(path, compressed) as (binary, _):
            return cast(BinaryIO, binary).read(SAMPLE), compressed
    except FileNotFoundError:
        raise InvalidFile(f"{path}: there is no such file") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise InvalidFile(f"{path}: expected a gzip file that is whole, this one is damaged at its start") from None
    except limits.TooMuch as error:
        raise InvalidFile(f"{path}: {error}") from None
    except OSError as error:
        raise InvalidFile(f"{path}: cannot be read: {error.strerror}") from None


class Opened:
    """The content of a file as bytes, and the raw file underneath (its position is the progress)."""

    def __init__(self, path: Path, compressed: bool) -> None:
        self._path, self._compressed = path, compressed

    def __enter__(self) -> tuple[io.BufferedIOBase, BinaryIO]:
        self._raw = self._path.open("rb")
        content: Any = limits.Unpacked(self._raw) if self._compressed else self._raw
        return cast(io.BufferedIOBase, io.BufferedReader(content, 1 << 17) if self._compressed else content), self._raw

    def __exit__(self, *_: object) -> None:
        self._raw.close()
