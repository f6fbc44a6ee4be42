"""A trained sequence model as it serves: ONNX Runtime reads the items, the index of vectors finds the next ones. No torch.

The folder holds config.json (`items`, `dimensions`, `context`, `sharpness`), reader.onnx (`items` float32[1, n, d], oldest first, to
`next` float32[1, d], of length 1), ids.json (the items' ids in the order of their rows), vectors.f32 and vectors.faiss (see `vectors`:
8 bits a number, in inverted lists where they are many) and CARD.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...shop import InvalidFile
from ..runtime import session
from ..vectors import Rows, VectorIndex, Vectors
from ..versions import CONFIG

READER, IDS = "reader.onnx", "ids.json"


class SequenceReader:
    """What comes next, from a model folder; `InvalidFile` where it is none. One request uses one core; safe to call from several threads.

    `ids` are the items that it knows, by row; `context` is how many items it reads, the newest of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            config = json.loads((folder / CONFIG).read_text("utf-8"))
            self.ids: tuple[str, ...] = tuple(json.loads((folder / IDS).read_text("utf-8")))
            self.context, self.sharpness = int(config["context"]), float(config["sharpness"])
            self._session = session(folder / READER)
            self._index = VectorIndex(folder, len(self.ids), int(config["dimensions"]))
        except Exception as error:  # whatever a library says of a broken file
            raise InvalidFile(f"{folder}: not the folder of a sequence model ({CONFIG}, {READER}, {IDS}, vectors): {error}") from error
        self._rows = {id: row for row, id in enumerate(self.ids)}

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self, ids: Sequence[str]) -> Rows:
        """int64[m]: the rows of those ids that it knows, in their order."""
        return np.array([row for id in ids if (row := self._rows.get(id)) is not None], np.int64)

    def read(self, rows: Rows) -> Vectors:
        """float32[d]: what the items of these rows (int64[n], oldest first, at least one) lead to."""
        found: NDArray[np.float32] = self._session.run(["next"], {"items": self._index.vectors(rows[-self.context :])[None]})[0][0]
        return found

    def next(self, read: Vectors, k: int) -> tuple[Rows, Vectors]:
        """The `k` likeliest next items (int64[<=k], best first) and their cosines to what was read; what was read may be among them."""
        return self._index.search(read, k)

    def likelihoods(self, read: Vectors, rows: Rows) -> Vectors:
        """float32[m]: how likely the items of these rows are next, each against one of cosine 1 to what was read."""
        likely: Vectors = np.exp(self.sharpness * (self._index.scores(read, rows) - 1)).astype(np.float32)
        return likely

    def nearest(self, rows: Rows, among: Rows) -> Rows:
        """For the item of each of `rows` (int64[m]) which other of `among` (int64[n]) lies nearest to it; -1 where there is no other."""
        if not len(among):
            return np.full(len(rows), -1, np.int64)
        near = self._index.vectors(rows) @ self._index.vectors(among).T
        near[rows[:, None] == among] = -np.inf
        return np.where(np.isfinite(near.max(1)), among[near.argmax(1)], -1)
