"""A whole store carried into another: every table of the schema, read in one view, written in one transaction, and compared.

Nothing here knows the tables by name: what `schema.py` states is carried, so that a new table comes along by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Table, func, select

from .bulk import plain
from .database import Database
from .errors import StoreError
from .opening import database_of
from .protocol import Store
from .schema import audit, audit_chain, metadata

Step = Callable[[str, int, int], None]
Rows = Sequence[tuple[Any, ...]]
_ROWS = 2000  # rows read and written at once


@dataclass(frozen=True, slots=True)
class Sum:
    """What a table holds, whatever the order of its rows: how many there are and the sum (mod 2^128) of their BLAKE2b digests, in hex."""

    rows: int
    digest: str


class _Adder:
    """Adds up the digests of rows; each is hashed as a JSON list of its values, which are alike in every database."""

    def __init__(self) -> None:
        self.rows = self._total = 0

    def add(self, rows: Rows) -> None:
        for row in rows:
            text = orjson.dumps(row, default=bytes.hex, option=orjson.OPT_SORT_KEYS)
            self._total += int.from_bytes(hashlib.blake2b(text, digest_size=16).digest(), "big")
        self.rows += len(rows)

    def sum(self) -> Sum:
        return Sum(self.rows, f"{self._total % 2**128:032x}")


def _read(connection: Connection, table: Table, after: int = 0) -> Iterator[Rows]:
    stored = plain(table)
    wanted = select(stored).where(stored.c.number > after) if after else select(stored)
    result = connection.execute(wanted, execution_options={"yield_per": _ROWS})
    for rows in result.partitions():
        yield [tuple(row) for row in rows]


def _sum(connection: Connection, table: Table, after: int = 0) -> Sum:
    adder = _Adder()
    for rows in _read(connection, table, after):
        adder.add(rows)
    return adder.sum()


def sums(store: Store) -> dict[str, Sum]:
    """What each table holds, all of them at one moment, by name."""
    with database_of(store).snapshot() as connection:
        return {table.name: _sum(connection, table) for table in metadata.sorted_tables}


def carry(source: Store, target: Store, *, replace: bool = False, still: bool = False, progress: Step | None = None) -> dict[str, Sum]:
    """Copies all rows of one store into another; what was copied into each table, by name.

    Readers of both go on meanwhile; of the target they see nothing before all is there. Every table is read again in the target
    and compared with what was read in the source; a difference undoes the whole. `StoreError` when the target
    holds rows already, unless they are to be `replace`d in the same transaction, and with `still` when the source was written to while
    it was read, so that the copy would be of the past.

    The audit is never replaced: where the two chains begin alike, it goes on from the longer one, else it is a `StoreError`.
    """
    database, tables = database_of(target), metadata.sorted_tables
    with database.transaction() as into:
        with database_of(source).snapshot() as connection:
            after = _emptied(into, connection, target.url, replace)
            found = {table.name: _copy(connection, database, into, table, after.get(table, 0), progress) for table in tables}
        database.settle(into, tables)
        _compare(found, {table.name: _sum(into, table, after.get(table, 0)) for table in tables}, target.url)
        if still and (changed := [name for name, each in sums(source).items() if found[name] != each]):
            raise StoreError(f"{source.url} was written to meanwhile ({', '.join(changed)}): stop its servers and run this again")
    return found


def _emptied(into: Connection, source: Connection, where: str, replace: bool) -> dict[Table, int]:
    """Makes room; the tables that keep what they hold, with the number of their last entry."""
    full = [table for table in metadata.sorted_tables if into.execute(select(table).limit(1)).first()]
    if full and not replace:
        raise StoreError(f"{where} is not empty (it has {', '.join(table.name for table in full)}): choose a new place")
    for table in reversed(full):
        if table not in (audit, audit_chain):
            into.execute(table.delete())
    if audit_chain not in full:
        return {}
    ours, theirs = (connection.execute(select(func.max(audit_chain.c.number))).scalar_one() or 0 for connection in (into, source))
    meeting = select(audit_chain.c.hash).where(audit_chain.c.number == min(ours, theirs))
    if into.execute(meeting).scalar() != source.execute(meeting).scalar():
        raise StoreError(f"{where} holds another shop: its audit is not that of the one to be written there; choose a new place")
    return {audit: ours, audit_chain: ours}


def _copy(connection: Connection, target: Database, into: Connection, table: Table, after: int, progress: Step | None) -> Sum:
    total = connection.execute(select(func.count()).select_from(table)).scalar_one() if progress else 0
    adder = _Adder()
    target.fill(into, plain(table), _added(_read(connection, table, after), adder, table.name, total, progress))
    return adder.sum()


def _added(batches: Iterable[Rows], adder: _Adder, name: str, total: int, progress: Step | None) -> Iterator[Rows]:
    for rows in batches:
        adder.add(rows)
        yield rows
        if progress:
            progress(name, adder.rows, total)


def _compare(read: dict[str, Sum], written: dict[str, Sum], where: str) -> None:
    if wrong := [name for name in read if read[name] != written[name]]:
        raise StoreError(f"{where} does not hold what was written into it ({', '.join(wrong)}): nothing is kept of it; look at its disk")
