"""Nearest neighbours by inner product: a file of vectors, and a faiss index over its first rows.

`vectors.f32` is the truth: row after row of float32, appended to and never changed; a row is left
out by a mask. `vectors.faiss` makes searching its first rows quick. Up to `FLAT` rows it has 8 bits
a dimension and is scanned whole. Beyond, four dimensions share 4 bits (product quantisation, Jegou et
al. 2011, read with SIMD as André et al. 2015), in inverted lists of which as many are probed as the shop's
own vectors need for a recall of .99, and a shortlist is scored again by the truth. What would not
fit into the memory that is allowed has 8 bits a dimension and stays in its mapped file. Rows after
those (what came since the build) are scanned exactly. A selective filter is always computed exactly:
approximate search under a filter loses recall.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]

FLAT = 5_000  # up to here a whole scan takes a third of a millisecond
SELECTIVE = 0.2  # a filter that keeps less than this share of the rows is computed exactly
RECALL = 0.99
CHUNK = 50_000  # vectors handed to faiss at once
SHARED = 4  # dimensions that have 4 bits together
SHORTLIST, SHORTEST = 4, 200  # so many times the rows that are wanted, and at least so many, are scored again
STEP = 1.4  # from one number of lists that is tried to the next
MEMORY_MB = 100  # of vectors as the index has them; a larger index is read from the mapped file, many times slower

faiss.omp_set_num_threads(1)  # one search, one core: requests run side by side instead


def cosines(vectors: Vectors, query: Vectors) -> Vectors:
    """The inner products of float32[n, d] with float32[d], row by row on this thread, so
    that a search keeps to one core."""
    products: Vectors = np.vecdot(vectors, query)
    return products


def cosines_at(vectors: Vectors, rows: Rows, query: Vectors) -> Vectors:
    """`cosines` of these rows (int64[m], each one that exists) of float32[n, d], read where they lie: to copy them first takes longer
    than to multiply them."""
    products, query = np.empty(len(rows), np.float32), np.ascontiguousarray(query, np.float32)
    rows = np.ascontiguousarray(rows)
    if len(rows):
        ours = map(faiss.swig_ptr, (products, query, vectors, rows))
        faiss.fvec_inner_products_by_idx(*ours, vectors.shape[1], 1, len(rows))
    return products


def highest(scores: Vectors, k: int) -> Rows:
    """Where the `k` highest scores stand, int64[<=k], the highest first; of equal ones those that stand first."""
    if len(scores) <= k:
        return np.argsort(-scores, kind="stable")
    good = np.flatnonzero(scores >= np.partition(scores, -k)[-k])  # those at the limit are all among them
    best: Rows = good[np.argsort(-scores[good], kind="stable")[:k]]
    return best


class VectorIndex:
    """Vectors of length 1 in a folder; scores are cosines. Open it with the number of rows of its
    build and then `extend` it to those that are committed: what a killed writer left behind them is
    not looked at."""

    def __init__(self, folder: Path, rows: int, dimensions: int) -> None:
        self._file, self._d = folder / "vectors.f32", dimensions
        self._base: Any = faiss.read_index(str(folder / "vectors.faiss"), faiss.IO_FLAG_MMAP)  # which the one in memory ignores
        self._n = rows  # of the faiss index; it holds fewer vectors where some are zero
        self.extend(rows)

    def extend(self, rows: int) -> None:
        """Takes in the rows that were appended, up to `rows` of them in all."""
        every = _open(self._file, rows, self._d)
        # those after the index over the first, in memory; both at once for a search that goes on meanwhile
        self._opened = every, np.array(every[self._n :])

    def __len__(self) -> int:
        return len(self._opened[0])

    def search(self, query: Vectors, k: int, mask: Mask | None = None) -> tuple[Rows, Vectors]:
        """The `k` nearest rows (int64[<=k], best first) and their cosines; only rows where `mask`
        (bool[<=n], no row beyond it) is True."""
        tail = self._opened[1]
        rows, scores = self._search_base(query, k, mask)
        if not len(tail):
            return rows, scores
        later = np.arange(len(tail)) if mask is None else np.flatnonzero(mask[self._n :])
        return _best(np.concatenate([rows, self._n + later]), np.concatenate([scores, cosines_at(tail, later, query)]), k)

    def scores(self, query: Vectors, rows: Rows) -> Vectors:
        """The exact cosines of these rows, float32[len(rows)]."""
        return cosines_at(self._opened[0], rows, query)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of these rows, float32[len(rows), d]."""
        return self._opened[0][rows]

    def _search_base(self, query: Vectors, k: int, mask: Mask | None) -> tuple[Rows, Vectors]:
        n = self._n
        if self._base.ntotal == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        selector = probes = None
        if mask is not None:
            kept = np.ascontiguousarray(mask[:n])
            if (count := int(kept.sum())) < SELECTIVE * n:
                if count <= k * 4:
                    rows = np.flatnonzero(kept)
                    return _best(rows, self.scores(query, rows), k)
                probes = getattr(self._base, "nlist", None)
            bits = np.packbits(kept, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)
        return _nearest(self._base, self._opened[0], query, min(k, n), _parameters(self._base, selector, probes))


