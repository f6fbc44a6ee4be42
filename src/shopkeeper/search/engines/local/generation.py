"""One built index in its folder, opened at the state its log has reached.

A generation is a folder: `text/` (tantivy), `vectors.f32` and `vectors.faiss`, `columns.*`, `titles.npz`, `words.tsv` and
`meta.json`, all written once by a build; and `log.jsonl`, to which each later change appends one
line. The line is the commit: what a killed writer left in the other files without its line is
invisible and is overwritten by the next writer.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....models.vectors import MEMORY_MB, VectorIndex, append_vectors, write_vectors
from ...document import IndexDocument
from ...words.vocabulary import Vocabulary
from ..protocol import Batch
from .columns import Columns, record_of
from .text import Searcher, TextIndex
from .titles import TitleWords, codes_of

Vectors = NDArray[np.float32]


FORMAT = 6  # of the files; an index of another format is built anew


@dataclass(frozen=True, slots=True)
class Meta:
    """What a generation was built from: the encoder by its fingerprint, the store's revision."""

    format: int
    encoder: str
    revision: int
    rows: int
    dimensions: int


def build(folder: Path, batches: Iterable[Batch], dimensions: int, encoder: str, revision: int) -> None:
    """Writes a whole generation to an empty folder, in memory bounded by a batch and the columns."""
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

        rows = write_vectors(folder, written(), dimensions)
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
    rows are only ever added behind, and the text of a row stays until the log calls the row dead."""

    live: NDArray[np.bool_]
    text: Searcher


class Generation:
    """A generation that is open for reading; `follow` takes in what was logged since."""

    def __init__(self, folder: Path, memory_mb: float = MEMORY_MB) -> None:
        self.folder = folder
        self.meta = Meta(**json.loads((folder / "meta.json").read_text()))
        if self.meta.format != FORMAT:
            return
        self.revision = self.meta.revision
        self.text = TextIndex(folder / "text")
        self.columns, self.titles = Columns.load(folder), TitleWords.load(folder)
        self.vocabulary = Vocabulary.load(folder / "words.tsv")
        self.vectors = VectorIndex(folder, self.meta.rows, self.meta.dimensions, memory_mb)
        self.state = State(np.ones(len(self.columns), bool), self.text.newest())
        self.rows: dict[str, int] = {id: row for row, id in enumerate(self.columns.ids)}
        self._read = 0
        self._removed: NDArray[np.int64] = np.zeros(0, np.int64)  # dead rows that this process took out of the text part
        self._lock = threading.Lock()
        self.follow()

    @property
    def dead_share(self) -> float:
        """Which share of the rows is no longer in use."""
        return 1 - len(self.rows) / max(len(self.state.live), 1)

    def follow(self) -> None:
        """Takes in the lines that were added to the log."""
        if os.stat(self.folder / "log.jsonl").st_size == self._read:
            return
        with self._lock:
            (live, text), end = self.state, self._read
            while lines := _whole_lines(self.folder / "log.jsonl", end):
                end += sum(map(len, lines))
                live = self._apply([json.loads(line) for line in lines], live)
                text = self.text.newest()  # then again to the log: that commit may be of a later change
            if end > self._read:
                self.columns.settle()
                self.titles.settle()
                self.vectors.extend(len(self.columns))
                self.state, self._read = State(live, text), end

    def append(self, batch: Batch, deleted: Sequence[str], revision: int) -> None:
        """Writes a change; the caller holds the writer's lock and has followed the log to its end."""
        documents, vectors = batch
        start = len(self.columns)
        append_vectors(self.folder, start, vectors)
        dead = np.flatnonzero(~self.state.live)
        self.text.change(enumerate(documents, start), np.setdiff1d(dead, self._removed), from_row=start)
        self._removed = dead
        line = {"revision": revision, "deleted": list(deleted), "documents": [_logged(document) for document in documents]}
        with (self.folder / "log.jsonl").open("r+b") as log:
            log.truncate(self._read)
            log.seek(self._read)
            log.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            log.flush()
            os.fsync(log.fileno())
        self.follow()

    def _apply(self, lines: list[dict[str, Any]], live: NDArray[np.bool_]) -> NDArray[np.bool_]:
        live = np.concatenate([live, np.ones(sum(len(line["documents"]) for line in lines), bool)])
        for line in lines:
            for id in line["deleted"]:
                if (row := self.rows.pop(id, None)) is not None:
                    live[row] = False
            for record in line["documents"]:
                if (row := self.rows.get(record["id"])) is not None:
                    live[row] = False
                self.rows[record["id"]] = len(self.columns)
                self.columns.add(record)
                self.titles.add(record["title"])
                self.vocabulary.add(record["words"])
            self.revision = line["revision"]
        return live


def _logged(document: IndexDocument) -> dict[str, Any]:
    return {**record_of(document), "words": document.words, "title": codes_of(document.terms["title"])}


def _whole_lines(path: Path, offset: int) -> list[bytes]:
    """The lines from `offset` on that were written to their end."""
    with path.open("rb") as file:
        file.seek(offset)
        return [line for line in file if line.endswith(b"\n")]
