"""A store as one SQLite file, whatever database it lies in: what a backup holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from .carry import Step, Sum, carry, sums
from .opening import database_of, open_store
from .protocol import Store
from .upgrade import HEAD

SCHEMA = HEAD


def save_copy(store: Store, path: Path, progress: Step | None = None) -> dict[str, Sum]:
    """Writes all that a store holds at one moment into a new SQLite file; what each table holds, by name. Readers and writers go on."""
    database = database_of(store)
    if database.url.get_backend_name() == "sqlite":
        # All pages in one step are one view of the file; page by page it would begin anew with each write of others.
        with closing(sqlite3.connect(str(database.url.database))) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy, pages=-1)
        with closing(open_store(path)) as copied:
            found = sums(copied)
    else:
        with closing(open_store(path)) as copied:
            found = carry(store, copied, progress=progress)
    _in_one_file(path)
    return found


def _in_one_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
