"""Caches that lie as SQLite files in a shop's folder: what was read in reviews, lists that were shown. Losing a row costs time only."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from ...text.blot import Words

_BUSY = 30  # seconds that another process may hold the file


def clean_database(path: Path, words: Words) -> str:
    """Takes the rows that name the person out of all tables of the file; what was done."""
    with closing(sqlite3.connect(path, timeout=_BUSY, isolation_level=None)) as database:
        database.create_function("names", 1, lambda value: int(_names(value, words)))
        gone = sum(_clean_table(database, name) for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall())
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return f"{gone} rows removed"


def _clean_table(database: sqlite3.Connection, table: str) -> int:
    columns = [name for _, name, *_ in database.execute(f'PRAGMA table_info("{table}")')]
    named = " OR ".join(f'names("{column}")' for column in columns)
    return database.execute(f'DELETE FROM "{table}" WHERE {named}').rowcount


def _names(value: Any, words: Words) -> bool:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return isinstance(value, str) and words.within(value)