def write_vectors(folder: Path, batches: Iterable[Vectors], dimensions: int, memory_mb: float = MEMORY_MB) -> int:
    """Writes both files over batches of float32[m, d], in memory bounded by a batch; their number. Whoever opens them has at most
    `memory_mb` of the index in memory."""
    with (folder / "vectors.f32").open("wb") as file:
        for batch in batches:
            file.write(batch.astype(np.float32).tobytes())
        rows = file.tell() // (4 * dimensions)
    index = _train(_open(folder / "vectors.f32", rows, dimensions), memory_mb)
    faiss.write_index(index, str(folder / "vectors.faiss"))
    return rows


def append_vectors(folder: Path, rows: int, vectors: Vectors) -> None:
    """Puts float32[n, d] behind the first `rows` rows; anything that lay there is overwritten."""
    with (folder / "vectors.f32").open("r+b") as file:
        file.truncate(rows * vectors.shape[1] * 4)
        file.seek(0, 2)
        file.write(vectors.astype(np.float32).tobytes())


def _open(path: Path, rows: int, d: int) -> Vectors:
    if rows == 0:
        return np.zeros((0, d), np.float32)
    return np.memmap(path, np.float32, "r", shape=(rows, d)).view(np.ndarray)  # what memmap adds to each look costs as much as the look


def _parameters(base: Any, selector: Any, probes: int | None) -> Any:
    if selector is None and probes is None:
        return None
    if isinstance(base, faiss.IndexIVF):
        return faiss.SearchParametersIVF(sel=selector, nprobe=probes or base.nprobe)
    return faiss.SearchParameters(sel=selector)


def _nearest(index: Any, vectors: Vectors, query: Vectors, k: int, parameters: Any) -> tuple[Rows, Vectors]:
    """The `k` nearest rows that an index finds, those that it knows only roughly scored again by the truth."""
    rough = isinstance(index, faiss.IndexIVFPQFastScan)
    scores, found = index.search(query.reshape(1, -1), max(SHORTLIST * k, SHORTEST) if rough else k, params=parameters)
    hit = found[0] >= 0
    rows = found[0][hit]
    if not rough:
        return rows, scores[0][hit]
    rows.sort()
    return _best(rows, cosines_at(vectors, rows, query), k)


def _best(rows: Rows, scores: Vectors, k: int) -> tuple[Rows, Vectors]:
    best = highest(scores, k)
    return rows[best], scores[best]


def _train(vectors: Vectors, memory_mb: float) -> Any:
    n, d = vectors.shape
    if n <= FLAT:
        index = faiss.IndexScalarQuantizer(d, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
        index.train(np.array(vectors) if n >= 1000 else np.vstack([vectors, _spread(d)]))
        index.add(np.ascontiguousarray(vectors))
        return index
    # products without a text that the encoder understands have no vector and are near to nothing
    rows = np.concatenate([start + np.flatnonzero(vectors[start : start + CHUNK].any(1)) for start in range(0, n, CHUNK)])
    lists = int(2 ** round(np.log2(1.2 * max(len(rows), 1) ** 0.5)))
    index = _lists(d, lists, in_memory=n * d / (2 * SHARED) <= memory_mb * 2**20)
    sample = np.sort(np.random.default_rng(0).permutation(rows)[: 64 * lists])
    index.train(vectors[sample] if len(sample) >= lists else _spread(d))
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        index.add_with_ids(vectors[part], part)
    index.nprobe = _probes(index, vectors, rows, lists) if len(rows) else 1
    return index


def _lists(d: int, lists: int, *, in_memory: bool) -> Any:
    if in_memory and d % SHARED == 0:
        index = faiss.IndexIVFPQFastScan(faiss.IndexFlatIP(d), d, lists, d // SHARED, 4, faiss.METRIC_INNER_PRODUCT)
        index.by_residual = False  # one table of products for all lists
        return index
    return faiss.IndexIVFScalarQuantizer(faiss.IndexFlatIP(d), d, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)


def _probes(index: Any, vectors: Vectors, rows: Rows, lists: int) -> int:
    """The smallest number of lists to probe at which the ten nearest of 200 of the shop's own vectors, shaken a little (a query is
    never a product), are found with the recall wanted."""
    rng = np.random.default_rng(1)
    queries = vectors[np.sort(rng.choice(rows, 200))]  # a copy
    queries += rng.normal(0, 0.5 / vectors.shape[1] ** 0.5, queries.shape).astype(np.float32)
    truth, probes = _exactly(vectors, rows, queries, 10), 4
    while probes < lists:
        parameters = _parameters(index, None, probes)
        found = [_nearest(index, vectors, query, 10, parameters)[0] for query in queries]
        if np.mean([len(np.intersect1d(a, b)) / 10 for a, b in zip(truth, found, strict=True)]) >= RECALL:
            break
        probes = int(probes * STEP) + 1
    return min(probes, lists)


def _exactly(vectors: Vectors, rows: Rows, queries: Vectors, k: int) -> Rows:
    """The `k` nearest of each query among `rows`, int64[queries, k], in no order."""
    nearest, scores = np.zeros((len(queries), 0), np.int64), np.zeros((len(queries), 0), np.float32)
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        scores = np.concatenate([scores, queries @ vectors[part].T], axis=1)
        nearest = np.concatenate([nearest, np.broadcast_to(part, (len(queries), len(part)))], axis=1)
        best = np.argpartition(-scores, k - 1, axis=1)[:, :k]
        scores, nearest = np.take_along_axis(scores, best, 1), np.take_along_axis(nearest, best, 1)
    return nearest


def _spread(d: int) -> Vectors:
    """Vectors that give a small shop's quantiser the range in which components of unit vectors lie."""
    edge = np.full((1, d), 4 / d**0.5, np.float32)
    return np.vstack([edge, -edge])
