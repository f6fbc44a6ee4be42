"""One built index in its folder, opened at the state its log has reached.

A generation is a folder: `text/` (tantivy), `vectors.f32` and `vectors.faiss`, `columns.*`, `titles.npz`, `words.tsv` and
`meta.json`, all written once by a build; and `log.jsonl`, to which each later change appends one
line. The line is the commit: what a killed writer left in the other files without its line is
invisible and is overwritten by the next writer.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....models.encoder import Space
from ....models.vectors import MEMORY_MB, VectorIndex, append_vectors, write_vectors
from ...document import IndexDocument, Levels
from ...words.vocabulary import Vocabulary
from ..protocol import Batch
from .columns import Columns, LevelsRecord, levels_record, record_of
from .text import Searcher, TextIndex
from .titles import TitleWords, codes_of

Vectors = NDArray[np.float32]


FORMAT = 8  # of the files; an index of another format is built anew
LIVE = "live.npy"  # which rows were in use when a generation was forked; one that was built uses them all


@dataclass(frozen=True, slots=True)
class Meta:
    """What a generation was built from: the encoder by its fingerprint, the store's revision."""

    format: int
    encoder: str
    revision: int
    rows: int
    dimensions: int


def build(
    folder: Path, batches: Iterable[Batch], dimensions: int, encoder: str, revision: int, memory_mb: float = MEMORY_MB,
) -> None:
    """Writes a whole generation to an empty folder, in memory bounded by a batch and the columns; `memory_mb` as in `write_vectors`."""
    (folder / "text").mkdir(parents=True)
    columns, titles, vocabulary = Columns(), TitleWords(), Vocabulary()
    with TextIndex(folder / "text").bulk() as text:

        def written() -> Iterator[Vectors]:
            for documents, vectors in batches:
                text.add(enumerate(documents, len(columns)))
                for document in documents:
                    columns.add(record_of(document))
                    titles.add(codes_of(document.terms["title"]))
                    vocabulary.add(document.words)
                yield vectors

        rows = write_vectors(folder, written(), dimensions, memory_mb)
    columns.settle()
    columns.save(folder)
    titles.settle()
    titles.save(folder)
    vocabulary.save(folder / "words.tsv")
    (folder / "log.jsonl").touch()
    (folder / "meta.json").write_text(json.dumps(asdict(Meta(FORMAT, encoder, revision, rows, dimensions))))


class State(NamedTuple):
    """What the log says at one point: which rows are in use, and the text part at that point. It is
    replaced, never changed, so that a query that holds it is not disturbed by what comes in later:
    rows are only ever added behind, the text of a row stays until the log calls the row dead, and
    columns with other prices and stock are other columns."""

    live: NDArray[np.bool_]
    text: Searcher
    columns: Columns


