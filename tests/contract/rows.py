"""Rows for every table of the schema, made from its columns alone, so that a table that is new is filled too."""

from __future__ import annotations

import random
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Float, Integer, LargeBinary, Table, insert

from shopkeeper.store import Store
from shopkeeper.store.opening import database_of
from shopkeeper.store.schema import Moment, metadata, moment_of

TEXTS = ("漫步者 “蓝牙”", "tab\there", "line\nend\r\n", "back\\slash \\N", "O'Brien; --", "", "\\.", '{"a": [1, null]}', "👜 é", "NULL")


def fill(store: Store, rows: int = 7, seed: int = 1, without: tuple[str, ...] = ()) -> None:
    """Writes rows into every table but some."""
    dice = random.Random(seed)
    with database_of(store).transaction() as connection:
        for table in (table for table in metadata.sorted_tables if table.name not in without):
            connection.execute(insert(table), [{c.name: _value(c, table, i, dice) for c in table.columns} for i in range(rows)])


def _value(column: Column[Any], table: Table, i: int, dice: random.Random) -> Any:
    if column.foreign_keys:
        return f"{i} {TEXTS[i % len(TEXTS)]}"
    if column.nullable and dice.random() < 0.3:
        return None
    kind, alone = column.type, column.primary_key or any(column.name in index.columns for index in table.indexes if index.unique)
    if isinstance(kind, Moment):
        return moment_of(i if alone else dice.randrange(2**50))
    if isinstance(kind, Boolean):
        return dice.random() < 0.5
    if isinstance(kind, BigInteger):
        return i + 1 if alone else dice.randrange(-(2**53), 2**53)
    if isinstance(kind, Integer):
        return i + 1 if alone else dice.randrange(1000)
    if isinstance(kind, Float):
        return dice.random() * 5
    if isinstance(kind, LargeBinary):
        return dice.randbytes(5)
    return f"{i} {TEXTS[i % len(TEXTS)]}" if alone else dice.choice(TEXTS)
