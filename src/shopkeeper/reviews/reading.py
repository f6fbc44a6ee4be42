"""The reviews of a shop, read: each with its opinions. What was read once is kept by the hash of its words, never the words."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ..shop import Review
from .lexicon import edition
from .opinions import Mood, Opinion, opinions

Progress = Callable[[str, int, int], None]  # what, done, of how many
GOOD, BAD = 4, 2  # stars from which, and up to which, a review is for or against
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Read:
    """A review and what it says. Titles are read as the first clause."""

    review: Review
    opinions: tuple[Opinion, ...]

    @property
    def text(self) -> str:
        """What the places of the opinions count in."""
        return text_of(self.review)


def text_of(review: Review) -> str:
    """Title and text as one."""
    return f"{review.title}\n{review.text}" if review.title.strip() else review.text


class Reader:
    """Reads reviews. `mood` judges clauses whose words are in no list; without it such clauses are silent. Several threads may use one."""

    def __init__(self, kept: Kept, mood: Mood | None = None, mood_version: str = "") -> None:
        self._kept, self.mood = kept, mood
        self._edition = f"{edition()} {mood_version}".encode()

    def read(self, reviews: Iterable[Review], progress: Progress | None = None, of: int = 0) -> Iterator[Read]:
        """Each review in its order, with its opinions."""
        done, rows = 0, iter(reviews)
        while part := list(islice(rows, _AT_ONCE)):
            yield from self._part(part)
            done += len(part)
            if progress:
                progress("reviews", done, max(of, done))

    def close(self) -> None:
        """Closes the file of what was read."""
        self._kept.close()

    def one(self, text: str) -> list[Opinion]:
        """The opinions of a text that is no record."""
        return opinions(text, self.mood)

    def _part(self, part: Sequence[Review]) -> list[Read]:
        keys = [hashlib.blake2b(text_of(review).encode(), key=self._edition[:64], digest_size=16).digest() for review in part]
        known = self._kept.get(keys)
        new = {key: tuple(self.one(text_of(review))) for key, review in zip(keys, part, strict=True) if key not in known}
        self._kept.put(new)
        found = {**known, **new}
        return [Read(review, found[key]) for key, review in zip(keys, part, strict=True)]


class Kept:
    """A file of opinions by the hash of their text; several processes may share it, losing it costs time only. Without a path nothing
    is kept."""

    def __init__(self, path: Path | None = None) -> None:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path or ":memory:", timeout=30, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS opinions (key BLOB PRIMARY KEY, found TEXT NOT NULL) WITHOUT ROWID")

    def get(self, keys: Sequence[bytes]) -> dict[bytes, tuple[Opinion, ...]]:
        """Those of `keys` that are known."""
        rows = self._db.execute(f"SELECT key, found FROM opinions WHERE key IN ({','.join('?' * len(keys))})", keys)
        return {key: tuple(Opinion(*values) for values in json.loads(found)) for key, found in rows}

    def put(self, found: dict[bytes, tuple[Opinion, ...]]) -> None:
        """Keeps these, together."""
        rows = [(key, json.dumps([_values(each) for each in opinions], ensure_ascii=False)) for key, opinions in found.items()]
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT OR REPLACE INTO opinions VALUES (?, ?)", rows)
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Closes the file."""
        self._db.close()


def _values(opinion: Opinion) -> list[Any]:
    return [opinion.aspect, opinion.polarity, opinion.term, opinion.words, opinion.start, opinion.end]

