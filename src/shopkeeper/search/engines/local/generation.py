"""One built index in its folder, opened at the state its log has reached.

A generation is a folder: `text/` (tantivy), `vectors.f32` and `vectors.faiss`, `columns.*` and
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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....models.vectors import VectorIndex, append_vectors, write_vectors
from ..protocol import Batch
from .columns import Columns, record_of
from .text import TextIndex

Vectors = NDArray[np.float32]


FORMAT = 1  # of the files; an index of another format is built anew


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
    columns = Columns()
    with TextIndex(folder / "text").bulk() as text:

        def written() -> Iterator[Vectors]:
            for documents, vectors in batches:
                text.add(enumerate(documents, len(columns)))
                for document in documents:
                    columns.add(record_of(document))
                yield vectors

        rows = write_vectors(folder, written(), dimensions)
    columns.settle()
    columns.save(folder)
    (folder / "log.jsonl").touch()
    (folder / "meta.json").write_text(json.dumps(asdict(Meta(FORMAT, encoder, revision, rows, dimensions))))


class Generation:
    """A generation that is open for reading; `follow` takes in what was logged since.

    The arrays of an opened state are replaced, never changed, so that a query that holds them is
    not disturbed by a change that comes in between.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.meta = Meta(**json.loads((folder / "meta.json").read_text()))
        if self.meta.format != FORMAT:
            return
        self.revision = self.meta.revision
        self.text = TextIndex(folder / "text")
        self.columns = Columns.load(folder)
        self.vectors = VectorIndex(folder, self.meta.rows, self.meta.dimensions)
        self.live = np.ones(len(self.columns), bool)
        self.rows: dict[str, int] = {id: row for row, id in enumerate(self.columns.ids)}
        self._read = 0
        self._lock = threading.Lock()
        self.follow()

    @property
    def dead_share(self) -> float:
        """Which share of the rows is no longer in use."""
        return 1 - len(self.rows) / max(len(self.live), 1)

    def follow(self) -> None:
        """Takes in the lines that were added to the log."""
        if os.stat(self.folder / "log.jsonl").st_size == self._read:
            return
        with self._lock:
            lines, end = _whole_lines(self.folder / "log.jsonl", self._read)
            if not lines:
                return
            live = np.concatenate([self.live, np.ones(sum(len(line["documents"]) for line in lines), bool)])
            for line in lines:
                self._apply(line, live)
            self.columns.settle()
            self.vectors.extend(len(self.columns))
            self.live, self._read = live, end
            self.text.refresh()

    def append(self, batch: Batch, deleted: Sequence[str], revision: int) -> None:
        """Writes a change; the caller holds the writer's lock and has followed the log to its end."""
        documents, vectors = batch
        start = len(self.columns)
        append_vectors(self.folder, start, vectors)
        gone = [*deleted, *(document.id for document in documents)]
        self.text.change(enumerate(documents, start), gone, from_row=start)
        line = {"revision": revision, "deleted": list(deleted), "documents": [record_of(document) for document in documents]}
        with (self.folder / "log.jsonl").open("r+b") as log:
            log.truncate(self._read)
            log.seek(self._read)
            log.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            log.flush()
            os.fsync(log.fileno())
        self.follow()

    def _apply(self, line: dict[str, Any], live: NDArray[np.bool_]) -> None:
        for id in [*line["deleted"], *(record["id"] for record in line["documents"])]:
            if (row := self.rows.pop(id, None)) is not None:
                live[row] = False
        for record in line["documents"]:
            self.rows[record["id"]] = len(self.columns)
            self.columns.add(record)
        self.revision = line["revision"]


def _whole_lines(path: Path, offset: int) -> tuple[list[dict[str, Any]], int]:
    with path.open("rb") as file:
        file.seek(offset)
        data = file.read()
    end = data.rfind(b"\n") + 1
    return [json.loads(line) for line in data[:end].splitlines()], offset + end
