"""What the layouts of shop systems have in common: columns whose names are the system's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ...shop import InvalidFile, InvalidRecord
from .columns import bare_key, label_of
from .values import Cell, text


class Vendor:
    """`fields` says what each column is: a field of the system, "attribute:NAME", or "" for one that is left out. `known` are the fields
    that a mapping may name."""

    fields: dict[str, str]
    known: tuple[str, ...]

    def cells(self, values: Mapping[str, Any]) -> dict[str, Cell]:
        """The filled cells of a row, by field."""
        found = ((self.fields.get(c, ""), c, v) for c, v in values.items())
        return {f: Cell(v, c) for f, c, v in found if f and v is not None and text(v)}

    def in_their_words(self, error: InvalidRecord) -> InvalidRecord:
        """The error under the name of the file's own column, where one fills the field."""
        column = next((column for column, field in self.fields.items() if field == error.field), error.field)
        return InvalidRecord(column, error.expected, error.got)


def fields_of(
    columns: Iterable[str], known: Mapping[str, str], guess: Callable[[str], str], mapping: Mapping[str, str]
) -> dict[str, str]:
    """What each column is: what `mapping` says, else what `guess` knows; `InvalidFile` when the
    mapping names a field that is not among those `known`."""
    told = {bare_key(theirs): ours for theirs, ours in mapping.items()}
    return {c: _told(c, told[bare_key(c)], known) if bare_key(c) in told else guess(c) for c in columns}


def _told(column: str, told: str, known: Mapping[str, str]) -> str:
    if told in ("ignore", "-", ""):
        return ""
    if told == "attribute":
        return f"attribute:{label_of(column)}"
    if told not in known and not told.startswith("attribute:"):
        raise InvalidFile(f"the mapping {column}={told}: expected one of {', '.join(known)}, attribute:NAME, ignore")
    return told
