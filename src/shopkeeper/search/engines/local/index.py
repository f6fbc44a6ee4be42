"""The local engine's index: generations in a folder, one current, swapped by renaming a file."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ....models.encoder import Space
from ....models.vectors import MEMORY_MB
from ....shop import InvalidFile, Localized, NotIndexed
from ....text.analyse import Terms
from ...document import Levels
from ...filters import Filter
from ...slots import Slot
from ...words.vocabulary import Vocabulary
from ..formula import telling_words
from ..protocol import Batch, Carried, CatalogueValues, IndexQuery, OtherSpace, code
from .candidates import LocalCandidates
from .generation import FORMAT, Generation, build
from .text import Searcher

LONGEST_LOG = 16_000_000  # bytes, about 150,000 changed prices: half a second to whoever opens the index
FEW = 200  # rows that a filter may leave to be handed to the text index as a set
LARGE = 200_000  # rows from which the parts of one search run side by side: before, a thread costs what it saves
DEEP = 5000  # hits that are looked at first for those that pass a filter

SAMPLE = 50  # products that tell what those of a text carry
KNOWN = 0.28  # text score of the best product below which the shop does not know what was named
NEAR = 0.7  # of the best text score: what still is of the kind that was named

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
Ready = Callable[[CatalogueValues, Vocabulary], None]
T = TypeVar("T")
log = logging.getLogger(__name__)


class LocalIndex:
    """An index in `folder`. Any number of processes read it; writers take turns by a lock file, and
    readers look for a new generation or log line (two `stat` calls) before each query. A build is of
    vectors of `encoder` (its fingerprint) unless it says otherwise. An index of an older format counts
    as none: it is built anew. What is built keeps vectors beyond `memory_mb` in their mapped file."""

    def __init__(self, folder: Path, dimensions: int, encoder: str, memory_mb: float = MEMORY_MB) -> None:
        self._folder, self._space, self._memory_mb = folder, Space(encoder, dimensions), memory_mb
        self._lock = threading.Lock()
        self._pointer = folder / "CURRENT"
        self._stat = partial(os.stat, str(self._pointer))  # a Path takes twice as long
        self._open: Generation | None = None
        self._stamp: tuple[int, int] | None = None
        self._ready: Ready | None = None

    def ahead(self, ready: Ready) -> None:
        """From here on a new generation is opened and made `ready` beside the one in use, which answers until then: a build here ends
        with it, and one of another process is noticed by the next query, which does not wait for it."""
        self._ready = ready

    @property
    def revision(self) -> int:
        """The store's revision that the index has caught up with; -1 when nothing was ever indexed."""
        current = self._current()
        return current.revision if current else -1

    @property
    def space(self) -> Space | None:
        """Where the vectors of the current generation lie."""
        current = self._current()
        return current.space if current else None

    @property
    def stale_share(self) -> float:
        """Which share of the rows only waits for the next build; a build is worth it at a third."""
        current = self._current()
        return current.dead_share if current else 0.0

    def __len__(self) -> int:
        current = self._current()
        return len(current.rows) if current else 0

    def replace(self, batches: Iterable[Batch], revision: int, space: Space | None = None) -> None:
        """Builds a new generation aside and swaps it in."""
        encoder, dimensions = space or self._space
        with self._writing():
            self._swap_in(lambda aside: build(aside, batches, dimensions, encoder, revision, self._memory_mb))

    def upsert(
        self, batch: Batch, deleted: Sequence[str], revision: int, levels: Sequence[Levels] = (), space: Space | None = None,
    ) -> None:
        """Appends a change to the current generation, unless that is further already: what another
        process read earlier must not cover what is newer."""
        with self._writing():
            current = self._need(space, newest=True)
            if revision >= current.revision:
                current.append(batch, deleted, revision, levels)
                if current.logged > LONGEST_LOG:
                    self._swap_in(current.fork)

    def at_once(self, ask: Callable[[], T], query: str = "") -> T:
        """The answer of `ask`: to look for news costs nothing here."""
        return ask()

    def query(self, query: IndexQuery) -> LocalCandidates:
        """The candidates: the best by text, the nearest by meaning, or all, that pass the filters."""
        current = self._need(query.space)
        live, searcher, columns = current.state
        kept = columns.kept(query.filters, len(live))
        mask = None if kept is None else kept.products
        allowed = live if mask is None else live & mask
        beside = _beside if len(live) >= LARGE else cache
        near = beside(lambda: self._by_vector(current, query, mask, allowed))
        best = (beside if mask is None and query.terms is not None else cache)(lambda: self._best_telling(searcher, query))
        text = self._by_text(searcher, query, mask, allowed)
        whole = self._whole(searcher, query)
        if query.terms is None and query.vector is None:
            rows = np.array(sorted(np.flatnonzero(allowed).tolist(), key=columns.ids.__getitem__), np.int64)
        else:
            chosen = np.zeros(len(allowed), bool)
            chosen[text[0]] = chosen[near()] = True
            also = [row for id in query.also if (row := current.rows.get(id, len(chosen))) < len(chosen) and allowed[row]]
            chosen[also] = True
            rows = np.flatnonzero(chosen)
        telling = rows if query.terms is None else self._telling(current, searcher, query, text[0], best if mask is None else None)
        return LocalCandidates(current, columns, rows, kept, text, query.vector, whole, telling)

    def _telling(self, current: Generation, searcher: Searcher, query: IndexQuery, rows: Rows, best: Callable[[], Rows] | None) -> Rows:
        """Those of the `rows` found by text that hold something telling, and maybe others. The titles, which are in memory, show most of
        them; what is left is among the `best` of all that do, or, where a filter leaves these out, is searched for."""
        assert query.terms is not None
        titled = current.titles.holding(rows, list(map(code, telling_words(query.terms))))
        if titled.all():
            return rows
        return best() if best else np.concatenate([rows[titled], searcher.telling(query.terms, query.slots, rows[~titled])])

    def _best_telling(self, searcher: Searcher, query: IndexQuery) -> Rows:
        assert query.terms is not None
        return searcher.best_telling(query.terms, query.slots, query.text_depth)

    def matched(self, terms: Terms, ids: Sequence[str], slots: tuple[Slot, ...] = ()) -> list[list[tuple[str, float]]]:
        """For each product the terms of a query that it holds, with their share of its text score."""
        current = self._need()
        rows = {id: row for id in ids if (row := current.rows.get(id)) is not None}
        found = current.state.text.matched(terms, slots, list(rows.values()))
        return [found[rows[id]] if id in rows else [] for id in ids]

    def frequencies(self, terms: Terms) -> tuple[list[int], list[int]]:
        """In how many products each word and each gram is."""
        return self._need().state.text.frequencies(terms)

    def together(self, words: Sequence[str]) -> bool:
        """Whether some product has all of these words."""
        return self._need().state.text.together(words)

    def brands(self) -> Sequence[Localized]:
        """The brands of all products."""
        brand = self._need().columns.values().fields.get("brand")
        return brand.words if brand else ()

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of titles, brands and categories."""
        return self._need().vocabulary

    def variants(self, filters: Sequence[Filter], ids: Sequence[str]) -> list[list[str]]:
        """For each product the ids of its variants that hold all the filters, in the product's order."""
        current = self._need()
        rows, n = current.rows, len(current.state.live)
        kept = current.columns.kept(filters, n)
        return [current.columns.variants_of(row, kept) if (row := rows.get(id, n)) < n else [] for id in ids]

    def vector(self, id: str) -> Vectors | None:
        """The vector of a product, None when it is not in the index."""
        current = self._need()
        row = current.rows.get(id)
        return None if row is None else current.vectors.vectors(np.array([row]))[0]

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The vectors of products, float32[len(ids), d]; of one that is not in the index it is zero."""
        current = self._need()
        rows = np.array([current.rows.get(id, -1) for id in ids], np.int64)
        known = rows >= 0
        if known.all():
            return current.vectors.vectors(rows)
        found = np.zeros((len(ids), current.space.dimensions), np.float32)
        found[known] = current.vectors.vectors(rows[known])
        return found

    def values(self) -> CatalogueValues:
        """The values that products have, by field."""
        return self._need().columns.values()

    def carried(self, kind: Terms | Filter, fields: Sequence[str]) -> Mapping[str, Carried]:
        """What the products of a kind have in each of the fields."""
        current = self._need()
        live, searcher, columns = current.state
        if isinstance(kind, Filter):
            kept = columns.kept([kind], len(live))
            rows = np.flatnonzero(live if kept is None else live & kept.products)
        else:
            rows = _near(searcher, kind, live)
        return columns.carried(rows, fields) if len(rows) else {}

    def kind(self, terms: Terms) -> Localized | None:
        """The narrowest category that most of the products are in that hold most of the terms."""
        current = self._need()
        live, searcher, columns = current.state
        return columns.category(_near(searcher, terms, live))

    def close(self) -> None:
        """Lets the files go."""
        with self._lock:
            self._open = None

    def _whole(self, searcher: Searcher, query: IndexQuery) -> Rows:
        return np.zeros(0, np.int64) if query.terms is None else searcher.whole(query.terms, query.slots, query.text_depth)

    def _by_text(self, searcher: Searcher, query: IndexQuery, mask: object, allowed: NDArray[np.bool_]) -> tuple[Rows, Vectors]:
        if query.terms is None:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        wanted, count = query.text_depth, len(allowed) if mask is None else int(allowed.sum())
        if mask is not None and count <= FEW:
            return searcher.search(query.terms, query.slots, wanted, np.flatnonzero(allowed))
        # Handing over many rows costs more than looking at more hits and leaving some out.
        first = wanted if mask is None else min(wanted * len(allowed) // count * 5 // 4, DEEP)
        for depth in (first, len(allowed)):
            rows, scores = searcher.search(query.terms, query.slots, depth, None)
            seen = rows < len(allowed)  # a commit may be a moment ahead of its line in the log
            kept = np.flatnonzero(seen)[allowed[rows[seen]]][:wanted]
            if mask is None or len(kept) == wanted or len(rows) < depth:
                break
        return rows[kept], scores[kept]

    def _by_vector(self, current: Generation, query: IndexQuery, mask: object, allowed: NDArray[np.bool_]) -> Rows:
        if query.vector is None:
            return np.zeros(0, np.int64)
        whole = mask is None and len(current.vectors) == len(allowed) and bool(allowed.all())
        rows, scores = current.vectors.search(query.vector, query.vector_depth, None if whole else allowed)
        near: Rows = rows[(scores >= query.floor) & (rows < len(allowed))]
        return near

    def _need(self, space: Space | None = None, *, newest: bool = False) -> Generation:
        """The generation in use, one of vectors in `space`; the `newest` where one is being made ready."""
        current = self._current(newest=newest)
        if current is None:
            raise NotIndexed("this shop has no search index yet; run `shopkeeper index`, in an empty shop after `shopkeeper import`")
        if space not in (None, current.space):
            raise OtherSpace
        return current

    def _current(self, *, newest: bool = False) -> Generation | None:
        """The generation in use, at the end of its log."""
        stamp = self._stamp_now()
        if stamp is None:
            return None
        if stamp != self._stamp:
            if self._ready and not newest and (old := self._open) is not None and old.meta.format == FORMAT:
                if self._lock.acquire(blocking=False):  # else somebody makes the new one ready already
                    threading.Thread(target=self._take_beside, daemon=True).start()
                return old
            with self._lock:
                if stamp != self._stamp:
                    self._take()
        current = self._open
        if current is None or current.meta.format != FORMAT:
            return None
        try:
            current.follow()
        except Exception as error:
            if self._stamp_now() != stamp:
                return self._current(newest=newest)  # replaced just then
            if isinstance(error, FileNotFoundError):
                return None  # taken away
            raise
        return current

    def _take(self) -> None:
        """Opens the newest generation, makes it ready and puts it in use; the caller holds the lock for threads."""
        stamp, new = self._stamp_now(), self._load()
        if self._ready and new is not None and new.meta.format == FORMAT:
            self._ready(new.columns.values(), new.vocabulary)
        self._open, self._stamp = new, stamp

    def _take_beside(self) -> None:
        """`_take` in a thread of its own, which gives back the lock that was taken for it."""
        try:
            self._take()
        except Exception:
            log.exception("the new search index could not be made ready beforehand")
            self._open = None  # who asks next opens it, and is told what is wrong
        finally:
            self._lock.release()

    def _stamp_now(self) -> tuple[int, int] | None:
        try:
            pointer = self._stat()
        except FileNotFoundError:
            return None
        return pointer.st_ino, pointer.st_mtime_ns

    def _load(self) -> Generation | None:
        """Opens the current generation; None when its files are gone, which a build repairs."""
        name = self._pointer.read_text()
        try:
            return Generation(self._folder / name)
        except Exception as error:  # each library has its own for a file that is missing or broken
            if self._pointer.read_text() != name:
                return self._load()  # replaced just then
            if (self._folder / name).exists():
                wrong = f"{self._folder / name}: this search index is damaged ({error})"
                raise InvalidFile(f"{wrong}; run `shopkeeper index --rebuild`") from error
            return None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _swap_in(self, write: Callable[[Path], None]) -> None:
        """Makes what `write` writes to an empty folder the current generation; the caller holds the lock."""
        for leftover in self._folder.glob("gen-*.part"):
            shutil.rmtree(leftover)
        name = self._next_name()
        aside = self._folder / f"{name}.part"
        try:
            write(aside)
            _sync_tree(aside)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)  # a full disk gets its room back
            raise
        aside.rename(self._folder / name)
        self._point_to(name)
        if self._ready:
            self._current(newest=True)
        self._remove_old(keep=name)

    def _next_name(self) -> str:
        numbers = [int(path.name[4:].removesuffix(".part")) for path in self._folder.glob("gen-*")]
        return f"gen-{max(numbers, default=0) + 1:06d}"

    def _point_to(self, name: str) -> None:
        pointer = self._folder / "CURRENT.new"
        pointer.write_text(name)
        _sync(pointer)
        pointer.replace(self._pointer)
        _sync(self._folder)

    def _remove_old(self, keep: str) -> None:
        """Old generations go; readers that still have one open keep its files until they move on."""
        for path in self._folder.glob("gen-*"):
            if path.name != keep:
                shutil.rmtree(path, ignore_errors=True)  # a merge may be writing there still; the next build tries again


def _beside(work: Callable[[], T]) -> Callable[[], T]:
    """Begins a part of a search in a thread of its own, on another core where one is free; what waits for its result."""
    result: Future[T] = Future()

    def run() -> None:
        try:
            result.set_result(work())
        except BaseException as error:  # told to who asks for the result
            result.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return result.result


def _near(searcher: Searcher, terms: Terms, live: NDArray[np.bool_]) -> Rows:
    """The rows that hold most of the terms, as far as the shop knows them at all."""
    rows, scores = searcher.search(terms, (), SAMPLE, None)
    best = float(scores.max(initial=0.0))
    near: Rows = rows[(scores >= NEAR * best) & (rows < len(live)) & (best >= KNOWN)]
    return near[live[near]]


def _sync_tree(folder: Path) -> None:
    """Everything below is on the disk before it is made visible."""
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
