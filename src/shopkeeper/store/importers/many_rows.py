"""Records that several rows make up: one row a part, the rows of one id together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...shop import InvalidRecord
from ..protocol import Store
from .codes import ORDERS, Codes, code
from .columns import Columns
from .layout import Reject, hashed_id
from .row import Row
from .values import Cell, text


class ManyRows:
    """A layout in which the rows of one id are one record: subclasses say what a row adds (`part`) and
    what all of them make (`whole`). What belongs to the record may stand in any of its rows; the first counts."""

    def __init__(self, columns: Columns, key: str | None) -> None:
        """`key` is the column whose equal values make rows one record; without it each row is one."""
        self.columns, self.groups = columns, key
        self.ids = f"column {key}" if key else "a hash of the row, as it has no id"
        self.codes, self.told = Codes(), Counter[str]()

    def key(self, values: Mapping[str, Any]) -> str:
        """The id that the rows share."""
        return text(values.get(self.groups)) if self.groups else ""

    def look_up(self, batch: Sequence[Sequence[Row]], store: Store) -> None:
        """Finds the variants and products that the rows name."""
        self.codes.look_up(store.products, (found for rows in batch for row in rows for found in self.named(row)))

    def named(self, row: Row) -> Iterator[str]:
        """The codes of a row that are looked up."""
        one = self.columns.cells(row.values).one
        return (code(one[field]) for field in ORDERS if field in one)

    def build(self, rows: Sequence[Row], stored: Any | None, reject: Reject) -> Any | None:
        """The record of the rows; a wrong row is rejected, the others stay."""
        id = self.key(rows[0].values) or self.unnamed(rows[0].values)
        cells = [self.columns.cells(row.values).one for row in rows]
        shared: dict[str, Cell] = {}
        for one in reversed(cells):
            shared |= one
        good: list[Row] = []
        parts: list[Any] = []
        for row, one in zip(rows, cells, strict=True):
            try:
                parts.append(self.part(id, one))
                good.append(row)
            except InvalidRecord as error:
                reject(row, self._in_their_words(error))
        if not good:
            return None
        try:
            return self.whole(id, shared, parts, stored)
        except InvalidRecord as error:
            for row in good:
                reject(row, self._in_their_words(error))
            return None

    def unnamed(self, values: Mapping[str, Any]) -> str:
        """The id of a row that brings none; "" where it needs one."""
        return "" if self.groups else hashed_id(values)

    def _in_their_words(self, error: InvalidRecord) -> InvalidRecord:
        column = self.groups if error.field == "id" else self.columns.of(error.field)
        return InvalidRecord(column, error.expected, error.got) if column else error

    def part(self, id: str, one: Mapping[str, Cell]) -> Any:
        """What a row adds; `InvalidRecord` when it is wrong."""
        raise NotImplementedError

    def whole(self, id: str, shared: Mapping[str, Cell], parts: Sequence[Any], stored: Any | None) -> Any:
        """The record; `stored` is what is kept of it, when corrected rows are put to it."""
        raise NotImplementedError
