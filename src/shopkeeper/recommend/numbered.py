"""Ids as dense numbers, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Numbered:
    """Gives every id a number, in the order in which they come: 0, 1, 2 … One thread adds, any may ask."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._ids = list(dict.fromkeys(ids))
        self._rows = {id: row for row, id in enumerate(self._ids)}

    def __len__(self) -> int:
        return len(self._ids)

    def row(self, id: str) -> int:
        """The number of an id, -1 when it has none."""
        return self._rows.get(id, -1)

    def rows(self, ids: Sequence[str]) -> list[int]:
        """The numbers of those ids that have one, in their order."""
        return [row for id in ids if (row := self._rows.get(id, -1)) >= 0]

    def add(self, id: str) -> int:
        """The number of an id, a new one when it has none."""
        row = self._rows.get(id, -1)
        if row < 0:
            row = len(self._ids)
            self._ids.append(id)  # before its number is known to others
            self._rows[id] = row
        return row

    def id(self, row: int) -> str:
        """The id of a number."""
        return self._ids[row]

    def ids(self, rows: Iterable[int]) -> list[str]:
        """The ids of numbers, in their order."""
        return [self._ids[row] for row in rows]
