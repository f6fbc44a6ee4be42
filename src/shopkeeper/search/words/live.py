"""The synonyms of a shop as they are now, whoever changed them."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from ...shop import Synonym
from ...store.protocol import Table, Written
from .files import read_synonyms
from .synonyms import SynonymTable, parse_synonym


class Synonyms:
    """The synonyms in a store, and the table of them that searches use. A change through this class is seen
    by the next search of every process with the same folder, which costs a search one look at a file; what was
    written to the store by other ways is seen at the next `refresh`, which servers call by themselves."""

    def __init__(self, records: Table[Synonym], stamp: Path) -> None:
        self._records, self._stamp = records, stamp
        self._lock = threading.Lock()
        self._seen: int | None = None
        self._held: tuple[Synonym, ...] = ()
        self._table: SynonymTable | None = None
        self._trial = threading.local()

    def table(self) -> SynonymTable:
        """The synonyms of this moment, ready to be looked up; in a thread that is `trying` others, those."""
        if tried := getattr(self._trial, "table", None):
            return cast(SynonymTable, tried[0])
        if self._table is None or self._changed() != self._seen:
            return self.refresh()
        return self._table

    @contextmanager
    def trying(self, synonym: Synonym | str) -> Iterator[None]:
        """Within, searches of this thread take this synonym to be there, or the one of this id not to be. Nothing is stored."""
        id, more = (synonym, []) if isinstance(synonym, str) else (synonym.id, [synonym])
        self._trial.table = (SynonymTable([*(each for each in self.all() if each.id != id), *more]),)
        try:
            yield
        finally:
            del self._trial.table

    def refresh(self) -> SynonymTable:
        """Reads the store again."""
        with self._lock:
            seen = self._changed()  # before the records: what changes in between is read once more
            held = tuple(self._records.all())
            if self._table is None or held != self._held:
                if self._table is not None and seen == self._seen:
                    self._tell()  # written past this class: the other processes should know
                self._held, self._table = held, SynonymTable(held)
            self._seen = seen
            return self._table

    def all(self) -> list[Synonym]:
        """Every synonym, by id."""
        return list(self._records.all())

    def add(self, text: str) -> Synonym:
        """Adds "耳机 = headphones" (both ways) or "trainers > sneakers" (for who asks for trainers)."""
        synonym = parse_synonym(text)
        self.put([synonym])
        return synonym

    def put(self, synonyms: Iterable[Synonym]) -> Written:
        """Inserts or replaces synonyms by id."""
        written = self._records.put(synonyms)
        self._tell()
        return written

    def delete(self, ids: Sequence[str]) -> int:
        """Removes synonyms; the number that existed."""
        count = self._records.delete(ids)
        self._tell()
        return count

    def import_file(self, path: Path) -> Written:
        """Adds the synonyms of a file, all or none, see `files.read_synonyms`."""
        return self.put(read_synonyms(path))

    def _tell(self) -> None:
        self._stamp.parent.mkdir(parents=True, exist_ok=True)
        self._stamp.write_text(str(time.time_ns()))
        os.utime(self._stamp)

    def _changed(self) -> int | None:
        try:
            return os.stat(self._stamp).st_mtime_ns
        except FileNotFoundError:
            return None
