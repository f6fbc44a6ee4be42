"""The file of suggestions: written aside and swapped in, read by every process in place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from .entry import Suggestion, keys

Weighed = tuple[Suggestion, float]
FORMAT = 1
DEEP = 48  # suggestions that are kept of a beginning that many texts have
HEAVY = 2000  # texts of a beginning that are more than a reader looks at
BATCH = 2000
_RANK = "row_number() OVER (PARTITION BY prefix ORDER BY weight DESC, entry)"


def write(path: Path, suggestions: Iterable[Weighed], revision: int) -> None:
    """Makes a whole file, in constant memory; until it is whole the old one is read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}.part")
    tidy(path)
    aside.unlink(missing_ok=True)  # of an earlier process with this one's number
    try:
        with closing(sqlite3.connect(aside, isolation_level=None)) as db:
            _fill(db, iter(suggestions), revision)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def tidy(path: Path) -> None:
    """Removes what other writers, that were killed, left behind."""
    for part in path.parent.glob(f"{path.stem}.*.part"):
        number = part.suffixes[-2].lstrip(".")
        if not number.isdecimal() or not _lives(int(number)):
            part.unlink(missing_ok=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _fill(db: sqlite3.Connection, suggestions: Iterator[Weighed], revision: int) -> None:
    db.executescript(f"""
        PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA user_version={FORMAT}; BEGIN;
        CREATE TABLE about (revision INTEGER);
        CREATE TABLE entries (entry INTEGER PRIMARY KEY, text TEXT, kind TEXT, id TEXT, filter TEXT);
        CREATE TABLE spelt (prefix TEXT, weight REAL, entry INTEGER);
        CREATE TABLE top (prefix TEXT, rank INTEGER, weight REAL, entry INTEGER, PRIMARY KEY (prefix, rank)) WITHOUT ROWID;
    """)
    db.execute("INSERT INTO about VALUES (?)", (revision,))
    number = 0
    while batch := list(islice(suggestions, BATCH)):
        rows = list(enumerate(batch, number))
        number += len(batch)
        db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", ((n, s.text, s.kind, s.id, s.where) for n, (s, _) in rows))
        spelt = ((key, weight * share, n) for n, (each, weight) in rows for key, share in keys(each.text))
        db.executemany("INSERT INTO spelt VALUES (?, ?, ?)", spelt)
    db.execute("CREATE INDEX by_prefix ON spelt (prefix, weight, entry)")
    _top(db)
    db.execute("COMMIT")


def _top(db: sqlite3.Connection) -> None:
    """The best of each beginning that very many texts have."""
    length = 1
    while length:
        begin = f"substr(prefix, 1, {length})"
        db.execute(f"""
            INSERT INTO top SELECT * FROM (SELECT prefix, {_RANK} AS rank, weight, entry FROM (
                SELECT {begin} AS prefix, entry, max(weight) AS weight FROM spelt
                WHERE length(prefix) >= {length} AND {begin} IN (SELECT {begin} FROM spelt GROUP BY 1 HAVING count(*) > {HEAVY})
                GROUP BY 1, 2)) WHERE rank <= {DEEP}""")
        length = length + 1 if db.execute("SELECT changes()").fetchone()[0] else 0


class SuggestionFile:
    """A file that is open for reading, by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.good = self._db.execute("PRAGMA user_version").fetchone()[0] == FORMAT
        self.revision: int = self._db.execute("SELECT revision FROM about").fetchone()[0] if self.good else -1

    def begun(self, prefix: str) -> list[tuple[float, Suggestion]]:
        """The best suggestions with this beginning, best first, each text once of each kind."""
        rows = self._rows("SELECT entry, weight FROM top WHERE prefix = ? ORDER BY rank", prefix)
        if not rows:
            # Above every sign that may follow: the range ends there.
            sql = "SELECT entry, max(weight) FROM spelt WHERE prefix >= ? AND prefix < ? GROUP BY entry ORDER BY 2 DESC, entry LIMIT ?"
            rows = self._rows(sql, prefix, prefix + "\U0010ffff", DEEP)
        about = self._entries([entry for entry, _ in rows])
        return [(weight, about[entry]) for entry, weight in rows]

    def has(self, prefix: str) -> bool:
        """Whether anything begins so."""
        return bool(self._rows("SELECT 1 FROM spelt WHERE prefix >= ? AND prefix < ? LIMIT 1", prefix, prefix + "\U0010ffff"))

    def close(self) -> None:
        """Lets the file go."""
        self._db.close()

    def _entries(self, numbers: list[int]) -> dict[int, Suggestion]:
        marks = ",".join("?" * len(numbers))
        return {row[0]: Suggestion(*row[1:]) for row in self._rows(f"SELECT * FROM entries WHERE entry IN ({marks})", *numbers)}

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        return self._db.execute(sql, values).fetchall()
