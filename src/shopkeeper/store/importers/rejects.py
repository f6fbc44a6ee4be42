"""Rejected rows, kept so that a person can correct them and import that very file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from ...shop import InvalidRecord
from . import json_lines
from .report import Reason
from .row import Row

KEYS = frozenset(("file", "row", "field", "reason", "values"))
_MOST_REASONS = 50


class Rejects:
    """Writes rejected rows to `<folder>/<file name>.rejects.jsonl` and counts them by reason.

    The file is made at the first rejection. `offset` is its length, which a job remembers: what an
    interrupted run wrote beyond it is cut off before the work goes on.
    """

    def __init__(self, source: Path, folder: Path | None, offset: int = 0, reasons: Iterable[dict[str, Any]] = (), count: int = 0) -> None:
        self.path = folder / f"{source.name}.rejects.jsonl" if folder else None
        self.count, self._source = count, source
        self.reasons = {(r["field"], r["expected"]): Reason(**r) for r in reasons}
        self._file: BinaryIO | None = None
        self._start = offset

    def __call__(self, row: Row, error: InvalidRecord) -> None:
        """Keeps a row with the reason why it was rejected."""
        self.count += 1
        self._tally(row, error)
        if self.path is None:
            return
        kept = {"file": str(self._source), "row": row.number, "field": error.field, "reason": str(error), "values": _plain(row.values)}
        self._open().write(orjson.dumps(kept, default=str, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS))

    def settle(self) -> int:
        """Makes sure on disk what was written, and says how long the file is."""
        if self._file is None:
            return self._start
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()

    def close(self, done: bool) -> Path | None:
        """Closes the file; once all is done and nothing was rejected, an older one is gone too."""
        if self._file:
            self._file.close()
        if done and self.path and self.count == 0:
            self.path.unlink(missing_ok=True)
        return self.path if self.path and self.count else None

    def _tally(self, row: Row, error: InvalidRecord) -> None:
        key = (error.field, error.expected)
        if reason := self.reasons.get(key):
            reason.count += 1
        elif len(self.reasons) < _MOST_REASONS:
            shown = "nothing" if error.got is None else repr(error.got)[:60]
            self.reasons[key] = Reason(error.field, error.expected, 1, row.number, shown)

    def _open(self) -> BinaryIO:
        if self._file is None:
            assert self.path is not None
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("r+b" if self._start and self.path.exists() else "wb")
            self._file.seek(self._start)
            self._file.truncate()
        return self._file


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values that JSON can hold; a damaged character shows as the replacement character."""
    return {_whole(k): _whole(v) for k, v in values.items()}


def _whole(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) and not value.isascii() else value


def is_rejects(columns: tuple[str, ...]) -> bool:
    """Whether a file is one of rejected rows."""
    return frozenset(columns) == KEYS


def unwrapped(row: Row) -> Row:
    """The row that was rejected, out of its line in the file of rejects: what could not be read is
    read again as it stands there now."""
    inner = row.values.get("values")
    if row.problem or not isinstance(inner, dict):
        return row
    if inner.get("(more)"):
        return Row(row.number, inner, InvalidRecord("(more)", "nothing: every value under its column", inner["(more)"]))
    return json_lines.parse(row.number, inner["line"]) if list(inner) == ["line"] else Row(row.number, inner)
