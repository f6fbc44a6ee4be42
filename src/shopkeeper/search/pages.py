"""Frozen answers: every page of a search is cut from the list that the first page was cut from."""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from ..shop import InvalidQuery

KEEP = 3600  # seconds that a cursor stays good, at most
MOST = 20_000  # answers that are kept, about 15 kB each
_CURSOR = re.compile(r"([0-9a-f]+)~([0-9]{1,9})")
_SWEEP = 500  # answers between two sweeps of old ones


@dataclass(frozen=True, slots=True)
class Frozen:
    """A whole answer: the ids in order, the scores of each (float32[n, 3]: all, text, vector), and
    what later pages repeat."""

    query_id: str
    ids: list[str]
    scores: NDArray[np.float32]
    about: dict[str, Any]


class Pages:
    """Answers by query id in a file that all server processes share. It is scratch: losing it ends
    the cursors that are out, nothing else."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock, self._count = threading.Lock(), 0
        self._db = sqlite3.connect(path, timeout=10, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS frozen (number INTEGER PRIMARY KEY AUTOINCREMENT, query_id TEXT UNIQUE NOT NULL, "
            "at REAL NOT NULL, body BLOB NOT NULL, scores BLOB NOT NULL)"
        )

    def keep(self, frozen: Frozen) -> None:
        """Remembers an answer for an hour, or until `MOST` others have come."""
        body, scores = orjson.dumps([frozen.ids, frozen.about]), frozen.scores.astype(np.float32).tobytes()
        with self._lock:
            row = (frozen.query_id, time.time(), body, scores)
            number = self._db.execute("INSERT INTO frozen (query_id, at, body, scores) VALUES (?, ?, ?, ?)", row).lastrowid or 0
            if self._count == 0:  # it reads every row, so once for each process
                self._db.execute("DELETE FROM frozen WHERE at < ?", (time.time() - KEEP,))
            if self._count % _SWEEP == 0:
                self._db.execute("DELETE FROM frozen WHERE number <= ?", (number - MOST,))
            self._count += 1

    def open(self, cursor: str) -> tuple[Frozen, int]:
        """The answer that a cursor points into, and where the page starts."""
        match = _CURSOR.fullmatch(cursor)
        row = None
        if match:
            with self._lock:
                wanted = "SELECT body, scores FROM frozen WHERE query_id = ? AND at >= ?"
                row = self._db.execute(wanted, (match[1], time.time() - KEEP)).fetchone()
        if match is None or row is None:
            raise InvalidQuery(f"cursor {cursor[:60]!r} is not known here or older than an hour; search again")
        ids, about = orjson.loads(row[0])
        return Frozen(match[1], ids, np.frombuffer(row[1], np.float32).reshape(-1, 3), about), int(match[2])

    def close(self) -> None:
        """Closes the file."""
        self._db.close()


def cursor(query_id: str, start: int) -> str:
    """What a shopper's page hands back to get the page that starts at `start`."""
    return f"{query_id}~{start}"
