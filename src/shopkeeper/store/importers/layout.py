"""What a layout of rows is: how rows become one record of the shop."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

import orjson

from ...shop import InvalidRecord
from ..protocol import Store
from .columns import Columns
from .row import Row

Reject = Callable[[Row, InvalidRecord], None]


class Layout(Protocol):
    """Turns rows into records. `groups` is the column whose equal values make several rows one
    record, None when each row is a record. `ids` says where ids come from."""

    groups: str | None
    ids: str

    def key(self, values: Mapping[str, Any]) -> str:
        """What the rows of one record share, "" for a row that stands alone."""

    def build(self, rows: Sequence[Row], stored: Any | None, reject: Reject) -> Any | None:
        """The record of these rows, put together with the stored one if it is given; rows that are
        wrong go to `reject`. None when no record comes of them."""


@runtime_checkable
class LooksUp(Protocol):
    """A layout whose rows name records of the store. `told` counts what a person should hear of,
    by the words that follow the count."""

    told: Counter[str]

    def look_up(self, batch: Sequence[Sequence[Row]], store: Store) -> None:
        """Asks the store at once for all that the rows of a batch name, before `build` is called for them."""


class OneRow:
    """A layout in which each row is a record of its own: subclasses say how."""

    groups: str | None = None
    ids: str = ""
    columns: Columns

    def key(self, values: Mapping[str, Any]) -> str:
        """Rows stand alone."""
        return ""

    def build(self, rows: Sequence[Row], stored: Any | None, reject: Reject) -> Any | None:
        """The record of the one row."""
        try:
            return self.record(rows[0].values)
        except InvalidRecord as error:
            reject(rows[0], self._in_their_words(error))
            return None

    def _in_their_words(self, error: InvalidRecord) -> InvalidRecord:
        """The error under the name of the file's own column, where one fills the field."""
        column = self.columns.of(error.field)
        return InvalidRecord(column, error.expected, error.got) if column else error

    def record(self, values: Mapping[str, Any]) -> Any:
        """The record that a row describes; `InvalidRecord` names the column that is wrong."""
        raise NotImplementedError


def hashed_id(values: Mapping[str, Any]) -> str:
    """An id for a row that brings none: equal rows have equal ids, whatever the order of their columns."""
    filled = sorted((str(k), v) for k, v in values.items() if v not in (None, "", []))
    return "h" + hashlib.blake2b(orjson.dumps(filled, default=str), digest_size=10).hexdigest()