class Generation:
    """A generation that is open for reading; `follow` takes in what was logged since."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._log = folder, str(folder / "log.jsonl")
        self.meta = Meta(**json.loads((folder / "meta.json").read_text()))
        if self.meta.format != FORMAT:
            return
        self.revision = self.meta.revision
        self.text = TextIndex(folder / "text")
        self.titles = TitleWords.load(folder)
        self.vocabulary = Vocabulary.load(folder / "words.tsv")
        self.vectors = VectorIndex(folder, self.meta.rows, self.meta.dimensions)
        columns = Columns.load(folder)
        live = np.load(folder / LIVE) if (folder / LIVE).exists() else np.ones(len(columns), bool)
        self.vectors.extend(len(columns))
        self.state = State(live, self.text.newest(), columns)
        self.rows: dict[str, int] = {id: row for row, id in enumerate(columns.ids) if live[row]}
        self._read = 0
        self._removed: NDArray[np.int64] = np.zeros(0, np.int64)  # dead rows that this process took out of the text part
        self._lock = threading.Lock()
        self.follow()

    @property
    def columns(self) -> Columns:
        """The values of products, as they are now."""
        return self.state.columns

    @property
    def space(self) -> Space:
        """Where its vectors lie."""
        return Space(self.meta.encoder, self.meta.dimensions)

    @property
    def dead_share(self) -> float:
        """Which share of the rows is no longer in use."""
        return 1 - len(self.rows) / max(len(self.state.live), 1)

    def follow(self) -> None:
        """Takes in the lines that were added to the log."""
        if os.stat(self._log).st_size == self._read:
            return
        with self._lock:
            (live, text, columns), end = self.state, self._read
            while lines := _whole_lines(self._log, end):
                end += sum(map(len, lines))
                live, columns = self._apply([json.loads(line) for line in lines], live, columns)
                text = self.text.newest()  # then again to the log: that commit may be of a later change
            if end > self._read:
                columns.settle()
                self.titles.settle()
                self.vectors.extend(len(columns))
                self.state, self._read = State(live, text, columns), end

    @property
    def logged(self) -> int:
        """Bytes of the log, which whoever opens the generation reads."""
        return self._read

    def append(self, batch: Batch, deleted: Sequence[str], revision: int, levels: Sequence[Levels]) -> None:
        """Writes a change; the caller holds the writer's lock and has followed the log to its end."""
        documents, vectors = batch
        start = len(self.columns)
        if documents:
            append_vectors(self.folder, start, vectors)
            dead = np.flatnonzero(~self.state.live)
            self.text.change(enumerate(documents, start), np.setdiff1d(dead, self._removed), from_row=start)
            self._removed = dead
        line = {"revision": revision, "deleted": list(deleted), "documents": [_logged(document) for document in documents],
                "levels": [levels_record(each) for each in levels if self._moves(each)]}
        with open(self._log, "r+b") as log:
            log.truncate(self._read)
            log.seek(self._read)
            log.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            log.flush()
            os.fsync(log.fileno())
        self.follow()

    def fork(self, folder: Path) -> None:
        """Writes this generation as it is now to an empty folder, with an empty log. What is only ever
        added to is linked, so this takes as long as writing the columns."""
        (folder / "text").mkdir(parents=True)
        for path in (self.folder / "text").iterdir():
            if not path.name.startswith(".tantivy"):  # its locks
                _link(path, folder / "text" / path.name)
        for name in ("vectors.f32", "vectors.faiss"):
            _link(self.folder / name, folder / name)
        self.columns.save(folder)
        self.titles.save(folder)
        self.vocabulary.save(folder / "words.tsv")
        np.save(folder / LIVE, self.state.live)
        (folder / "log.jsonl").touch()
        (folder / "meta.json").write_text(json.dumps(asdict(replace(self.meta, revision=self.revision))))

    def _moves(self, levels: Levels) -> bool:
        row = self.rows.get(levels.id)
        return row is not None and self.columns.levels_of(row) != levels_record(levels)[1]

    def _apply(self, lines: list[dict[str, Any]], live: NDArray[np.bool_], columns: Columns) -> tuple[NDArray[np.bool_], Columns]:
        levels: dict[int, LevelsRecord] = {}
        live = np.concatenate([live, np.ones(sum(len(line["documents"]) for line in lines), bool)])
        for line in lines:
            for id in line["deleted"]:
                if (row := self.rows.pop(id, None)) is not None:
                    live[row] = False
            for record in line["documents"]:
                if (row := self.rows.get(record["id"])) is not None:
                    live[row] = False
                self.rows[record["id"]] = len(columns)
                columns.add(record)
                self.titles.add(record["title"])
                self.vocabulary.add(record["words"])
            levels |= {row: record for id, record in line.get("levels", ()) if (row := self.rows.get(id)) is not None}
            self.revision = line["revision"]
        return live, columns.with_levels(levels) if levels else columns


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        shutil.copy2(old, new)


def _logged(document: IndexDocument) -> dict[str, Any]:
    return {**record_of(document), "words": document.words, "title": codes_of(document.terms["title"])}


def _whole_lines(path: str, offset: int) -> list[bytes]:
    """The lines from `offset` on that were written to their end."""
    with open(path, "rb") as file:
        file.seek(offset)
        return [line for line in file if line.endswith(b"\n")]
