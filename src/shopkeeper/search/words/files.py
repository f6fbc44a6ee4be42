"""Synonym files that other engines use: Solr's and Elasticsearch's text, and CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from ...shop import InvalidFile, InvalidRecord, Synonym
from .synonyms import synonym_of

_COMMA = re.compile(r"(?<!\\),")
_SOURCE = frozenset(("source", "from", "input", "root", "word", "来源", "原词"))
_TERMS = frozenset(("terms", "synonyms", "synonym", "to", "同义词", "近义词"))
_CELL = re.compile(r"\s*[|;；]\s*")


def read_synonyms(path: Path) -> list[Synonym]:
    """The synonyms of a file.

    Text in the way of Solr and Elasticsearch, one a line: "a, b, c" mean the same, "a, b => c" finds c for who asks
    for a or b; a backslash keeps a comma in a word; lines that begin with # are remarks. Other than there, who asks
    for a still finds a. CSV: a row is a group, or, with a heading, the column `source` holds the word that is
    asked for (empty: both ways) and `terms` the others, split by | or ;. `InvalidFile` and `InvalidRecord` name file and line.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(f"{path}: expected a text file in UTF-8 ({error})") from None
    read: Callable[[str], Iterator[tuple[int, str, list[str]]]] = _rows if path.suffix.lower() == ".csv" else _lines
    found = [_synonym(path, number, source, terms) for number, source, terms in read(text)]
    if not found:
        raise InvalidFile(f'{path}: expected at least one line such as "a, b" or "a => b"')
    return found


def _synonym(path: Path, number: int, source: str, terms: list[str]) -> Synonym:
    try:
        return synonym_of(source, terms)
    except InvalidRecord as error:
        raise InvalidRecord(f"{path}, line {number}, {error.field}", error.expected, error.got) from None


def _lines(text: str) -> Iterator[tuple[int, str, list[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        left, arrow, right = line.partition("=>")
        for source in _words(left) or [""] if arrow else [""]:
            yield number, source if arrow else "", _words(right if arrow else left)


def _words(text: str) -> list[str]:
    return [word for part in _COMMA.split(text) if (word := part.replace("\\", "").strip())]


def _rows(text: str) -> Iterator[tuple[int, str, list[str]]]:
    reader = csv.reader(text.splitlines())
    rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(cell.strip() for cell in row)]
    heading = [cell.lower() for cell in rows[0][1]] if rows else []
    terms_at = [i for i, cell in enumerate(heading) if cell in _TERMS]
    source_at = next((i for i, cell in enumerate(heading) if cell in _SOURCE), None)
    if not terms_at:
        yield from ((number, "", [cell for cell in row if cell]) for number, row in rows)
        return
    for number, row in rows[1:]:
        padded = row + [""] * len(heading)
        source = padded[source_at] if source_at is not None else ""
        yield number, source, [word for i in terms_at for word in _CELL.split(padded[i]) if word]
