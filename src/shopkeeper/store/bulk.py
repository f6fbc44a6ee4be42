"""Many new rows at once: by COPY where the database has it, as they are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, MetaData, Table

from .database import Database
from .schema import Moment, microseconds

MANY = 20  # rows: for fewer a statement is as quick


@cache
def plain(table: Table, names: tuple[str, ...] = ()) -> Table:
    """The same table, or these columns of it, with its moments as the numbers that are stored."""
    columns = [table.columns[name] for name in names] or list(table.columns)
    kinds = [Column(c.name, BigInteger() if isinstance(c.type, Moment) else c.type, primary_key=c.primary_key) for c in columns]
    return Table(table.name, MetaData(), *kinds)


def add_rows(database: Database, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds rows of which the table has none yet; all of them name the same columns."""
    if len(rows) < MANY or not database.copies:
        connection.execute(table.insert(), list(rows))
        return
    names = tuple(rows[0])
    moments = frozenset(name for name in names if isinstance(table.columns[name].type, Moment))
    stored = [tuple(microseconds(row[name]) if name in moments and row[name] is not None else row[name] for name in names) for row in rows]
    database.fill(connection, plain(table, names), [stored])
