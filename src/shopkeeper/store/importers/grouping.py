"""Rows that belong to one record, gathered in bounded memory wherever in the file they stand."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from typing import IO, Any

import numpy as np

from ...shop import InvalidRecord
from .layout import Layout
from .limits import HEAVY
from .row import Row
from .rows import Source

MOST = 10_000  # rows that one record may have
_PARTS = 32
Unit = list[Row]


def units(source: Source, layout: Layout, at: Callable[[int], None] | None = None) -> Iterator[Unit]:
    """The rows of each record together, always in the same order for the same file.

    A first pass over the key column (and those that a layout names in `also`) finds the keys whose
    rows are not next to each other, in eight bytes a record. Records whose rows are come as they
    stand in the file; rows of the others are set aside in temporary files by hash and follow at the
    end, one part in memory at a time.
    """
    if layout.groups is None:  # each row stands alone
        yield from ([row] for row in source.rows(at=at))
        return
    if survey := getattr(layout, "survey", None):
        survey(row.values for row in source.rows())
    apart = _apart(layout.key(row.values) for row in source.rows(only=[layout.groups, *getattr(layout, "also", ())]))
    with tempfile.TemporaryDirectory() as folder:
        parts: dict[int, IO[bytes]] = {}
        yield from _adjacent(_without(apart, source.rows(at=at), layout, parts, folder), layout)
        for number in sorted(parts):
            yield from _gathered(parts[number], layout)
            parts[number].close()


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=8).digest())


def _apart(keys: Iterable[str]) -> frozenset[int]:
    """The hashes of keys that come again after another key came between."""
    runs, last = array("Q"), None
    for key in keys:
        if key and key != last:
            runs.append(_hash(key))
        last = key
    hashes = np.sort(np.frombuffer(runs, dtype=np.uint64)) if runs else np.empty(0, np.uint64)
    return frozenset(np.unique(hashes[1:][hashes[1:] == hashes[:-1]]).tolist())


def _without(apart: frozenset[int], rows: Iterable[Row], layout: Layout, parts: dict[int, IO[bytes]], folder: str) -> Iterator[Row]:
    """Passes rows on, but for those of keys that stand apart: they go to their part's file."""
    if not apart:
        yield from rows
        return
    for row in rows:
        hashed = _hash(key) if (key := layout.key(row.values)) and row.problem is None else None
        if hashed not in apart or hashed is None:
            yield row
            continue
        number = hashed % _PARTS
        if number not in parts:
            parts[number] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  closed by the caller
        pickle.dump(row, parts[number], pickle.HIGHEST_PROTOCOL)


def _adjacent(rows: Iterable[Row], layout: Layout) -> Iterator[Unit]:
    unit: Unit = []
    last, size = "", 0
    for row in rows:
        if row.problem:
            yield [row]
            continue
        key = layout.key(row.values)
        if unit and (key != last or not key):
            yield unit
            unit, size = [], 0
        last = key
        if len(unit) >= MOST or size > HEAVY:
            yield [_one_too_many(row, layout)]
            continue
        unit.append(row)
        size += row.size
    if unit:
        yield unit


def _gathered(part: IO[bytes], layout: Layout) -> Iterator[Unit]:
    found: dict[str, Unit] = {}
    part.seek(0)
    while (row := _next(part)) is not None:
        unit = found.setdefault(layout.key(row.values), [])
        if len(unit) >= MOST:
            yield [_one_too_many(row, layout)]
        else:
            unit.append(row)
    yield from found.values()


def _next(part: IO[bytes]) -> Row | None:
    try:
        row: Row = pickle.load(part)  # nosec B301  our own file, written above, which nobody else sees
    except EOFError:
        return None
    return row


def _one_too_many(row: Row, layout: Layout) -> Row:
    value: Any = layout.key(row.values)
    return row._replace(problem=InvalidRecord(layout.groups or "row", f"at most {MOST:,} rows with the same value", value))
