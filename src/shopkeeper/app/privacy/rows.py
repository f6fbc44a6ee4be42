"""Rows of files that are about a person: lines of JSON, records of tables, rows of Parquet. What is not about them stays byte for byte."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...store.importers.without import parquet_without
from ...text.blot import Words

_OWNER = frozenset(("customerid", "customer", "userid", "user", "buyerid", "buyer", "顾客", "顾客id", "买家", "买家id", "会员", "会员id"))
_DELIMITERS = ",\t;|"


def blotted(text: str, words: Words, id: str) -> str:
    """A text without the person's words, line by line: names in lines that are surely about them."""
    return "".join(words.blotted(line, names=words.within(line)) for line in text.splitlines(keepends=True))


def without_lines(text: str, words: Words, id: str) -> str:
    """JSON lines without those about the person."""
    return "".join(line for line in text.splitlines(keepends=True) if not words.within(line) and not (id in line and _owned(line, id)))


def _owned(line: str, id: str) -> bool:
    try:
        return any(value == id for value in _owners(json.loads(line)))
    except ValueError:
        return False


def _owners(value: Any) -> Iterator[str]:
    """Whom a record says that it is about."""
    if isinstance(value, dict):
        for name, each in value.items():
            if _plain(name) in _OWNER and isinstance(each, str | int):
                yield str(each)
            yield from _owners(each)
    elif isinstance(value, list):
        for each in value:
            yield from _owners(each)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).lower()


def without_records(text: str, words: Words, id: str) -> str:
    """A table of text without the records about the person, which may have several lines each."""
    lines = text.splitlines(keepends=True)
    first = lines[0] if lines else ""
    delimiter = max(_DELIMITERS, key=first.count)
    reader, kept, start, owners = csv.reader(lines, delimiter=delimiter), list[str](), 0, list[int]()
    try:
        for number, record in enumerate(reader):
            part = "".join(lines[start:reader.line_num])
            start = reader.line_num
            if number == 0:
                owners = [place for place, name in enumerate(record) if _plain(name) in _OWNER]
            if not words.within(part) and not any(record[place] == id for place in owners if place < len(record)):
                kept.append(part)
    except csv.Error:
        return blotted(text, words, id)
    return "".join(kept)


def without_rows(content: bytes, words: Words, id: str) -> bytes:
    """A Parquet file without the rows about the person; as it was where it cannot be read."""
    def about(row: Mapping[str, Any]) -> bool:
        named = words.within(json.dumps(row, ensure_ascii=False, default=str))
        return named or any(_plain(name) in _OWNER and str(value) == id for name, value in row.items())

    return parquet_without(content, about)
