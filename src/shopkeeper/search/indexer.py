"""From the store into the index: the whole catalogue, or just what changed since."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import numpy as np

from ..models.encoder import CachedEncoder, Encoder, Vectors, space_of
from ..models.encoders import Encoders
from ..shop import Product
from ..store.protocol import Change, Products
from .document import index_document, index_levels
from .engines.protocol import Batch, Index, OtherSpace

BATCH = 1000  # products that are held in memory at once
TITLE_SHARE = 0.3  # of a product's vector; the rest is title with description (docs/experiments.md)
REBUILD_SHARE = 0.3  # beyond this share of changed or dead rows a build aside is the better way

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an `index` did: products in the index now, products written, texts that had to be
    encoded (others were known by their content), whether all was built anew, seconds taken."""

    products: int
    written: int
    encoded: int
    rebuilt: bool
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "products": self.products, "written": self.written, "encoded": self.encoded,
            "rebuilt": self.rebuilt, "seconds": round(self.seconds, 2),
        }


class Indexer:
    """Keeps an index in step with the products of a store. `cached` keeps an encoder's vectors by the texts' content."""

    def __init__(self, products: Products, index: Index, encoders: Encoders, cached: Callable[[Encoder], CachedEncoder]) -> None:
        self._products, self._index, self._encoders, self._cached = products, index, encoders, cached

    def catch_up(self, *, rebuild: bool = False, switch: bool = False, progress: Progress | None = None) -> IndexReport:
        """Brings the index to the store's newest revision, and with `switch` to the encoder that was promoted. Interrupted, it loses
        no vector that was encoded, and the old index keeps serving."""
        start = time.monotonic()
        while True:
            space = self._index.space
            encoder = self._cached(self._encoders.active() if switch else self._encoders.of(space))
            other = space not in (None, space_of(encoder))
            pending = None if rebuild or other or not self._follows() else self._pending()
            try:
                written = self._write(pending, encoder, other, progress or (lambda phase, done, total: None))
            except OtherSpace:  # another process has just swapped in an index of another encoder
                continue
            return IndexReport(len(self._index), written, encoder.encoded, pending is None, time.monotonic() - start)

    def _write(self, pending: list[Change] | None, encoder: CachedEncoder, other: bool, report: Progress) -> int:
        if pending is not None:
            return self._apply(pending, encoder, report)
        if other:
            self._encode(encoder, report)
        return self._build(encoder, report)

    def _encode(self, encoder: CachedEncoder, report: Progress) -> None:
        """Encodes all there is to encode before a build, which then finds it in the cache: a build holds up whoever changes
        products meanwhile, and another encoder may take an hour."""
        done, total = 0, self._products.count()
        for products in _chunks(self._products.all()):
            self._batch(products, encoder, _reported(report, "encode", done, total))
            done += len(products)
            report("encode", done, total)

    def _follows(self) -> bool:
        """Whether the index is of an earlier state of this store, not of one that was there before it."""
        revision = self._index.revision
        return 0 <= revision <= self._products.revision()

    def _pending(self) -> list[Change] | None:
        """The changes to apply, or None when a whole build is the better way."""
        room, since = int(max(len(self._index), BATCH) * REBUILD_SHARE), self._index.revision
        changes: list[Change] = []
        for change in self._products.changes(since):
            changes.append(change)
            room -= _reads_anew(change, since)
            if room < 0:
                return None
        return None if self._index.stale_share > REBUILD_SHARE else changes

    def _build(self, encoder: CachedEncoder, report: Progress) -> int:
        revision, total = self._products.revision(), self._products.count()
        done = 0

        def batches() -> Iterator[Batch]:
            nonlocal done
            for products in _chunks(self._products.all()):
                yield self._batch(products, encoder, _reported(report, "index", done, total))
                done += len(products)
                report("index", done, total)

        report("index", 0, total)
        self._index.replace(batches(), revision, space_of(encoder))
        return done

    def _apply(self, changes: list[Change], encoder: CachedEncoder, report: Progress) -> int:
        since = self._index.revision
        for start in range(0, len(changes), BATCH):
            part = changes[start : start + BATCH]
            if part[-1].revision <= self._index.revision:
                continue  # another process was quicker
            self._take_in(part, since, encoder, _reported(report, "index", start, len(changes)))
            report("index", start + len(part), len(changes))
        return len(changes)

    def _take_in(self, part: list[Change], since: int, encoder: CachedEncoder, told: Callable[[int], None]) -> None:
        products = self._products.get_many([change.id for change in part if not change.deleted])
        anew = [change.id for change in part if _reads_anew(change, since)]
        batch = self._batch([products[id] for id in anew if id in products], encoder, told)
        shown = {document.id for document in batch[0]}
        levels = [index_levels(products[change.id]) for change in part if not _reads_anew(change, since) and change.id in products]
        self._index.upsert(batch, [id for id in anew if id not in shown], part[-1].revision, levels, space_of(encoder))

    @staticmethod
    def _batch(products: Sequence[Product], encoder: CachedEncoder, told: Callable[[int], None]) -> Batch:
        documents = [document for product in products if (document := index_document(product, encoder.languages))]
        return documents, product_vectors([document.texts for document in documents], encoder, partial(encoder.encode, progress=told))


def _reads_anew(change: Change, since: int) -> bool:
    """Whether more of a product changed since a revision than its prices and stock."""
    return change.deleted or change.content > since


def _reported(report: Progress, what: str, before: int, total: int) -> Callable[[int], None]:
    """Turns how many texts of a batch are encoded, two of each product, into how many products are done after those `before` it."""
    return lambda texts: report(what, before + texts // 2, total)


def product_vectors(
    texts: Sequence[tuple[str, str]], encoder: Encoder, encode: Callable[[list[str]], Vectors] | None = None
) -> Vectors:
    """The vectors of products, float32[n, d] of length 1, from what `encoder_texts` says of each:
    mostly title with description, partly the title alone, so that a long description does not
    drown what the product is. Without a text it is zero, near to nothing. `encode` stands in for the encoder's own."""
    vectors = np.zeros((len(texts), encoder.dimensions), np.float32)
    rows = [row for row, (title, full) in enumerate(texts) if title or full]
    if rows:
        both = (encode or encoder.encode)([texts[row][0] for row in rows] + [texts[row][1] for row in rows])
        mixed = TITLE_SHARE * both[: len(rows)] + (1 - TITLE_SHARE) * both[len(rows) :]
        vectors[rows] = mixed / np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-9)
    return vectors


def _chunks(products: Iterable[Product]) -> Iterator[list[Product]]:
    iterator = iter(products)
    while chunk := list(islice(iterator, BATCH)):
        yield chunk
